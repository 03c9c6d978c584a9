package io.colama.cli;

/** Colours, where there are any, and texts of others made harmless for a terminal. */
enum Style {
    /** No colours. */
    PLAIN,
    /** The colours that every terminal has. */
    COLOURED;

    private static final char ESCAPE = '\u001b';

    /** An id, shortened to what people can compare. */
    String id(String hex) {
        return paint("33", hex.substring(0, Math.min(12, hex.length())));
    }

    /** The name of a machine or tag. */
    String name(String text) {
        return paint("32", text);
    }

    /** What went wrong. */
    String bad(String text) {
        return paint("31", text);
    }

    /** What is less important. */
    String faint(String text) {
        return paint("2", text);
    }

    String strong(String text) {
        return paint("1", text);
    }

    private String paint(String colour, String text) {
        return this == PLAIN || text.isEmpty()
                ? text
                : ESCAPE + "[" + colour + "m" + text + ESCAPE + "[0m";
    }

    /** How many characters of a text are seen. */
    static int width(String text) {
        int width = 0;
        boolean hidden = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE) {
                hidden = true;
            } else if (!hidden) {
                width++;
            } else if (c == 'm') {
                hidden = false;
            }
        }
        return width;
    }

    /**
     * A text that somebody else wrote, in one line and without characters that a terminal would
     * obey.
     */
    static String harmless(String text) {
        return harmlessLine(text).strip();
    }

    /** The same, with the blanks at its ends. */
    static String harmlessLine(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .map(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                                ? ' '
                                : c)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }
}
