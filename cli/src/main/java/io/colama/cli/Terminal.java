package io.colama.cli;

/**
 * Which streams people watch.
 *
 * <p>The launcher knows it at no cost and tells by the system property {@code colama.terminal}: it
 * contains {@code 1} when standard output is a terminal, {@code 2} for standard error.
 *
 * @param out whether standard output is one
 * @param err whether standard error is one
 * @param colours whether colours are welcome where people watch
 */
record Terminal(boolean out, boolean err, boolean colours) {

    /** Nobody watches. */
    static final Terminal NONE = new Terminal(false, false, false);

    /** The terminal of this process. */
    static Terminal ofProcess() {
        String watched = System.getProperty("colama.terminal", "");
        String noColour = System.getenv("NO_COLOR");
        return new Terminal(
                watched.contains("1"),
                watched.contains("2"),
                (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM")));
    }

    Style outStyle() {
        return out && colours ? Style.COLOURED : Style.PLAIN;
    }

    Style errStyle() {
        return err && colours ? Style.COLOURED : Style.PLAIN;
    }
}
