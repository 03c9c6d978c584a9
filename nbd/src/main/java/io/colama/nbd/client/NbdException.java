package io.colama.nbd.client;

import java.io.IOException;

/**
 * A disk of a server cannot be had. Sealed, because callers decide by the kind. Messages are one
 * line, lower case; what a server says of itself stands in quotes, without control characters.
 */
public abstract sealed class NbdException extends IOException {

    private static final long serialVersionUID = 1L;

    private NbdException(String message) {
        super(message);
    }

    private NbdException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The address is none. */
    public static final class BadUri extends NbdException {
        private static final long serialVersionUID = 1L;

        /** Says what is wrong with it. */
        public BadUri(String message) {
            super(message);
        }
    }

    /** Nobody answers there. */
    public static final class Unreachable extends NbdException {
        private static final long serialVersionUID = 1L;

        /** Says where, and what the system says. */
        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The server has no such export, or no such metadata context. */
    public static final class Absent extends NbdException {
        private static final long serialVersionUID = 1L;

        /** Names what is absent. */
        public Absent(String message) {
            super(message);
        }
    }

    /** One side does not trust the other, or forbids it. */
    public static final class Refused extends NbdException {
        private static final long serialVersionUID = 1L;

        /** Says who refuses what. */
        public Refused(String message) {
            super(message);
        }

        /** The same, with the failure that told. */
        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The server speaks, but not what is needed. */
    public static final class Unsupported extends NbdException {
        private static final long serialVersionUID = 1L;

        /** Names the feature. */
        public Unsupported(String message) {
            super(message);
        }
    }

    /** The server breaks the protocol: nothing that it says can be trusted any more. */
    public static final class BadServer extends NbdException {
        private static final long serialVersionUID = 1L;

        /** Says what was found and what was expected. */
        public BadServer(String message) {
            super(message);
        }

        /** The same for another request that waited for this server. */
        BadServer(BadServer first) {
            super(String.valueOf(first.getMessage()), first);
        }
    }

    /** The server could not do what it was asked; others requests may succeed. */
    public static final class Failed extends NbdException {
        private static final long serialVersionUID = 1L;

        /** Says what was asked, and what the server answered. */
        public Failed(String message) {
            super(message);
        }
    }

    /** The connection has ended before an answer came. */
    public static final class Lost extends NbdException {
        private static final long serialVersionUID = 1L;

        /** Says how it ended. */
        public Lost(String message) {
            super(message);
        }

        /** The same, with the failure that told. */
        public Lost(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
