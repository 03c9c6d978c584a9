package io.colama.disk;

import io.colama.block.BlockSink;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Images written by the code under test. */
public final class Written {

    private Written() {}

    /** Writes {@code content} in pieces of chance, leaving out some of the zeros. */
    public static Path to(
            Path target,
            DiskFormat format,
            byte[] content,
            WriteOptions options,
            RandomGenerator random)
            throws IOException {
        try (BlockSink sink = DiskWriters.create(target, format, content.length, options)) {
            for (int at = 0; at < content.length; ) {
                int length = Math.min(content.length - at, 1 + random.nextInt(200_000));
                ByteBuffer piece =
                        ByteBuffer.allocateDirect(length).put(content, at, length).flip();
                if (random.nextBoolean() || !isZero(content, at, length)) {
                    sink.write(at, piece);
                }
                at += length;
            }
            sink.finish();
        }
        return target;
    }

    private static boolean isZero(byte[] content, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (content[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
