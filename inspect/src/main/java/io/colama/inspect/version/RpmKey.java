package io.colama.inspect.version;

/**
 * Sort keys of {@code [epoch:]version[-release]}.
 *
 * <p>Version and release are runs of digits, runs of letters, tildes and carets; anything else only
 * separates. Where one version ends, the other is older if it goes on with a tilde, else newer; a
 * caret is older than a word, a word older than a number. A missing epoch is zero, a missing
 * release before all others.
 *
 * <p>Source: rpm-version(7).
 */
final class RpmKey {

    private static final int TILDE = 1;
    private static final int END = 2;
    private static final int CARET = 3;
    private static final int WORD = 4;
    private static final int NUMBER = 5;

    private RpmKey() {}

    static void write(VersionText version, KeyBytes key) {
        EpochVersionRelease.write(version, key, RpmKey::part);
    }

    private static void part(VersionText part, KeyBytes key) {
        while (!part.atEnd()) {
            int c = part.peek();
            if (VersionText.isDigit(c)) {
                key.rank(NUMBER);
                key.number(part.takeWhile(VersionText::isDigit));
            } else if (VersionText.isLetter(c)) {
                key.rank(WORD);
                key.word(part.takeWhile(VersionText::isLetter));
            } else {
                part.next();
                if (c == '~') {
                    key.rank(TILDE);
                } else if (c == '^') {
                    key.rank(CARET);
                }
            }
        }
        key.rank(END);
    }
}
