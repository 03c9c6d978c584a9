package io.colama.nbd.server;

import io.colama.nbd.protocol.Command;

/**
 * A request of a client.
 *
 * @param command what is asked for
 * @param flags how; {@link io.colama.nbd.protocol.CommandFlags}
 * @param cookie the client's name for it, repeated in the reply
 * @param offset where in the disk
 * @param length how many bytes
 */
record Request(Command command, int flags, long cookie, long offset, long length) {

    boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
