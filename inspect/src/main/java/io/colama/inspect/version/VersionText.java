package io.colama.inspect.version;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntPredicate;

/** A version, or a part of one, and how far it has been read. */
final class VersionText {

    /** What {@link #peek} gives at the end. */
    static final int END = -1;

    private final byte[] bytes;
    private final int end;
    private int at;

    private VersionText(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    static VersionText of(String version) {
        byte[] bytes = version.getBytes(StandardCharsets.UTF_8);
        return new VersionText(bytes, 0, bytes.length);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Whether it is one of the letters of ASCII. */
    static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    boolean atEnd() {
        return at == end;
    }

    int remaining() {
        return end - at;
    }

    /** The next byte, unsigned, or {@link #END}. */
    int peek() {
        return at == end ? END : bytes[at] & 0xff;
    }

    /** The byte after the next one, unsigned, or {@link #END}. */
    int peekSecond() {
        return end - at < 2 ? END : bytes[at + 1] & 0xff;
    }

    int next() {
        int c = peek();
        if (c == END) {
            throw new IllegalStateException("read past the end of a version");
        }
        at++;
        return c;
    }

    /** Takes the longest run of bytes that are like {@code wanted}; it may be empty. */
    VersionText takeWhile(IntPredicate wanted) {
        int start = at;
        while (at < end && wanted.test(bytes[at] & 0xff)) {
            at++;
        }
        return new VersionText(bytes, start, at);
    }

    /** Takes the digits before a colon, and the colon; nothing when there is no such beginning. */
    VersionText takeEpoch() {
        int colon = at;
        while (colon < end && isDigit(bytes[colon])) {
            colon++;
        }
        if (colon == end || bytes[colon] != ':') {
            return new VersionText(bytes, at, at);
        }
        VersionText epoch = new VersionText(bytes, at, colon);
        at = colon + 1;
        return epoch;
    }

    /** Takes what is before the last hyphen and leaves the hyphen; all when there is none. */
    VersionText takeBeforeLastHyphen() {
        int hyphen = end - 1;
        while (hyphen >= at && bytes[hyphen] != '-') {
            hyphen--;
        }
        VersionText before = new VersionText(bytes, at, hyphen < at ? end : hyphen);
        at = before.end;
        return before;
    }

    /** What is left, in lower case. */
    String lowerCase() {
        return new String(bytes, at, end - at, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    }
}
