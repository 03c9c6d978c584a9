package io.colama.nbd.server;

import java.io.IOException;

/** A disk could not be read or written; the client is told, and the connection goes on. */
final class DiskFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final IOException reason;

    DiskFailure(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    IOException reason() {
        return reason;
    }
}
