package io.colama.guest.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** XXH64 with the seed 0. Source: xxHash, doc/xxhash_spec.md. */
final class XxHash64 {

    private static final long PRIME_1 = 0x9e37_79b1_85eb_ca87L;
    private static final long PRIME_2 = 0xc2b2_ae3d_27d4_eb4fL;
    private static final long PRIME_3 = 0x1656_67b1_9e37_79f9L;
    private static final long PRIME_4 = 0x85eb_ca77_c2b2_ae63L;
    private static final long PRIME_5 = 0x27d4_eb2f_1656_67c5L;
    private static final long PRIME_1_AND_2 = 0x60ea_27ee_adc0_b5d6L;
    private static final int STRIPE = 32;

    private XxHash64() {}

    /** The hash of all bytes up to the limit. */
    static long of(ByteBuffer data) {
        ByteBuffer bytes = data.slice(0, data.limit()).order(ByteOrder.LITTLE_ENDIAN);
        long hash = bytes.remaining() < STRIPE ? PRIME_5 : stripes(bytes);
        hash += bytes.limit();
        while (bytes.remaining() >= Long.BYTES) {
            hash ^= round(0, bytes.getLong());
            hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
        }
        if (bytes.remaining() >= Integer.BYTES) {
            hash ^= (bytes.getInt() & 0xffff_ffffL) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
        }
        while (bytes.hasRemaining()) {
            hash ^= (bytes.get() & 0xff) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long stripes(ByteBuffer bytes) {
        long one = PRIME_1_AND_2;
        long two = PRIME_2;
        long three = 0;
        long four = -PRIME_1;
        while (bytes.remaining() >= STRIPE) {
            one = round(one, bytes.getLong());
            two = round(two, bytes.getLong());
            three = round(three, bytes.getLong());
            four = round(four, bytes.getLong());
        }
        long hash =
                Long.rotateLeft(one, 1)
                        + Long.rotateLeft(two, 7)
                        + Long.rotateLeft(three, 12)
                        + Long.rotateLeft(four, 18);
        for (long each : new long[] {one, two, three, four}) {
            hash = (hash ^ round(0, each)) * PRIME_1 + PRIME_4;
        }
        return hash;
    }

    private static long round(long before, long value) {
        return Long.rotateLeft(before + value * PRIME_2, 31) * PRIME_1;
    }
}
