package io.colama.inspect.hive;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.RecentBlocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** The bytes of a hive with its logs laid over them. One thread. */
final class HiveBytes {

    private static final int SECTOR = 512;
    private static final int PAGE = 16 << 10;
    private static final int MOST_PAGES = 1024;

    private final BlockSource primary;
    private final long size;
    private final Map<Integer, Replay.Patch> patches;
    private final RecentBlocks<ByteBuffer> pages = new RecentBlocks<>(MOST_PAGES);

    HiveBytes(BlockSource primary, long size, Map<Integer, Replay.Patch> patches) {
        this.primary = primary;
        this.size = size;
        this.patches = patches;
    }

    long size() {
        return size;
    }

    /**
     * Bytes, little-endian, not to be written.
     *
     * @param length checked by the caller
     */
    ByteBuffer read(long at, int length) throws IOException {
        if (at < 0 || length < 0 || at > size - length) {
            throw new ImageException.Damaged(
                    "%d bytes at 0x%x found, inside the hive of %d bytes expected"
                            .formatted(length, at, size));
        }
        int within = (int) (at % PAGE);
        if (within + length <= PAGE) {
            return page(at / PAGE).slice(within, length).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (long from = at; bytes.hasRemaining(); ) {
            int start = (int) (from % PAGE);
            int count = Math.min(bytes.remaining(), PAGE - start);
            bytes.put(page(from / PAGE).slice(start, count));
            from += count;
        }
        return bytes.rewind();
    }

    private ByteBuffer page(long number) throws IOException {
        return pages.get(number, this::load);
    }

    private ByteBuffer load(long number) throws IOException {
        byte[] bytes = new byte[PAGE];
        long start = number * PAGE;
        long there = Math.min(PAGE, Math.min(size, primary.size()) - start);
        if (there > 0) {
            primary.read(start, ByteBuffer.wrap(bytes, 0, (int) there));
        }
        for (int at = 0; at < PAGE && !patches.isEmpty(); at += SECTOR) {
            Replay.Patch patch = patches.get((int) ((start + at) / SECTOR));
            if (patch != null) {
                patch.log().read(patch.at(), ByteBuffer.wrap(bytes, at, SECTOR));
            }
        }
        return ByteBuffer.wrap(bytes);
    }
}
