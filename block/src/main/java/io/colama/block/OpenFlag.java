package io.colama.block;

import java.nio.channels.ClosedChannelException;

/** Remembers that a source without a file below it was closed. */
final class OpenFlag {

    private volatile boolean closed;

    void close() {
        closed = true;
    }

    void check() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}
