package io.colama.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Bytes that are almost what they were: bits flipped, fields set to the edges of their range,
 * pieces repeated, the end cut off or something added behind it.
 */
public final class Mutants {

    private static final List<Long> EDGES =
            List.of(
                    0L,
                    1L,
                    -1L,
                    0x7fL,
                    0x80L,
                    0xffffL,
                    0x7fff_ffffL,
                    0x8000_0000L,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE);
    private static final int MOST_ADDED = 100;

    private Mutants() {}

    /** A changed copy of {@code original}: one to four changes, anywhere. */
    public static byte[] of(byte[] original, RandomGenerator random) {
        byte[] bytes = original.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = place(bytes.length, random);
            switch (random.nextInt(5)) {
                case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) random.nextInt(256);
                case 3 -> setField(bytes, at, random);
                default -> {
                    int from = random.nextInt(bytes.length);
                    int most = Math.min(bytes.length - from, bytes.length - at);
                    System.arraycopy(bytes, from, bytes, at, random.nextInt(most + 1));
                }
            }
        }
        return switch (random.nextInt(12)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(MOST_ADDED));
            default -> bytes;
        };
    }

    /** A place: as often near one of the ends, where headers and footers are, as anywhere. */
    private static int place(int length, RandomGenerator random) {
        int near = Math.min(length, 128);
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(near);
            case 1 -> length - 1 - random.nextInt(near);
            default -> random.nextInt(length);
        };
    }

    private static void setField(byte[] bytes, int at, RandomGenerator random) {
        ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        long value = EDGES.get(random.nextInt(EDGES.size()));
        int aligned = at / 4 * 4;
        if (random.nextBoolean() && aligned + 8 <= bytes.length) {
            buffer.putLong(aligned, value);
        } else if (aligned + 4 <= bytes.length) {
            buffer.putInt(aligned, (int) value);
        }
    }
}
