package io.colama.block;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Bytes as a disk has them, for tests: stretches of noise, of zeros and of one value. */
public final class SampleBytes {

    private static final int LONGEST = 40_000;

    private SampleBytes() {}

    /**
     * {@code size} bytes in stretches of up to 40,000 bytes; the same chance makes the same bytes.
     */
    public static byte[] of(RandomGenerator random, int size) {
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; ) {
            int end = Math.min(size, at + 1 + random.nextInt(LONGEST));
            switch (random.nextInt(3)) {
                case 0 -> noise(random, bytes, at, end);
                case 1 -> Arrays.fill(bytes, at, end, (byte) random.nextInt(256));
                default -> Arrays.fill(bytes, at, end, (byte) 0);
            }
            at = end;
        }
        return bytes;
    }

    private static void noise(RandomGenerator random, byte[] bytes, int from, int to) {
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, from, noise.length);
    }
}
