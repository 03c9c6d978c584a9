package io.colama.inspect.version;

import java.util.Set;

/**
 * Sort keys of versions without rules: numbers and words, and whatever separates them.
 *
 * <p>A letter v before the first number is left out. A word that announces a version, such as
 * {@code rc} or {@code beta}, is older than the end, other words are newer and numbers newest:
 * {@code 1.0-rc1}, {@code 1.0}, {@code 1.0a}, {@code 1.0.0}, {@code 1.0.1}. Case does not count.
 */
final class DottedKey {

    private static final int ANNOUNCEMENT = 1;
    private static final int END = 2;
    private static final int WORD = 3;
    private static final int NUMBER = 4;

    private static final Set<String> ANNOUNCEMENTS =
            Set.of(
                    "alpha",
                    "beta",
                    "cr",
                    "dev",
                    "ea",
                    "milestone",
                    "pre",
                    "preview",
                    "rc",
                    "snapshot");

    private DottedKey() {}

    static void write(VersionText version, KeyBytes key) {
        if ((version.peek() | 0x20) == 'v' && VersionText.isDigit(version.peekSecond())) {
            version.next();
        }
        while (!version.atEnd()) {
            int c = version.peek();
            if (VersionText.isDigit(c)) {
                key.rank(NUMBER);
                key.number(version.takeWhile(VersionText::isDigit));
            } else if (isWord(c)) {
                String word = version.takeWhile(DottedKey::isWord).lowerCase();
                key.rank(ANNOUNCEMENTS.contains(word) ? ANNOUNCEMENT : WORD);
                key.word(VersionText.of(word));
            } else {
                version.next();
            }
        }
        key.rank(END);
    }

    private static boolean isWord(int c) {
        return VersionText.isLetter(c) || c >= 0x80;
    }
}
