package io.colama.definition.machine;

import java.io.IOException;

/**
 * What was found in a definition or an archive of machines is not what may be used.
 *
 * <p>Sealed, because callers decide by the kind: another format is tried, the file is reported as
 * damaged, the feature is named, or the user is told why it was refused. Messages are lower case
 * and say what was read, what was found, what was expected, and what to do.
 */
public abstract sealed class DefinitionException extends IOException {

    private static final long serialVersionUID = 1L;

    private DefinitionException(String message) {
        super(message);
    }

    private DefinitionException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The bytes are not of the format that was tried: try another. */
    public static final class NotThisFormat extends DefinitionException {
        private static final long serialVersionUID = 1L;

        /** Says what was expected and what was found. */
        public NotThisFormat(String message) {
            super(message);
        }
    }

    /** The bytes are of this format and break its rules: stop and report. */
    public static final class Damaged extends DefinitionException {
        private static final long serialVersionUID = 1L;

        /** Says what was found, what was expected, and where. */
        public Damaged(String message) {
            super(message);
        }

        /** The same, with the failure that showed the damage. */
        public Damaged(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The definition is sound but needs a feature that is not read or written. */
    public static final class Unsupported extends DefinitionException {
        private static final long serialVersionUID = 1L;

        /** Names the feature. */
        public Unsupported(String message) {
            super(message);
        }
    }

    /** The file asks for something that is never done, or is larger than a limit allows. */
    public static final class Refused extends DefinitionException {
        private static final long serialVersionUID = 1L;

        /** Says what was asked for, and the limit by its name. */
        public Refused(String message) {
            super(message);
        }
    }
}
