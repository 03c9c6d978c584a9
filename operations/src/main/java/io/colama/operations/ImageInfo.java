package io.colama.operations;

import io.colama.block.RunWalk;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.nbd.client.NbdUri;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tells what a disk image is, from its headers and tables. Needs no repository. */
public final class ImageInfo {

    /** Looks at images. */
    public ImageInfo() {}

    /**
     * What to look at.
     *
     * @param source the image, block device, or disk of a server
     * @param format its format, if it is not to be found out
     */
    public record Request(SourceName source, Optional<DiskFormat> format) {}

    /**
     * What the image is.
     *
     * @param file its name, or the address of the disk of a server
     * @param format its format
     * @param features what it makes use of
     * @param bytesLogical the virtual size of the disk
     * @param bytesAllocated bytes that the image itself holds and does not know to be zero
     * @param parent the image below it, as this one names it; empty without one
     * @param identity by what an image over it knows it; empty where the format has no such thing
     * @param snapshots states kept inside
     * @param files the files that the image consists of, without those below it; none of a server
     * @param warnings what is wrong or should be known
     */
    public record Result(
            String file,
            String format,
            List<String> features,
            long bytesLogical,
            long bytesAllocated,
            String parent,
            String identity,
            List<Snapshot> snapshots,
            List<String> files,
            List<String> warnings) {

        /**
         * A state kept inside the image.
         *
         * @param id its identity in the image
         * @param name what it is called
         * @param created when, ISO 8601
         * @param bytesLogical the virtual size then
         */
        public record Snapshot(String id, String name, String created, long bytesLogical) {}
    }

    /** Looks; files below the image are named and not opened. */
    public Result run(Request request) throws IOException {
        try (DiskImage image = open(request)) {
            long allocated = 0;
            for (RunWalk walk = RunWalk.of(image.content(), 0, image.content().size());
                    walk.advance(); ) {
                allocated += walk.run().isData() ? walk.run().length() : 0;
            }
            return new Result(
                    request.source().toString(),
                    image.format().formatName(),
                    image.features(),
                    image.content().size(),
                    allocated,
                    image.parentName().orElse(""),
                    image.identity().orElse(""),
                    image.snapshots().stream()
                            .map(one ->
                                    new Result.Snapshot(
                                            one.id(),
                                            one.name(),
                                            one.created().toString(),
                                            one.sizeBytes()))
                            .toList(),
                    files(request, image),
                    image.warnings());
        }
    }

    private static DiskImage open(Request request) throws IOException {
        return switch (request.source()) {
            case SourceName.InFiles(Path file) ->
                    DiskImages.open(
                            file,
                            new OpenOptions(
                                    request.format(),
                                    OpenOptions.Parents.LEFT_OUT,
                                    Optional.empty()));
            case SourceName.OnServer(NbdUri uri) -> ServerDisk.image(uri, request.format());
        };
    }

    private static List<String> files(Request request, DiskImage image) {
        return switch (request.source()) {
            case SourceName.InFiles _ -> image.files().stream().map(Path::toString).toList();
            case SourceName.OnServer _ -> List.of();
        };
    }
}
