package io.colama.block.cow;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Disks for these tests, and what is done to them. */
final class CopyOnWriteDisks {

    static final byte[] ID = id(7);

    private CopyOnWriteDisks() {}

    static byte[] id(int fill) {
        byte[] id = new byte[CopyOnWriteDisk.ID_BYTES];
        Arrays.fill(id, (byte) fill);
        return id;
    }

    static void create(Path directory, long sizeBytes) throws IOException {
        Files.createDirectories(directory);
        CopyOnWriteDisk.create(
                directory.resolve("disk.data"), directory.resolve("disk.states"), sizeBytes, ID);
    }

    static CopyOnWriteDisk open(Path directory, BlockSource base) throws IOException {
        return CopyOnWriteDisk.open(
                directory.resolve("disk.data"), directory.resolve("disk.states"), ID, base);
    }

    /**
     * A write of bytes or of zeros.
     *
     * @param offset where
     * @param bytes what; for zeros, zeros
     * @param zeros whether it is written as zeros
     */
    record Change(int offset, byte[] bytes, boolean zeros) {

        /** A change somewhere, short or long, aligned to one of the numbers. */
        static Change random(RandomGenerator random, int size, int... grids) {
            int grid = grids[random.nextInt(grids.length)];
            int offset = random.nextInt(size) / grid * grid;
            int most = Math.min(size - offset, 1 + random.nextInt(40_000));
            int length = Math.max(Math.min(grid, size - offset), most / grid * grid);
            byte[] bytes = new byte[length];
            boolean zeros = random.nextInt(4) == 0;
            if (!zeros) {
                random.nextBytes(bytes);
            }
            return new Change(offset, bytes, zeros);
        }

        void to(CopyOnWriteDisk disk) throws IOException {
            if (zeros) {
                disk.zero(offset, bytes.length);
            } else {
                disk.write(offset, ByteBuffer.wrap(bytes));
            }
        }

        void to(byte[] content) {
            System.arraycopy(bytes, 0, content, offset, bytes.length);
        }
    }

    static byte[] content(BlockSource source) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(source.size()));
        source.read(0, all);
        return all.array();
    }
}
