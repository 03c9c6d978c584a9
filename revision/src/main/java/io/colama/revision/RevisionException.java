package io.colama.revision;

import java.io.IOException;
import java.util.List;

/**
 * A machine, revision or tag cannot be had or made. Sealed, because each kind has its own answer.
 */
public abstract sealed class RevisionException extends IOException {

    private static final long serialVersionUID = 1L;

    private RevisionException(String message) {
        super(message);
    }

    /** No machine, revision or tag has this name. */
    public static final class NotFound extends RevisionException {
        private static final long serialVersionUID = 1L;

        /** Says what was looked for, and what is there instead. */
        public NotFound(String message) {
            super(message);
        }

        /** The same, with names that may have been meant. */
        public NotFound(String message, List<String> candidates) {
            super(candidates.isEmpty() ? message : message + ": " + String.join(", ", candidates));
        }
    }

    /** Somebody else was first, or the name is taken: nothing was overwritten. */
    public static final class Conflict extends RevisionException {
        private static final long serialVersionUID = 1L;

        /** Says what is there, and what to do. */
        public Conflict(String message) {
            super(message);
        }
    }

    /** A name or text is not one that can be used. */
    public static final class Invalid extends RevisionException {
        private static final long serialVersionUID = 1L;

        /** Says what was given and what is allowed. */
        public Invalid(String message) {
            super(message);
        }
    }
}
