package io.colama.guest.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Names of Unix files as strings that lose no byte.
 *
 * <p>Such names are bytes, mostly UTF-8 and sometimes not. What is UTF-8 is decoded; each other
 * byte {@code b} becomes the lone low surrogate {@code U+DC00 + b}, which no valid UTF-8 decodes
 * to, so that {@link #encode} gives back the very bytes (the scheme of PEP 383).
 */
public final class GuestName {

    private static final int ESCAPE = 0xdc00;
    private static final int ESCAPE_FIRST = 0xdc80;
    private static final int ESCAPE_LAST = 0xdcff;

    private GuestName() {}

    /** The string for the remaining bytes of {@code bytes}, which are read. */
    public static String decode(ByteBuffer bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        while (true) {
            CoderResult result = decoder.decode(bytes, text, true);
            if (result.isUnderflow()) {
                return text.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.put((char) (ESCAPE | (bytes.get() & 0xff)));
            }
            decoder.reset();
        }
    }

    /** The string in a field of fixed length: what is before its first NUL. It is left alone. */
    public static String decodeField(ByteBuffer field) {
        int end = field.position();
        while (end < field.limit() && field.get(end) != 0) {
            end++;
        }
        return decode(field.duplicate().limit(end));
    }

    /** The string for all of {@code bytes}. */
    public static String decode(byte[] bytes) {
        return decode(ByteBuffer.wrap(bytes));
    }

    /** The bytes that {@link #decode} made {@code name} of; of any other string, its UTF-8. */
    public static byte[] encode(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
        int plain = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean paired = i > 0 && Character.isHighSurrogate(name.charAt(i - 1));
            if (c >= ESCAPE_FIRST && c <= ESCAPE_LAST && !paired) {
                bytes.writeBytes(name.substring(plain, i).getBytes(StandardCharsets.UTF_8));
                bytes.write(c & 0xff);
                plain = i + 1;
            }
        }
        bytes.writeBytes(name.substring(plain).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** Whether a directory may hold this name: not empty, no {@code /}, no NUL, no dots alone. */
    public static boolean isProper(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\0') < 0;
    }
}
