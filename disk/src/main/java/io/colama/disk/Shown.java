package io.colama.disk;

/** Hostile text as a message may show it. */
final class Shown {

    private static final int CHARACTERS = 200;

    private Shown() {}

    /** Quoted, control characters escaped, shortened. */
    static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .limit(CHARACTERS)
                .forEach(c -> {
                    if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                        quoted.append("\\u{%x}".formatted(c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                });
        boolean cut = text.codePointCount(0, text.length()) > CHARACTERS;
        return quoted.append(cut ? "...\"" : "\"").toString();
    }
}
