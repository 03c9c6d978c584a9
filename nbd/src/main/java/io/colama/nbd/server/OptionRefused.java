package io.colama.nbd.server;

import io.colama.nbd.protocol.OptionReply;

/** An option of the handshake that is answered with a failure; the connection goes on. */
final class OptionRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final OptionReply reply;

    OptionRefused(OptionReply reply, String message) {
        super(message, null, false, false);
        this.reply = reply;
    }

    OptionReply reply() {
        return reply;
    }
}
