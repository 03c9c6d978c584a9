package io.colama.inspect.version;

/**
 * Sort keys of {@code [epoch:]upstream[-revision]}.
 *
 * <p>Upstream and revision are each taken as words without digits and numbers in turn, beginning
 * with a word. Within words a tilde is before the end, the end before letters and letters before
 * everything else. A missing epoch, number or revision is zero.
 *
 * <p>Source: deb-version(7), Sorting algorithm.
 */
final class DpkgKey {

    private static final int TILDE = 1;
    private static final int END = 2;
    private static final int OTHER = 0xff;

    private DpkgKey() {}

    static void write(VersionText version, KeyBytes key) {
        key.number(version.takeEpoch());
        part(version.takeBeforeLastHyphen(), key);
        if (!version.atEnd()) {
            version.next();
        }
        part(version, key);
    }

    private static void part(VersionText part, KeyBytes key) {
        do {
            VersionText word = part.takeWhile(c -> !VersionText.isDigit(c));
            while (!word.atEnd()) {
                character(word.next(), key);
            }
            key.rank(END);
            key.number(part.takeWhile(VersionText::isDigit));
        } while (!part.atEnd());
        key.rank(END);
    }

    private static void character(int c, KeyBytes key) {
        if (c == '~') {
            key.rank(TILDE);
        } else if (VersionText.isLetter(c)) {
            key.rank(c);
        } else {
            key.rank(OTHER);
            key.rank(c);
        }
    }
}
