package io.colama.definition.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of a tar member, 512 bytes.
 *
 * @param name the name with its prefix
 * @param type the type flag: {@code '0'} or NUL is a file
 * @param size the length of the content; -1 when the field is no number
 * @param link where a link leads
 */
record TarHeader(String name, char type, long size, String link) {

    static final int SIZE = 512;

    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;

    /** Whether the block ends an archive. */
    static boolean isEnd(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the sum in the block is that of its bytes, summed unsigned or, as once, signed. */
    static boolean hasValidChecksum(byte[] block) {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < SIZE; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH;
            unsigned += own ? ' ' : block[i] & 0xFF;
            signed += own ? ' ' : block[i];
        }
        long found = number(block, CHECKSUM_AT, CHECKSUM_LENGTH);
        return found == unsigned || found == signed;
    }

    static TarHeader of(byte[] block) {
        String name = text(block, 0, 100);
        boolean ustar = text(block, 257, 5).equals("ustar");
        // GNU tar keeps times where POSIX has the prefix, and says so with a blank
        String prefix = ustar && block[262] == 0 ? text(block, 345, 155) : "";
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name,
                (char) (block[156] & 0xFF),
                number(block, 124, 12),
                text(block, 157, 100));
    }

    /** A field of octal digits, or of GNU's base-256; -1 when it is neither. */
    private static long number(byte[] block, int at, int length) {
        if ((block[at] & 0x80) != 0) {
            long value = block[at] & 0x7F;
            for (int i = at + 1; i < at + length; i++) {
                if (value >>> 55 != 0) {
                    return -1;
                }
                value = value << 8 | (block[i] & 0xFF);
            }
            return value;
        }
        long value = 0;
        boolean digits = false;
        for (int i = at; i < at + length; i++) {
            byte b = block[i];
            if (b >= '0' && b <= '7') {
                value = value << 3 | (b - '0');
                digits = true;
            } else if (b == 0 || b == ' ') {
                if (digits) {
                    break;
                }
            } else {
                return -1;
            }
        }
        return value;
    }

    private static String text(byte[] block, int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(block, at, end), StandardCharsets.UTF_8);
    }

    /**
     * The header of a plain file, in ustar form; sizes of 8 GiB and more in base-256.
     *
     * @param name at most 100 bytes in UTF-8
     */
    static byte[] plainFile(String name, long size, long modifiedSeconds) {
        byte[] block = new byte[SIZE];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, 0, bytes.length);
        put(block, 100, "0000644\0");
        put(block, 108, "0000000\0");
        put(block, 116, "0000000\0");
        if (size < 1L << 33) {
            put(block, 124, "%011o\0".formatted(size));
        } else {
            block[124] = (byte) 0x80;
            for (int i = 0; i < 8; i++) {
                block[128 + i] = (byte) (size >>> (56 - 8 * i));
            }
        }
        put(block, 136, "%011o\0".formatted(Math.clamp(modifiedSeconds, 0L, (1L << 33) - 1)));
        put(block, CHECKSUM_AT, " ".repeat(CHECKSUM_LENGTH));
        block[156] = '0';
        put(block, 257, "ustar\00000");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xFF;
        }
        put(block, CHECKSUM_AT, "%06o\0 ".formatted(sum));
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
