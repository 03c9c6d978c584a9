package io.colama.inspect.version;

/**
 * Keys of Debian's versions.
 *
 * <p>A version is runs of other characters and numbers in turn, beginning with a run that may be
 * empty. In a run {@code ~} sorts before its end, letters behind it, all else behind letters.
 */
final class DpkgKey {

    private static final int TILDE = 1;
    private static final int RUN_END = 2;
    private static final int OTHER = 0x80;

    private DpkgKey() {}

    static byte[] of(String version) {
        KeyBytes key = new KeyBytes();
        key.number(KeyBytes.epoch(version));
        String rest = KeyBytes.withoutEpoch(version);
        int dash = rest.lastIndexOf('-');
        part(key, dash < 0 ? rest : rest.substring(0, dash));
        part(key, dash < 0 ? "" : rest.substring(dash + 1));
        return key.toBytes();
    }

    private static void part(KeyBytes key, String part) {
        int at = 0;
        while (at < part.length()) {
            while (at < part.length() && !KeyBytes.isDigit(part.charAt(at))) {
                key.put(code(part.charAt(at++)));
            }
            key.put(RUN_END);
            int start = at;
            while (at < part.length() && KeyBytes.isDigit(part.charAt(at))) {
                at++;
            }
            key.number(part.subSequence(start, at));
        }
        // as if an empty run and no number followed for ever
        key.put(RUN_END);
        key.put(0);
    }

    private static int code(char c) {
        if (c == '~') {
            return TILDE;
        }
        return KeyBytes.isLetter(c) ? c : OTHER | (c & 0x7f);
    }
}
