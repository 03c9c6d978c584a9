package io.colama.nbd.client;

import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Limits;
import io.colama.nbd.protocol.Magic;
import io.colama.nbd.protocol.Option;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends options and reads what comes back. Source: [proto.md, "Newstyle negotiation"]. */
final class OptionTalk {

    private static final int HEADER = 16;

    /** However much a server has to say: of each option so many messages are read. */
    private static final int MOST_ANSWERS = 100;

    private final Wire wire;
    private int answers;

    OptionTalk(Wire wire) {
        this.wire = wire;
    }

    /** Sends an option with the parts of its data. */
    void send(Option option, ByteBuffer... parts) throws IOException {
        int length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(HEADER + length);
        all.putLong(Magic.OPTION).putInt(option.code()).putInt(length);
        for (ByteBuffer part : parts) {
            all.put(part);
        }
        wire.write(all.flip());
        answers = 0;
    }

    /** The next message about an option. */
    OptionAnswer next(Option option) throws IOException {
        if (++answers > MOST_ANSWERS) {
            throw new NbdException.BadServer(
                    "more than %d answers to %s".formatted(MOST_ANSWERS, option));
        }
        long magic = wire.readLong();
        if (magic != Magic.OPTION_REPLY) {
            throw new NbdException.BadServer(
                    "an answer to an option begins with 0x%x, 0x%x expected"
                            .formatted(magic, Magic.OPTION_REPLY));
        }
        int about = wire.readInt();
        if (about != option.code()) {
            throw new NbdException.BadServer(
                    "an answer to option %s, %d (%s) was asked"
                            .formatted(Integer.toUnsignedString(about), option.code(), option));
        }
        int code = wire.readInt();
        long length = Integer.toUnsignedLong(wire.readInt());
        if (length > Limits.OPTION_BYTES) {
            throw new NbdException.BadServer(
                    "an answer of %d bytes to %s, at most %d are taken"
                            .formatted(length, option, Limits.OPTION_BYTES));
        }
        return new OptionAnswer(code, wire.readBytes((int) length));
    }

    static ByteBuffer number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).flip();
    }

    /** A text behind its length. */
    static ByteBuffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .flip();
    }
}
