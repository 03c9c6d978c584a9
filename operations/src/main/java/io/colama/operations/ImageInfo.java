package io.colama.operations;

import io.colama.block.RunWalk;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
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
     * @param file the image, or block device
     * @param format its format, if it is not to be found out
     */
    public record Request(Path file, Optional<DiskFormat> format) {}

    /**
     * What the image is.
     *
     * @param file its name
     * @param format its format
     * @param features what it makes use of
     * @param bytesLogical the virtual size of the disk
     * @param bytesAllocated bytes that the image itself holds and does not know to be zero
     * @param parent the image below it, as this one names it; empty without one
     * @param identity by what an image over it knows it; empty where the format has no such thing
     * @param snapshots states kept inside
     * @param files the files that the image consists of, without those below it
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
        OpenOptions options =
                new OpenOptions(request.format(), OpenOptions.Parents.LEFT_OUT, Optional.empty());
        try (DiskImage image = DiskImages.open(request.file(), options)) {
            long allocated = 0;
            for (RunWalk walk = RunWalk.of(image.content(), 0, image.content().size());
                    walk.advance(); ) {
                allocated += walk.run().isData() ? walk.run().length() : 0;
            }
            return new Result(
                    request.file().toString(),
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
                    image.files().stream().map(Path::toString).toList(),
                    image.warnings());
        }
    }
}
