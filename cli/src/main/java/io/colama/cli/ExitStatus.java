package io.colama.cli;

/**
 * How a command ended, as the number that the shell sees. The numbers are published and are never
 * given a new meaning.
 */
public enum ExitStatus {
    DONE(0, "done"),
    FAILED(1, "failed"),
    USAGE(2, "the command line was wrong"),
    NOT_FOUND(3, "what was named does not exist"),
    CONFLICT(4, "somebody else was faster: out of date, or the name is taken"),
    DAMAGED(5, "data is damaged"),
    REFUSED(6, "not permitted, or against a policy"),
    UNSUPPORTED(7, "a feature or format that this version does not know"),
    NO_SPACE(8, "no space left"),
    INTERRUPTED(130, "interrupted");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number that the shell sees. */
    public int code() {
        return code;
    }

    /** What it means, in the words of the manual. */
    public String meaning() {
        return meaning;
    }
}
