package io.colama.block;

import java.io.IOException;

/**
 * What was found in an image, file or stored structure is not what may be used.
 *
 * <p>Sealed, because callers decide by the kind: another format is tried, the image is reported as
 * damaged, the feature is named, or the user is told how to permit what was refused. Messages are
 * lower case and say what was read, what was found, what was expected, and where (offsets in hex).
 */
public abstract sealed class ImageException extends IOException {

    private static final long serialVersionUID = 1L;

    private ImageException(String message, Throwable cause) {
        super(message, cause);
    }

    private ImageException(String message) {
        super(message);
    }

    /** The bytes are not of the format that was tried: try another. */
    public static final class NotThisFormat extends ImageException {
        private static final long serialVersionUID = 1L;

        /** Says which signature was expected and what stood there. */
        public NotThisFormat(String message) {
            super(message);
        }
    }

    /** The bytes are of this format and break its rules: stop and report. */
    public static final class Damaged extends ImageException {
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

    /** The image is sound but uses a feature that is not read: the message names the feature. */
    public static final class Unsupported extends ImageException {
        private static final long serialVersionUID = 1L;

        /** Names the feature. */
        public Unsupported(String message) {
            super(message);
        }
    }

    /** The image asks for something that the user did not permit, such as opening another file. */
    public static final class Refused extends ImageException {
        private static final long serialVersionUID = 1L;

        /** Says what was asked for and how to permit it. */
        public Refused(String message) {
            super(message);
        }
    }
}
