package io.colama.inspect.version;

/**
 * Sort keys of {@code [epoch:]version[-release]} as pacman compares them.
 *
 * <p>Versions are runs of digits and of letters; the number of bytes between two runs counts, which
 * they are does not. A word that follows directly is older than the end ({@code 1.0rc1} before
 * {@code 1.0}), everything else newer.
 *
 * <p>The comparison of pacman has no order in two places, where this one has: a missing release is
 * the same as each release there, and older here; and versions that end in a separator, or have
 * several in a row, run in circles there ({@code 1..a}, {@code 1.1} and {@code 1.}), while here the
 * end after separators is between a word and a number after a single one.
 *
 * <p>Source: vercmp(8).
 */
final class PacmanKey {

    private static final int WORD_AT_ONCE = 1;
    private static final int END = 2;
    private static final int NUMBER_AT_ONCE = 3;
    private static final int SEPARATED = 4;

    private static final int WORD = 1;
    private static final int NOTHING = 2;
    private static final int NUMBER = 3;

    private PacmanKey() {}

    static void write(VersionText version, KeyBytes key) {
        EpochVersionRelease.write(version, key, PacmanKey::part);
    }

    private static void part(VersionText part, KeyBytes key) {
        while (!part.atEnd()) {
            int separators =
                    part.takeWhile(c -> !VersionText.isDigit(c) && !VersionText.isLetter(c))
                            .remaining();
            if (part.atEnd()) {
                key.rank(SEPARATED);
                key.count(1);
                key.rank(NOTHING);
                return;
            }
            boolean number = VersionText.isDigit(part.peek());
            if (separators == 0) {
                key.rank(number ? NUMBER_AT_ONCE : WORD_AT_ONCE);
            } else {
                key.rank(SEPARATED);
                key.count(separators);
                key.rank(number ? NUMBER : WORD);
            }
            if (number) {
                key.number(part.takeWhile(VersionText::isDigit));
            } else {
                key.word(part.takeWhile(VersionText::isLetter));
            }
        }
        key.rank(END);
    }
}
