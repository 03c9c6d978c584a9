package io.colama.inspect.version;

import java.io.ByteArrayOutputStream;

/** The pieces that keys are made of. */
final class KeyBytes {

    private static final int LONG_NUMBER = 0xff;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void put(int one) {
        bytes.write(one);
    }

    /** A number in decimal: how many digits, without leading zeros, then the digits. */
    void number(CharSequence digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        int count = digits.length() - start;
        int left = count;
        while (left >= LONG_NUMBER) {
            bytes.write(LONG_NUMBER);
            left -= LONG_NUMBER;
        }
        bytes.write(left);
        for (int i = start; i < digits.length(); i++) {
            bytes.write(digits.charAt(i));
        }
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The number before the first colon; {@code 0} where there is none. */
    static String epoch(String version) {
        int colon = version.indexOf(':');
        String before = colon > 0 ? version.substring(0, colon) : "";
        return before.chars().allMatch(c -> isDigit((char) c)) ? before : "";
    }

    /** What follows the epoch. */
    static String withoutEpoch(String version) {
        String epoch = epoch(version);
        return epoch.isEmpty() ? version : version.substring(epoch.length() + 1);
    }
}
