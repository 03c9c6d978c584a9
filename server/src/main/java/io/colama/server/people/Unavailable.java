package io.colama.server.people;

import java.io.IOException;

/** That another system, which would know who somebody is, does not answer as it should. */
public final class Unavailable extends IOException {

    private static final long serialVersionUID = 1;

    /** Says which, and what it did, in one line. */
    public Unavailable(String message) {
        super(message);
    }

    /** The same with what was behind it. */
    public Unavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
