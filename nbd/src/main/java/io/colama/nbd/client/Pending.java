package io.colama.nbd.client;

import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Command;
import java.io.IOException;

/**
 * A request that was sent and not answered yet. What comes in is given to it by the one thread that
 * reads from the connection.
 */
sealed interface Pending permits PendingRead, PendingStatus {

    Command command();

    long offset();

    /** At most 2^32-1. */
    long length();

    Completion completion();

    /** What follows a simple reply of success. */
    void simple(Wire wire) throws IOException;

    /** A chunk that is no error, with so many bytes of payload. */
    void chunk(Chunk type, int payload, Wire wire) throws IOException;

    /** No further chunk comes, and none was an error: it has to be whole now. */
    void finish() throws NbdException.BadServer;

    /** A chunk of a kind or size that does not belong to the request. */
    default NbdException.BadServer unexpected(Chunk type, int payload) {
        return new NbdException.BadServer(
                "a chunk %s of %d bytes answers %s".formatted(type, payload, this.text()));
    }

    /** What was asked. */
    default String text() {
        return "%s of %d bytes at 0x%x".formatted(command(), length(), offset());
    }
}
