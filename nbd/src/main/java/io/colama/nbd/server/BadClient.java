package io.colama.nbd.server;

import java.io.IOException;

/** A client has broken the protocol so that nothing sensible can follow: its connection ends. */
final class BadClient extends IOException {

    private static final long serialVersionUID = 1L;

    BadClient(String message) {
        super(message);
    }
}
