package io.colama.nbd.server;

import io.colama.block.Closing;
import io.colama.block.WritableSource;
import io.colama.nbd.Transport;
import io.colama.nbd.Wire;
import io.colama.nbd.protocol.ExportFlags;
import io.colama.nbd.protocol.HandshakeFlags;
import io.colama.nbd.protocol.InfoType;
import io.colama.nbd.protocol.Limits;
import io.colama.nbd.protocol.Magic;
import io.colama.nbd.protocol.Option;
import io.colama.nbd.protocol.OptionReply;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * The first part of a connection: the client sends options until it has an export. Source:
 * [proto.md, "Fixed newstyle negotiation"].
 */
final class Handshake {

    private static final int PREFERRED_BYTES = 64 << 10;
    private static final int ZEROS_OF_OLD_CLIENTS = 124;
    private static final int OPTION_HEADER = 16;

    private final Exports exports;
    private final TlsPolicy tls;
    private final ContextOptions contexts;
    private final Wire wire;
    private boolean encrypted;
    private boolean over;
    private Optional<Selected> selected = Optional.empty();
    private boolean structured;
    private boolean zeroes = true;

    Handshake(Exports exports, TlsPolicy tls, Wire wire) {
        this.exports = exports;
        this.tls = tls;
        this.wire = wire;
        this.contexts = new ContextOptions(exports);
    }

    /**
     * Runs it.
     *
     * @return nothing when the client has ended the connection in an orderly way
     */
    Optional<Selected> run() throws IOException {
        wire.write(
                ByteBuffer.allocate(18)
                        .putLong(Magic.SERVER)
                        .putLong(Magic.OPTION)
                        .putShort(
                                (short) (HandshakeFlags.FIXED_NEWSTYLE | HandshakeFlags.NO_ZEROES))
                        .flip());
        if (!wire.await()) {
            return Optional.empty();
        }
        int flags = wire.readInt();
        if ((flags & HandshakeFlags.FIXED_NEWSTYLE) == 0
                || (flags & ~(HandshakeFlags.FIXED_NEWSTYLE | HandshakeFlags.NO_ZEROES)) != 0) {
            throw new BadClient("flags 0x%x of the client are not known".formatted(flags));
        }
        zeroes = (flags & HandshakeFlags.NO_ZEROES) == 0;
        for (int i = 0; i < Limits.OPTIONS; i++) {
            if (!wire.await()) {
                return Optional.empty();
            }
            next();
            if (over) {
                return selected;
            }
        }
        throw new BadClient("more than %d options".formatted(Limits.OPTIONS));
    }

    private void next() throws IOException {
        long magic = wire.readLong();
        if (magic != Magic.OPTION) {
            throw new BadClient("an option begins with 0x%x".formatted(magic));
        }
        int code = wire.readInt();
        long length = Integer.toUnsignedLong(wire.readInt());
        if (length > Limits.PASSED_OVER_BYTES) {
            throw new BadClient("an option of %d bytes".formatted(length));
        }
        Optional<Option> option = Option.of(code);
        if (option.isEmpty() || length > Limits.OPTION_BYTES) {
            wire.skip(length);
            OptionReply reply = option.isEmpty() ? OptionReply.ERR_UNSUP : OptionReply.ERR_TOO_BIG;
            answer(code, reply, text("option %d of %d bytes".formatted(code, length)));
            return;
        }
        byte[] data = wire.readBytes((int) length);
        try {
            carryOut(option.get(), data);
        } catch (OptionRefused refused) {
            if (option.get() == Option.EXPORT_NAME) {
                throw new BadClient(String.valueOf(refused.getMessage())); // it cannot be told
            }
            answer(code, refused.reply(), text(String.valueOf(refused.getMessage())));
        }
    }

    private void carryOut(Option option, byte[] data) throws IOException, OptionRefused {
        OptionReader reader = new OptionReader(data);
        if (tls.required() && !encrypted && option != Option.ABORT && option != Option.STARTTLS) {
            throw new OptionRefused(
                    OptionReply.ERR_TLS_REQD, "this server speaks TLS only, and TLS was not begun");
        }
        switch (option) {
            case ABORT -> {
                answer(option.code(), OptionReply.ACK);
                over = true;
            }
            case STARTTLS -> startTls(reader);
            case STRUCTURED_REPLY -> {
                reader.end();
                if (structured) {
                    throw new OptionRefused(
                            OptionReply.ERR_INVALID, "structured replies are chosen already");
                }
                structured = true;
                answer(option.code(), OptionReply.ACK);
            }
            case LIST -> list(reader);
            case LIST_META_CONTEXT, SET_META_CONTEXT -> {
                if (!structured) {
                    throw new OptionRefused(
                            OptionReply.ERR_INVALID, "structured replies have to come first");
                }
                boolean select = option == Option.SET_META_CONTEXT;
                int id = 0; // of no meaning in a list
                for (String name : contexts.carryOut(select, reader)) {
                    id += select ? 1 : 0;
                    answer(option.code(), OptionReply.META_CONTEXT, number(id), text(name));
                }
                answer(option.code(), OptionReply.ACK);
            }
            case INFO -> info(option, reader).close();
            case GO -> begin(info(option, reader));
            case EXPORT_NAME -> begin(byName(OptionReader.text(data)));
        }
    }

