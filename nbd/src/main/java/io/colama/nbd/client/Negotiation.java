package io.colama.nbd.client;

import io.colama.nbd.Wire;
import io.colama.nbd.protocol.ExportFlags;
import io.colama.nbd.protocol.HandshakeFlags;
import io.colama.nbd.protocol.InfoType;
import io.colama.nbd.protocol.Limits;
import io.colama.nbd.protocol.Magic;
import io.colama.nbd.protocol.Option;
import io.colama.nbd.protocol.OptionReply;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first part of a connection, until requests can be sent. Source: [proto.md, "Fixed newstyle
 * negotiation"].
 */
final class Negotiation {

    static final String ALLOCATION = "base:allocation";

    private static final int ZEROS_OF_OLD_SERVERS = 124;
    private static final int EXPORT_BYTES = 10;

    private final Wire wire;
    private final OptionTalk options;
    private final String export;
    private final Optional<String> context;
    private final Optional<Encryption> encryption;
    private final Map<Integer, String> contexts = new HashMap<>();
    private boolean structured;
    private boolean zeroes;

    /**
     * A negotiation that has not begun.
     *
     * @param context a metadata context that is wanted beside {@value #ALLOCATION}
     * @param encryption makes the connection an encrypted one; nothing else is then accepted
     */
    Negotiation(
            Wire wire, String export, Optional<String> context, Optional<Encryption> encryption) {
        this.wire = wire;
        this.options = new OptionTalk(wire);
        this.export = export;
        this.context = context;
        this.encryption = encryption;
    }

    /** Goes on encrypted. */
    @FunctionalInterface
    interface Encryption {
        void begin(Wire wire) throws IOException;
    }

    /** Runs it. */
    Agreement run() throws IOException {
        boolean fixed = greet();
        if (encryption.isPresent()) {
            startTls(fixed, encryption.get());
        }
        if (!fixed) {
            return withoutOptions(byName());
        }
        structured = acknowledged(Option.STRUCTURED_REPLY);
        if (structured) {
            setContexts();
        }
        return withoutOptions(go());
    }

    /** What was wanted and has not been agreed on ends it here. */
    private Agreement withoutOptions(Agreement agreement) throws NbdException {
        if (context.isPresent() && !agreement.has(context.get())) {
            throw new NbdException.Absent(
                    "the server has no \"%s\" for \"%s\""
                            .formatted(ServerText.of(context.get()), ServerText.of(export)));
        }
        return agreement;
    }

    private boolean greet() throws IOException {
        long magic = wire.readLong();
        if (magic != Magic.SERVER) {
            throw new NbdException.BadServer(
                    "it begins with 0x%016x, which is no NBD server".formatted(magic));
        }
        long style = wire.readLong();
        if (style == Magic.OLDSTYLE) {
            throw new NbdException.Unsupported(
                    "the server speaks the oldstyle protocol, in which exports have no names; newstyle is read");
        }
        if (style != Magic.OPTION) {
            throw new NbdException.BadServer(
                    "0x%016x follows the greeting, 0x%016x expected"
                            .formatted(style, Magic.OPTION));
        }
        int flags = wire.readShort();
        int both = flags & (HandshakeFlags.FIXED_NEWSTYLE | HandshakeFlags.NO_ZEROES);
        zeroes = (flags & HandshakeFlags.NO_ZEROES) == 0;
        wire.write(OptionTalk.number(both));
        return (flags & HandshakeFlags.FIXED_NEWSTYLE) != 0;
    }

    private void startTls(boolean fixed, Encryption wanted) throws IOException {
        if (!fixed) {
            throw new NbdException.Refused("the server is too old for TLS");
        }
        options.send(Option.STARTTLS);
        OptionAnswer answer = options.next(Option.STARTTLS);
        if (!answer.is(OptionReply.ACK)) {
            throw new NbdException.Refused(
                    "the server offers no TLS: " + answer.name() + ServerText.said(answer.data()));
        }
        if (wire.buffered() > 0) {
            throw new NbdException.BadServer(
                    "bytes follow STARTTLS before the handshake of TLS"); // they came unencrypted
        }
        wanted.begin(wire);
    }

    private boolean acknowledged(Option option) throws IOException {
        options.send(option);
        OptionAnswer answer = options.next(option);
        if (answer.is(OptionReply.ERR_TLS_REQD) || answer.is(OptionReply.ERR_SHUTDOWN)) {
            throw answer.failure(option.toString());
        }
        if (!answer.is(OptionReply.ACK) && !answer.isError()) {
            throw unexpected(option, answer);
        }
        return answer.is(OptionReply.ACK);
    }

    private static NbdException unexpected(Option option, OptionAnswer answer) {
        return new NbdException.BadServer(
                "%s of %d bytes answers %s".formatted(answer.name(), answer.data().length, option));
    }

    private void setContexts() throws IOException {
        List<String> wanted =
                context.map(name -> List.of(ALLOCATION, name)).orElse(List.of(ALLOCATION));
        ByteBuffer queries = ByteBuffer.allocate(2 * (Integer.BYTES + Limits.STRING_BYTES));
        for (String name : wanted) {
            ByteBuffer text = OptionTalk.text(name);
            if (text.remaining() > Integer.BYTES + Limits.STRING_BYTES) {
                throw new NbdException.BadUri(
                        "the name of a context has at most %d bytes"
                                .formatted(Limits.STRING_BYTES));
            }
            queries.put(text);
        }
        Option option = Option.SET_META_CONTEXT;
        options.send(
                option, OptionTalk.text(export), OptionTalk.number(wanted.size()), queries.flip());
        while (true) {
            OptionAnswer answer = options.next(option);
            if (answer.isError()) {
                contexts.clear(); // if the export is to blame, the next answer says so better
                return;
            }
            if (answer.is(OptionReply.ACK)) {
                return;
            }
            boolean sound =
                    answer.is(OptionReply.META_CONTEXT) && answer.data().length > Integer.BYTES;
            if (!sound) {
                throw unexpected(option, answer);
            }
            ByteBuffer data = ByteBuffer.wrap(answer.data());
            int id = data.getInt();
            String name = StandardCharsets.UTF_8.decode(data).toString();
            if (!wanted.contains(name)) {
                throw new NbdException.BadServer(
                        "a context \"%s\" that nobody asked for".formatted(ServerText.of(name)));
            }
            if (contexts.containsValue(name) || contexts.put(id, name) != null) {
                throw new NbdException.BadServer(
                        "the context \"%s\" or its number %d is there twice"
                                .formatted(ServerText.of(name), id));
            }
        }
    }

    private Agreement go() throws IOException {
        ByteBuffer wanted = ByteBuffer.allocate(2 * Short.BYTES);
        wanted.putShort((short) 1).putShort((short) InfoType.BLOCK_SIZE.code()).flip();
        options.send(Option.GO, OptionTalk.text(export), wanted);
        Optional<ByteBuffer> about = Optional.empty();
        BlockSizes sizes = BlockSizes.UNSAID;
        while (true) {
            OptionAnswer answer = options.next(Option.GO);
            if (answer.is(OptionReply.ERR_UNSUP)) {
                return byName();
            }
            if (answer.isError()) {
                throw answer.failure("the export \"%s\"".formatted(ServerText.of(export)));
            }
            if (answer.is(OptionReply.ACK)) {
                ByteBuffer found =
                        about.orElseThrow(() ->
                                new NbdException.BadServer("the size of the export is missing"));
                return agreement(found.getLong(), found.getShort(), sizes);
            }
            ByteBuffer data = ByteBuffer.wrap(answer.data());
            if (!answer.is(OptionReply.INFO) || data.remaining() < Short.BYTES) {
                throw unexpected(Option.GO, answer);
            }
            Optional<InfoType> type = InfoType.of(Short.toUnsignedInt(data.getShort()));
            if (type.isEmpty()) {
                continue; // a kind that is not known yet
            }
            switch (type.get()) {
                case EXPORT -> about = Optional.of(exactly(EXPORT_BYTES, data, answer));
                case BLOCK_SIZE ->
                        sizes = BlockSizes.parse(exactly(BlockSizes.BYTES, data, answer));
                case NAME, DESCRIPTION -> {} // were not asked for
            }
        }
    }

    private static ByteBuffer exactly(int bytes, ByteBuffer data, OptionAnswer answer)
            throws NbdException {
        if (data.remaining() != bytes) {
            throw unexpected(Option.GO, answer);
        }
        return data;
    }

    /** The way of old servers, which can only hang up when there is no such export. */
    private Agreement byName() throws IOException {
        options.send(Option.EXPORT_NAME, ByteBuffer.wrap(export.getBytes(StandardCharsets.UTF_8)));
        try {
            long size = wire.readLong();
            int flags = wire.readShort();
            if (zeroes) {
                wire.skip(ZEROS_OF_OLD_SERVERS);
            }
            return agreement(size, flags, BlockSizes.UNSAID);
        } catch (EOFException e) {
            throw new NbdException.Absent(
                    "the server has hung up: it may have no export \"%s\""
                            .formatted(ServerText.of(export)));
        }
    }

    private Agreement agreement(long size, int flags, BlockSizes sizes) throws NbdException {
        if (size < 0) {
            throw new NbdException.BadServer(
                    "a disk of %s bytes, less than 2^63 expected"
                            .formatted(Long.toUnsignedString(size)));
        }
        int told = (flags & ExportFlags.HAS_FLAGS) != 0 ? flags & 0xffff : 0;
        return new Agreement(size, told, sizes, structured, contexts);
    }
}
