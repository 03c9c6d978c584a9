package io.colama.nbd.client;

import java.nio.charset.StandardCharsets;

/** What a server says for people: anything, until it is made harmless. */
final class ServerText {

    private static final int MOST_CHARACTERS = 200;

    private ServerText() {}

    /** One short line without control characters. */
    static String of(byte[] text) {
        return of(new String(text, StandardCharsets.UTF_8));
    }

    /** One short line without control characters. */
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.strip()
                .codePoints()
                .limit(MOST_CHARACTERS)
                .map(one -> isHarmless(one) ? one : '?')
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE ->
                    false;
            default -> true;
        };
    }

    /** The end of a message: what the server says of it, if it says anything. */
    static String said(byte[] text) {
        String line = of(text);
        return line.isEmpty() ? "" : ", the server says \"" + line + "\"";
    }
}
