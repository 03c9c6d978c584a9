package io.colama.block;

import java.io.IOException;

/**
 * What is to be written does not fit into the free space of its target, as far as that is known
 * beforehand or the system says.
 */
public final class NoSpaceException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * What a write has met: this when the system says that there is no space left, which the JDK
     * has no exception for; the failure itself otherwise.
     */
    public static IOException from(IOException failure, String where) {
        if (!isSaidBy(failure)) {
            return failure;
        }
        NoSpaceException full = new NoSpaceException(where + ": " + failure.getMessage());
        full.initCause(failure);
        return full;
    }

    /** Whether a failure says, in the words of the system, that there is no space left. */
    public static boolean isSaidBy(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("No space left on device")
                || message.contains("Disk quota exceeded");
    }

    /** Says where, how much is needed and how much is free. */
    public NoSpaceException(String message) {
        super(message);
    }
}
