package io.colama.store;

import java.io.IOException;
import java.util.Objects;

/**
 * The store cannot do what was asked. Sealed, because callers answer each kind in their own way;
 * messages are lower case and name the object, what was found and what was expected.
 */
public abstract sealed class StoreException extends IOException {

    private static final long serialVersionUID = 1L;

    private StoreException(String message) {
        super(message);
    }

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The message; there always is one. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** A stored file is not what was written: bits changed, it was cut short, or it is gone. */
    public static final class Damaged extends StoreException {
        private static final long serialVersionUID = 1L;

        /** Names the file, the offset, what was found and what was expected. */
        public Damaged(String message) {
            super(message);
        }

        /** The same, with the failure that showed the damage. */
        public Damaged(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** There is no object of this id. */
    public static final class Absent extends StoreException {
        private static final long serialVersionUID = 1L;

        /** Names what was looked for. */
        public Absent(String message) {
            super(message);
        }
    }

    /** The directory is not a repository, or not one that this version reads. */
    public static final class NotARepository extends StoreException {
        private static final long serialVersionUID = 1L;

        /** Says what was found and what to do. */
        public NotARepository(String message) {
            super(message);
        }
    }

    /** A repository, or something else, is there already. */
    public static final class Exists extends StoreException {
        private static final long serialVersionUID = 1L;

        /** Says what stands in the way. */
        public Exists(String message) {
            super(message);
        }
    }

    /** The work was given up because the caller asked for it. */
    public static final class Cancelled extends StoreException {
        private static final long serialVersionUID = 1L;

        /** Says what was given up. */
        public Cancelled(String message) {
            super(message);
        }
    }
}
