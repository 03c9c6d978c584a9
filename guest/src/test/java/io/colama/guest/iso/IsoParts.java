package io.colama.guest.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Makes discs whose files have several parts, without files of 4 GiB. */
final class IsoParts {

    private static final int ROOT_BLOCK_AT = 16 * 2048 + 156 + 2;

    private IsoParts() {}

    /** The disc with the one record of its root split: the first part has {@code firstBytes}. */
    static byte[] split(byte[] disc, int firstBytes) {
        byte[] bytes = disc.clone();
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = all.getInt(ROOT_BLOCK_AT) * 2048;
        // behind . and ..
        at += bytes[at] & 0xff;
        at += bytes[at] & 0xff;
        int length = bytes[at] & 0xff;
        byte[] record = Arrays.copyOfRange(bytes, at, at + length);
        System.arraycopy(record, 0, bytes, at + length, length);
        int block = all.getInt(at + 2);
        int size = all.getInt(at + 10);
        bytes[at + 25] |= (byte) 0x80;
        all.putInt(at + 10, firstBytes);
        all.putInt(at + length + 2, block + firstBytes / 2048);
        all.putInt(at + length + 10, size - firstBytes);
        return bytes;
    }
}
