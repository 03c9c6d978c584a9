package io.colama.nbd.client;

import io.colama.nbd.Wire;
import java.io.IOException;

/** Makes connections to one export of one server. Threads: any number. */
interface Dialer {

    /** A connection over which nothing was said yet. */
    Wire connect() throws IOException;

    /** Runs the handshake. */
    Agreement negotiate(Wire wire) throws IOException;
}
