package io.colama.disk.packed;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * Walks the frames of a file from header to header without decoding them, which finds a file that
 * was cut off and frames that ask for too much before anything is decoded.
 *
 * <p>Source: [RFC 8878] 3.1 Frames.
 */
final class ZstdFrames {

    static final int MAGIC = 0xfd2fb528;

    private static final int SKIPPABLE = 0x184d2a50;
    private static final int SKIPPABLE_MASK = 0xfffffff0;
    private static final long MOST_WINDOW = 1L << 27;
    private static final int RLE = 1;
    private static final int RESERVED = 3;
    private static final int CHECKSUM_BYTES = 4;
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int[] SIZE_BYTES = {0, 2, 4, 8};

    private final BlockSource file;
    private final String name;
    private long at;

    private ZstdFrames(BlockSource file, String name) {
        this.file = file;
        this.name = name;
    }

    /**
     * The size of what all frames decode to, if every one tells.
     *
     * @throws ImageException.Damaged when they do not end where the file ends
     * @throws ImageException.Unsupported when one needs a dictionary or more than 128 MiB
     */
    static OptionalLong size(BlockSource file, String name) throws IOException {
        try (BlockSource near = BlockSources.cached(BlockSources.view(file), 1 << 12, 2)) {
            return new ZstdFrames(near, name).walk();
        }
    }

    private OptionalLong walk() throws IOException {
        long total = 0;
        boolean told = true;
        while (at < file.size()) {
            int magic = (int) number(Integer.BYTES);
            if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
                skip(number(Integer.BYTES));
                continue;
            }
            if (magic != MAGIC) {
                throw new ImageException.Damaged(
                        "%s: 0x%08x at 0x%x found, a Zstandard frame expected"
                                .formatted(name, magic, at - Integer.BYTES));
            }
            OptionalLong size = frame();
            told &= size.isPresent();
            total = Packing.SIZE.check(total + size.orElse(0));
        }
        return told ? OptionalLong.of(total) : OptionalLong.empty();
    }

    private OptionalLong frame() throws IOException {
        int descriptor = (int) number(1);
        boolean single = (descriptor & 0x20) != 0;
        if ((descriptor & 0x08) != 0) {
            throw new ImageException.Unsupported(
                    name + ": a Zstandard frame with a flag that is not known");
        }
        long window = single ? 0 : window((int) number(1));
        if (number(DICTIONARY_BYTES[descriptor & 3]) != 0) {
            throw new ImageException.Unsupported(
                    name + ": compressed with a Zstandard dictionary; unpack it first");
        }
        int bytes = SIZE_BYTES[descriptor >>> 6];
        OptionalLong size = OptionalLong.empty();
        if (bytes > 0 || single) {
            long value = number(Math.max(1, bytes));
            size = OptionalLong.of(Packing.SIZE.check(bytes == 2 ? value + 256 : value));
        }
        if (single) {
            window = size.orElse(0);
        }
        if (window > MOST_WINDOW) {
            throw new ImageException.Unsupported(
                    "%s: a Zstandard window of %d bytes, at most %d are read; unpack it first"
                            .formatted(name, window, MOST_WINDOW));
        }
        boolean last;
        do {
            int block = (int) number(3);
            last = (block & 1) != 0;
            int type = (block >>> 1) & 3;
            if (type == RESERVED) {
                throw new ImageException.Damaged(
                        "%s: a Zstandard block of no type at 0x%x".formatted(name, at - 3));
            }
            skip(type == RLE ? 1 : block >>> 3);
        } while (!last);
        skip((descriptor & 0x04) != 0 ? CHECKSUM_BYTES : 0);
        return size;
    }

    private static long window(int descriptor) {
        long base = 1L << (10 + (descriptor >>> 3));
        return base + base / 8 * (descriptor & 7);
    }

    private void skip(long bytes) throws ImageException {
        if (bytes > file.size() - at) {
            throw cutOff();
        }
        at += bytes;
    }

    private long number(int bytes) throws IOException {
        if (bytes > file.size() - at) {
            throw cutOff();
        }
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(at, value.limit(bytes));
        at += bytes;
        return value.clear().getLong(0);
    }

    private ImageException.Damaged cutOff() {
        return new ImageException.Damaged(
                "%s: the file of %d bytes ends inside a Zstandard frame; was it cut off?"
                        .formatted(name, file.size()));
    }
}
