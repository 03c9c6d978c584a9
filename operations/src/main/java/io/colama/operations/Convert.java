package io.colama.operations;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.disk.DiskCopy;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.WriteOptions;
import io.colama.nbd.client.NbdUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the disk of an image as an image of another format. Needs no repository. */
public final class Convert {

    private final Clock clock;

    /** Converts, measuring time by this clock. */
    public Convert(Clock clock) {
        this.clock = clock;
    }

    /**
     * What to write where.
     *
     * @param source the image, block device, or disk of a server
     * @param target the file to write
     * @param sourceFormat the format of the source, if it is not to be found out
     * @param targetFormat the format; left out, the file's suffix decides, else raw
     * @param snapshot a state kept inside the source, instead of its present one
     * @param compress whether the target is compressed, where the format can
     * @param fixed whether every byte gets a place, where the format has such a layout
     * @param replace whether an existing file is replaced
     * @param allowBacking whether files below the source may be opened
     * @param importRoot the only directory in which they may lie; by default that of the source
     */
    public record Request(
            SourceName source,
            Path target,
            Optional<DiskFormat> sourceFormat,
            Optional<DiskFormat> targetFormat,
            Optional<String> snapshot,
            boolean compress,
            boolean fixed,
            boolean replace,
            boolean allowBacking,
            Optional<Path> importRoot) {}

    /**
     * What was written.
     *
     * @param source the image that was read
     * @param sourceFormat its format
     * @param target the file
     * @param targetFormat its format
     * @param bytesLogical the virtual size of the disk
     * @param bytesData bytes that were read because they were not known to be zero
     * @param bytesFile the length of the file
     * @param seconds how long it took
     * @param warnings what the source warns of
     */
    public record Result(
            String source,
            String sourceFormat,
            String target,
            String targetFormat,
            long bytesLogical,
            long bytesData,
            long bytesFile,
            double seconds,
            List<String> warnings) {}

    /** Converts; the file appears complete and synced, or not at all. */
    public Result run(Request request, Task task) throws IOException {
        Instant start = clock.instant();
        try (DiskImage image = open(request, task)) {
            BlockSource content =
                    request.snapshot().isPresent()
                            ? image.snapshot(request.snapshot().get())
                            : image.content();
            DiskFormat format =
                    request.targetFormat().orElseGet(() -> TargetFormat.bySuffix(request.target()));
            long data = copy(content, request, format, task);
            Duration took = Duration.between(start, clock.instant());
            return new Result(
                    request.source().toString(),
                    image.format().formatName(),
                    request.target().toString(),
                    format.formatName(),
                    content.size(),
                    data,
                    Files.size(request.target()),
                    took.toMillis() / 1000.0,
                    image.warnings());
        }
    }

    private static DiskImage open(Request request, Task task) throws IOException {
        return switch (request.source()) {
            case SourceName.InFiles(Path file) ->
                    DiskImages.open(
                            file,
                            new OpenOptions(
                                    request.sourceFormat(),
                                    request.allowBacking()
                                            ? OpenOptions.Parents.OPENED
                                            : OpenOptions.Parents.REFUSED,
                                    request.importRoot()),
                            new Opening(task));
            case SourceName.OnServer(NbdUri uri) -> ServerDisk.image(uri, request.sourceFormat());
        };
    }

    private static long copy(BlockSource content, Request request, DiskFormat format, Task task)
            throws IOException {
        task.begin("converting", content.size());
        WriteOptions options =
                WriteOptions.defaults()
                        .withCompress(request.compress())
                        .withFixed(request.fixed())
                        .withReplace(request.replace());
        try (BlockSink sink =
                TargetFormat.create(request.target(), format, content.size(), options)) {
            long data = DiskCopy.copy(content, sink, options.threads(), watch(task));
            sink.finish();
            return data;
        }
    }

    private static DiskCopy.Watch watch(Task task) {
        return new DiskCopy.Watch() {
            @Override
            public void advance(long bytes) {
                task.advance(bytes);
            }

            @Override
            public void check() throws IOException {
                task.check();
            }
        };
    }
}
