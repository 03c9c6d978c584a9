package io.colama.inspect.version;

import java.util.List;

/**
 * Sort keys of {@code number{.number}[letter]{_suffix[number]}[~hash][-rnumber]}.
 *
 * <p>The suffixes {@code alpha}, {@code beta}, {@code pre} and {@code rc} are older than the end of
 * the version. All else that a version goes on with is newer: the release, the hash of a commit,
 * the number of a suffix, the suffixes {@code cvs}, {@code svn}, {@code git}, {@code hg} and {@code
 * p}, a letter, a number. Numbers after the first that begin with a zero are compared as text, and
 * before all others. From where a version does not follow the grammar on, it is not compared; such
 * a version is just before the one that ends there.
 *
 * <p>Source: apk-package(5), the versions of packages.
 */
final class ApkKey {

    private static final int PRE_SUFFIX = 1;
    private static final int INVALID = 2;
    private static final int END = 3;
    private static final int RELEASE = 4;
    private static final int HASH = 5;
    private static final int SUFFIX_NUMBER = 6;
    private static final int POST_SUFFIX = 7;
    private static final int LETTER = 8;
    private static final int NUMBER = 9;

    private static final int ZERO_FIRST = 0;
    private static final int BY_VALUE = 1;

    private static final List<String> PRE = List.of("alpha", "beta", "pre", "rc");
    private static final List<String> POST = List.of("cvs", "svn", "git", "hg", "p");

    private ApkKey() {}

    static void write(VersionText version, KeyBytes key) {
        key.rank(valid(version, key) ? END : INVALID);
    }

    private static boolean valid(VersionText version, KeyBytes key) {
        if (!VersionText.isDigit(version.peek())) {
            return false;
        }
        key.rank(NUMBER);
        key.number(version.takeWhile(VersionText::isDigit));
        while (version.peek() == '.') {
            version.next();
            if (!VersionText.isDigit(version.peek())) {
                return false;
            }
            laterNumber(version, key);
        }
        if (isLowerCase(version.peek())) {
            key.rank(LETTER);
            key.rank(version.next());
        }
        while (version.peek() == '_') {
            version.next();
            if (!suffix(version, key)) {
                return false;
            }
        }
        return hash(version, key) && release(version, key) && version.atEnd();
    }

    private static void laterNumber(VersionText version, KeyBytes key) {
        key.rank(NUMBER);
        boolean asText = version.peek() == '0';
        VersionText digits = version.takeWhile(VersionText::isDigit);
        key.rank(asText ? ZERO_FIRST : BY_VALUE);
        if (asText) {
            key.word(digits);
        } else {
            key.number(digits);
        }
    }

    private static boolean suffix(VersionText version, KeyBytes key) {
        String name = version.takeWhile(ApkKey::isLowerCase).lowerCase();
        int pre = PRE.indexOf(name);
        int post = POST.indexOf(name);
        if (pre < 0 && post < 0) {
            return false;
        }
        key.rank(pre >= 0 ? PRE_SUFFIX : POST_SUFFIX);
        key.rank(pre >= 0 ? pre : post);
        if (VersionText.isDigit(version.peek())) {
            key.rank(SUFFIX_NUMBER);
            key.number(version.takeWhile(VersionText::isDigit));
        }
        return true;
    }

    private static boolean hash(VersionText version, KeyBytes key) {
        if (version.peek() != '~') {
            return true;
        }
        version.next();
        VersionText digits =
                version.takeWhile(c -> VersionText.isDigit(c) || (c >= 'a' && c <= 'f'));
        if (digits.atEnd()) {
            return false;
        }
        key.rank(HASH);
        key.word(digits);
        return true;
    }

    private static boolean release(VersionText version, KeyBytes key) {
        if (version.peek() != '-') {
            return true;
        }
        version.next();
        if (version.peek() != 'r' || !VersionText.isDigit(version.peekSecond())) {
            return false;
        }
        version.next();
        key.rank(RELEASE);
        key.number(version.takeWhile(VersionText::isDigit));
        return true;
    }

    private static boolean isLowerCase(int c) {
        return c >= 'a' && c <= 'z';
    }
}
