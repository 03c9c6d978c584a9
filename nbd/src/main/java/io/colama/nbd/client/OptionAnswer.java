package io.colama.nbd.client;

import io.colama.nbd.protocol.OptionReply;
import java.util.Optional;

/**
 * One message of a server about an option.
 *
 * @param code what it is
 * @param data what came with it
 */
record OptionAnswer(int code, byte[] data) {

    boolean is(OptionReply reply) {
        return code == reply.code();
    }

    boolean isError() {
        return code < 0;
    }

    /** What it is, in words. */
    String name() {
        Optional<OptionReply> reply = OptionReply.of(code);
        return reply.isPresent() ? reply.get().name() : "0x%08x".formatted(code);
    }

    /** The failure that it stands for. */
    NbdException failure(String what) {
        String text = what + " is refused: " + name() + ServerText.said(data);
        if (is(OptionReply.ERR_UNKNOWN)) {
            return new NbdException.Absent(
                    "the server does not know " + what + ServerText.said(data));
        }
        if (is(OptionReply.ERR_TLS_REQD)) {
            return new NbdException.Refused(
                    "the server wants TLS, which nbds:// asks for" + ServerText.said(data));
        }
        if (is(OptionReply.ERR_POLICY)) {
            return new NbdException.Refused(text);
        }
        if (is(OptionReply.ERR_SHUTDOWN)) {
            return new NbdException.Lost("the server is ending");
        }
        return new NbdException.Unsupported(text);
    }
}
