package io.colama.inspect.version;

/**
 * Keys of rpm's and similar versions: segments of letters or digits, everything between them only
 * separates. Numbers are newer than words, more segments newer than fewer.
 */
final class SegmentKey {

    private static final int LETTERS_OLDER = 1;
    private static final int TILDE = 2;
    private static final int END = 3;
    private static final int CARET = 4;
    private static final int LETTERS = 5;
    private static final int NUMBER = 6;

    private SegmentKey() {}

    /** A version with an epoch before and a release behind it. */
    static byte[] ofPackage(String version, boolean lettersOlder) {
        KeyBytes key = new KeyBytes();
        key.number(KeyBytes.epoch(version));
        String rest = KeyBytes.withoutEpoch(version);
        int dash = rest.lastIndexOf('-');
        part(key, dash < 0 ? rest : rest.substring(0, dash), lettersOlder);
        part(key, dash < 0 ? "" : rest.substring(dash + 1), lettersOlder);
        return key.toBytes();
    }

    /** A version alone. */
    static byte[] of(String version) {
        KeyBytes key = new KeyBytes();
        part(key, version, false);
        return key.toBytes();
    }

    private static void part(KeyBytes key, String part, boolean lettersOlder) {
        int at = 0;
        while (at < part.length()) {
            char c = part.charAt(at);
            int start = at;
            if (KeyBytes.isDigit(c)) {
                while (at < part.length() && KeyBytes.isDigit(part.charAt(at))) {
                    at++;
                }
                key.put(NUMBER);
                key.number(part.subSequence(start, at));
            } else if (KeyBytes.isLetter(c)) {
                key.put(lettersOlder ? LETTERS_OLDER : LETTERS);
                while (at < part.length() && KeyBytes.isLetter(part.charAt(at))) {
                    key.put(part.charAt(at++));
                }
                key.put(0);
            } else {
                if (c == '~' && !lettersOlder) {
                    key.put(TILDE);
                } else if (c == '^' && !lettersOlder) {
                    key.put(CARET);
                }
                at++;
            }
        }
        key.put(END);
    }
}
