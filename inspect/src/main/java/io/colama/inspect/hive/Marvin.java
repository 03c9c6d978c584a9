package io.colama.inspect.hive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The hash of log entries, Marvin32 with the seed of Windows. */
final class Marvin {

    private static final int SEED_LOW = 0x7a4e_55c5;
    private static final int SEED_HIGH = 0x82ef_4d88;
    private static final int END = 0x80;

    private int low = SEED_LOW;
    private int high = SEED_HIGH;

    private Marvin() {}

    static long hash(byte[] bytes, int from, int to) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Marvin marvin = new Marvin();
        int at = from;
        for (; at + Integer.BYTES <= to; at += Integer.BYTES) {
            marvin.mix(words.getInt(at));
        }
        int last = END;
        for (int i = to - 1; i >= at; i--) {
            last = (last << Byte.SIZE) | (bytes[i] & 0xff);
        }
        marvin.mix(last);
        marvin.mix(0);
        return ((long) marvin.high << Integer.SIZE) | (marvin.low & 0xffff_ffffL);
    }

    private void mix(int word) {
        low += word;
        high ^= low;
        low = Integer.rotateLeft(low, 20) + high;
        high = Integer.rotateLeft(high, 9) ^ low;
        low = Integer.rotateLeft(low, 27) + high;
        high = Integer.rotateLeft(high, 19);
    }
}
