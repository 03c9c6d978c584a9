package io.colama.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An endless sequence of bytes of one kind that can be read anywhere: position {@code p} holds the
 * same byte whenever and in whatever pieces it is asked for.
 */
record DiskContent(RandomDisk.Kind kind, long seed) {

    static final int BLOCK = 4096;

    private static final List<String> WORDS =
            List.of(
                    "disk ",
                    "machine ",
                    "the ",
                    "kernel: ",
                    "started ",
                    "of ",
                    "revision ",
                    "a ",
                    "block ",
                    "0x",
                    "127.0.0.1 ",
                    "GET /index.html ",
                    "[ok]\n",
                    "error\n",
                    "session opened for user root\n",
                    "and ");

    /** Fills what remains in {@code target} with the bytes from {@code position} on. */
    void read(long position, ByteBuffer target) {
        long at = position;
        while (target.hasRemaining()) {
            int inBlock = (int) (at % BLOCK);
            int count = Math.min(BLOCK - inBlock, target.remaining());
            target.put(block(at / BLOCK), inBlock, count);
            at += count;
        }
    }

    private byte[] block(long number) {
        return switch (kind) {
            case HOLE, ZERO -> new byte[BLOCK];
            case RANDOM -> random(mix(seed + mix(number)));
            case REPEATED -> random(mix(seed));
            case TEXT -> text(mix(seed + mix(number)));
        };
    }

    private static byte[] random(long start) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 1; block.hasRemaining(); i++) {
            block.putLong(mix(start + i * 0x9E3779B97F4A7C15L));
        }
        return block.array();
    }

    private static byte[] text(long start) {
        StringBuilder text = new StringBuilder(BLOCK + 32);
        for (long i = 1; text.length() < BLOCK; i++) {
            long chance = mix(start + i * 0x9E3779B97F4A7C15L);
            text.append(WORDS.get((int) (chance & 15)));
            if ((chance & 0xF0) == 0) {
                text.append(chance >>> 40).append(' ');
            }
        }
        text.setLength(BLOCK);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The finalizer of SplitMix64 [Steele, Lea, Flood, Fast Splittable Pseudorandom Number
     * Generators, figure 16].
     */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