    private void startTls(OptionReader reader) throws IOException, OptionRefused {
        reader.end();
        if (encrypted) {
            throw new OptionRefused(OptionReply.ERR_INVALID, "TLS has begun already");
        }
        Optional<Socket> below = wire.transport().socket();
        if (tls.context().isEmpty() || below.isEmpty()) {
            throw new OptionRefused(
                    OptionReply.ERR_POLICY,
                    tls.context().isEmpty()
                            ? "this server has no certificate"
                            : "TLS is spoken over TCP only");
        }
        answer(Option.STARTTLS.code(), OptionReply.ACK);
        if (wire.buffered() > 0) {
            // what came unencrypted must not count as if it had come encrypted
            throw new BadClient("bytes follow STARTTLS before the handshake of TLS");
        }
        SSLSocket secure =
                (SSLSocket)
                        tls.context()
                                .get()
                                .getSocketFactory()
                                .createSocket(below.get(), null, true);
        secure.setUseClientMode(false);
        secure.setNeedClientAuth(tls.clientCertificates());
        secure.startHandshake();
        wire.continueOver(Transport.of(secure));
        encrypted = true;
        structured = false; // everything that was negotiated before is void
        contexts.clear();
    }

    private void list(OptionReader reader) throws IOException, OptionRefused {
        reader.end();
        for (Exports.Listed one : exports.list()) {
            byte[] name = one.name().getBytes(StandardCharsets.UTF_8);
            answer(
                    Option.LIST.code(),
                    OptionReply.SERVER,
                    number(name.length),
                    ByteBuffer.wrap(name),
                    text(one.description()));
        }
        answer(Option.LIST.code(), OptionReply.ACK);
    }

    private Export info(Option option, OptionReader reader) throws IOException, OptionRefused {
        String name = reader.readText();
        boolean describe = false;
        boolean tellName = false;
        for (int i = reader.readShort(); i > 0; i--) {
            Optional<InfoType> wanted = InfoType.of(reader.readShort());
            describe |= wanted.equals(Optional.of(InfoType.DESCRIPTION));
            tellName |= wanted.equals(Optional.of(InfoType.NAME));
        }
        reader.end();
        Export export = open(exports, name);
        try {
            ByteBuffer about = ByteBuffer.allocate(10);
            about.putLong(export.disk().size()).putShort((short) flags(export)).flip();
            answer(option.code(), OptionReply.INFO, type(InfoType.EXPORT), about);
            if (tellName) {
                answer(option.code(), OptionReply.INFO, type(InfoType.NAME), text(export.name()));
            }
            if (describe && !export.description().isEmpty()) {
                answer(
                        option.code(),
                        OptionReply.INFO,
                        type(InfoType.DESCRIPTION),
                        text(export.description()));
            }
            ByteBuffer sizes = ByteBuffer.allocate(12);
            sizes.putInt(1).putInt(PREFERRED_BYTES).putInt(Limits.REQUEST_BYTES).flip();
            answer(option.code(), OptionReply.INFO, type(InfoType.BLOCK_SIZE), sizes);
            answer(option.code(), OptionReply.ACK);
            return export;
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, export);
            throw failure;
        }
    }

    private Export byName(String name) throws IOException, OptionRefused {
        Export export = open(exports, name);
        ByteBuffer about = ByteBuffer.allocate(10 + ZEROS_OF_OLD_CLIENTS);
        about.putLong(export.disk().size()).putShort((short) flags(export));
        about.position(zeroes ? about.capacity() : about.position());
        try {
            wire.write(about.flip());
            return export;
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, export);
            throw failure;
        }
    }

    private void begin(Export export) throws IOException {
        try {
            selected = Optional.of(new Selected(export, structured, contexts.selectedFor(export)));
            over = true;
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, export);
            throw failure;
        }
    }

    static Export open(Exports exports, String name) throws OptionRefused {
        Optional<Export> found;
        try {
            found = exports.open(name);
        } catch (IOException failure) {
            throw new OptionRefused(
                    OptionReply.ERR_UNKNOWN,
                    "the export \"%s\" cannot be opened: %s".formatted(name, failure.getMessage()));
        }
        return found.orElseThrow(() ->
                new OptionRefused(
                        OptionReply.ERR_UNKNOWN, "there is no export \"%s\"".formatted(name)));
    }

    private int flags(Export export) {
        int flags =
                ExportFlags.HAS_FLAGS
                        | ExportFlags.SEND_FLUSH
                        | ExportFlags.SEND_FUA
                        | ExportFlags.CAN_MULTI_CONN
                        | ExportFlags.SEND_CACHE
                        | (structured ? ExportFlags.SEND_DF : 0);
        return export.disk() instanceof WritableSource
                ? flags
                        | ExportFlags.SEND_TRIM
                        | ExportFlags.SEND_WRITE_ZEROES
                        | ExportFlags.SEND_FAST_ZERO
                : flags | ExportFlags.READ_ONLY;
    }

    private static ByteBuffer type(InfoType type) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) type.code()).flip();
    }

    private static ByteBuffer number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).flip();
    }

    private static ByteBuffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, Limits.STRING_BYTES));
    }

    private void answer(int option, OptionReply reply, ByteBuffer... parts) throws IOException {
        int length = List.of(parts).stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer all = ByteBuffer.allocate(OPTION_HEADER + Integer.BYTES + length);
        all.putLong(Magic.OPTION_REPLY).putInt(option).putInt(reply.code()).putInt(length);
        for (ByteBuffer part : parts) {
            all.put(part);
        }
        wire.write(all.flip());
    }
}
