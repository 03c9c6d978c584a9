package io.colama.operations;

import io.colama.block.BlockSink;
import io.colama.disk.DiskWriters;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;

/** The format of a file that is going to be written. */
public final class TargetFormat {

    private TargetFormat() {}

    /** What the suffix of the name says; raw where it says nothing. */
    public static DiskFormat bySuffix(Path target) {
        String name = String.valueOf(target.getFileName());
        return DiskFormat.byName(name.substring(name.lastIndexOf('.') + 1)).orElse(DiskFormat.RAW);
    }

    /**
     * Starts the image; a disk that is too large for the format, and a format that is only read,
     * are the user's to know.
     */
    static BlockSink create(Path target, DiskFormat format, long sizeBytes, WriteOptions options)
            throws IOException {
        try {
            return DiskWriters.create(target, format, sizeBytes, options);
        } catch (IllegalArgumentException notWritten) {
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "%s: %s; choose another format".formatted(target, notWritten.getMessage()));
        }
    }
}
