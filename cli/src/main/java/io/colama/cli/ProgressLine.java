package io.colama.cli;

/** One line that says how far a piece of work is; pure, so that it can be looked at in a test. */
final class ProgressLine {

    private static final int BAR = 20;

    private ProgressLine() {}

    /**
     * The line.
     *
     * @param what the work
     * @param done bytes done
     * @param total of so many; 0 when that is not known
     * @param seconds since it began
     * @param bytesPerSecond how fast it is now
     */
    static String of(String what, long done, long total, double seconds, double bytesPerSecond) {
        StringBuilder line = new StringBuilder(what).append("  ");
        if (total > 0) {
            long shown = Math.min(done, total);
            int percent = (int) (100.0 * shown / total);
            int filled = (int) ((double) BAR * shown / total);
            String blanks = percent < 10 ? "  " : percent < 100 ? " " : "";
            line.append(blanks).append(percent).append("% [");
            line.append("=".repeat(filled));
            line.append(filled < BAR ? ">" + " ".repeat(BAR - filled - 1) : "").append("] ");
            line.append(Sizes.of(shown)).append(" of ").append(Sizes.of(total));
        } else {
            line.append(Sizes.of(done));
        }
        line.append(", ").append(Sizes.of((long) bytesPerSecond)).append("/s");
        if (total > 0 && bytesPerSecond >= 1 && seconds >= 1) {
            long left = Math.round(Math.max(0, total - done) / bytesPerSecond);
            line.append(", ").append(Sizes.clock(left)).append(" left");
        }
        return line.toString();
    }
}
