package io.colama.guest.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** BLAKE2b with 32 bytes and without a key. Source: [RFC 7693]. */
final class Blake2 {

    private static final int BYTES = 32;
    private static final int BLOCK = 128;
    private static final int ROUNDS = 12;
    private static final long PARAMETERS = 0x0101_0000L | BYTES;
    private static final long[] START = {
        0x6a09_e667_f3bc_c908L,
        0xbb67_ae85_84ca_a73bL,
        0x3c6e_f372_fe94_f82bL,
        0xa54f_f53a_5f1d_36f1L,
        0x510e_527f_ade6_82d1L,
        0x9b05_688c_2b3e_6c1fL,
        0x1f83_d9ab_fb41_bd6bL,
        0x5be0_cd19_137e_2179L
    };

    /** Which word comes when, a hexadecimal digit each. */
    private static final String[] ORDERS = {
        "0123456789abcdef",
        "ea489fd61c02b753",
        "b8c052fdae367194",
        "7931dcbe265a40f8",
        "905724afe1bc683d",
        "2c6a0b834d75fe19",
        "c51fed4a0763928b",
        "db7ec13950f4862a",
        "6fe9b308c2d714a5",
        "a2847615fb9e3cd0"
    };

    private final long[] state = START.clone();

    private Blake2() {
        state[0] ^= PARAMETERS;
    }

    /** The hash of all bytes up to the limit. */
    static byte[] of(ByteBuffer data) {
        Blake2 blake = new Blake2();
        ByteBuffer bytes = data.slice(0, data.limit());
        int done = 0;
        do {
            int now = Math.min(BLOCK, bytes.limit() - done);
            ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
            block.put(0, bytes, done, now);
            done += now;
            blake.mix(block, done, done == bytes.limit());
        } while (done < bytes.limit());
        ByteBuffer hash = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < BYTES / Long.BYTES; i++) {
            hash.putLong(blake.state[i]);
        }
        return hash.array();
    }

    private void mix(ByteBuffer block, long done, boolean isLast) {
        long[] v = new long[16];
        System.arraycopy(state, 0, v, 0, 8);
        System.arraycopy(START, 0, v, 8, 8);
        v[12] ^= done;
        v[14] ^= isLast ? -1 : 0;
        for (int round = 0; round < ROUNDS; round++) {
            String order = ORDERS[round % ORDERS.length];
            for (int i = 0; i < 8; i++) {
                long x = word(block, order.charAt(2 * i));
                long y = word(block, order.charAt(2 * i + 1));
                // four columns, then four diagonals
                int turn = i < 4 ? 0 : 1;
                int a = i % 4;
                quarter(
                        v,
                        a,
                        4 + (a + turn) % 4,
                        8 + (a + 2 * turn) % 4,
                        12 + (a + 3 * turn) % 4,
                        x,
                        y);
            }
        }
        for (int i = 0; i < 8; i++) {
            state[i] ^= v[i] ^ v[i + 8];
        }
    }

    private static long word(ByteBuffer block, char digit) {
        return block.getLong(Character.digit(digit, 16) * Long.BYTES);
    }

    private static void quarter(long[] v, int a, int b, int c, int d, long x, long y) {
        v[a] += v[b] + x;
        v[d] = Long.rotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = Long.rotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 63);
    }
}
