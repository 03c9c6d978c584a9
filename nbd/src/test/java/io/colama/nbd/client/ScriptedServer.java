package io.colama.nbd.client;

import io.colama.nbd.Transport;
import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.ExportFlags;
import io.colama.nbd.protocol.HandshakeFlags;
import io.colama.nbd.protocol.InfoType;
import io.colama.nbd.protocol.Magic;
import io.colama.nbd.protocol.Option;
import io.colama.nbd.protocol.OptionReply;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A server that says what a test wants to be said. Each method is what a sound server does, for
 * tests to override.
 */
class ScriptedServer implements Closeable {

    static final long SIZE = 1 << 20;
    static final int ID = 77;

    private final ServerSocketChannel socket;
    private final Path path;
    private volatile boolean ended;
    private volatile boolean hasHungUp;

    ScriptedServer(Path directory) throws IOException {
        path = directory.resolve("scripted.sock");
        socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(path));
        Thread.ofPlatform().daemon().start(this::serve);
    }

    NbdUri uri() throws NbdException {
        return NbdUri.parse("nbd+unix:///disk?socket=" + path);
    }

    /** A request for data or status. */
    record Request(Command command, long cookie, long offset, int length) {}

    private void serve() {
        while (!ended) {
            hasHungUp = !serveOne();
        }
    }

    /** Serves one client; false when the client has hung up first, or this was closed. */
    private boolean serveOne() {
        try (SocketChannel client = socket.accept();
                Wire wire = new Wire(Transport.of(client))) {
            talk(wire);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether the last client has hung up in the middle of something. */
    boolean hasHungUp() {
        return hasHungUp;
    }

    private void talk(Wire wire) throws IOException {
        greet(wire);
        wire.readInt();
        while (true) {
            wire.readLong();
            Option option = Option.of(wire.readInt()).orElseThrow();
            wire.skip(wire.readInt());
            option(option, wire);
            if (option == Option.GO) {
                break;
            }
        }
        while (wire.await()) {
            wire.readInt();
            wire.readShort();
            Command command = Command.of(wire.readShort()).orElseThrow();
            Request request =
                    new Request(command, wire.readLong(), wire.readLong(), wire.readInt());
            if (command == Command.DISCONNECT) {
                return;
            }
            request(request, wire);
        }
    }

    void greet(Wire wire) throws IOException {
        int flags = HandshakeFlags.FIXED_NEWSTYLE | HandshakeFlags.NO_ZEROES;
        wire.write(
                ByteBuffer.allocate(18)
                        .putLong(Magic.SERVER)
                        .putLong(Magic.OPTION)
                        .putShort((short) flags)
                        .flip());
    }

    void option(Option option, Wire wire) throws IOException {
        switch (option) {
            case SET_META_CONTEXT -> {
                answer(wire, option, OptionReply.META_CONTEXT, context(ID, "base:allocation"));
                answer(wire, option, OptionReply.ACK, ByteBuffer.allocate(0));
            }
            case GO -> {
                answer(wire, option, OptionReply.INFO, size(SIZE));
                answer(wire, option, OptionReply.INFO, blockSizes(1, 4096, 1 << 25));
                answer(wire, option, OptionReply.ACK, ByteBuffer.allocate(0));
            }
            default -> answer(wire, option, OptionReply.ACK, ByteBuffer.allocate(0));
        }
    }

    void request(Request request, Wire wire) throws IOException {
        if (request.command() == Command.READ) {
            data(wire, request, request.offset(), request.length(), true);
        } else {
            status(wire, request, ID, request.length(), 0);
        }
    }

    static ByteBuffer context(int id, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + text.length).putInt(id).put(text).flip();
    }

    static ByteBuffer size(long size) {
        return ByteBuffer.allocate(12)
                .putShort((short) InfoType.EXPORT.code())
                .putLong(size)
                .putShort((short) (ExportFlags.HAS_FLAGS | ExportFlags.READ_ONLY))
                .flip();
    }

    static ByteBuffer blockSizes(int least, int preferred, int most) {
        return ByteBuffer.allocate(14)
                .putShort((short) InfoType.BLOCK_SIZE.code())
                .putInt(least)
                .putInt(preferred)
                .putInt(most)
                .flip();
    }

    static void answer(Wire wire, Option option, OptionReply reply, ByteBuffer data)
            throws IOException {
        answer(wire, Magic.OPTION_REPLY, option.code(), reply.code(), data.remaining(), data);
    }

    static void answer(Wire wire, long magic, int option, int reply, int length, ByteBuffer data)
            throws IOException {
        ByteBuffer header = ByteBuffer.allocate(20);
        header.putLong(magic).putInt(option).putInt(reply).putInt(length).flip();
        wire.write(header, data);
    }

    static void chunk(Wire wire, int flags, int type, long cookie, int length, ByteBuffer data)
            throws IOException {
        ByteBuffer header = ByteBuffer.allocate(20);
        header.putInt(Magic.STRUCTURED_REPLY).putShort((short) flags).putShort((short) type);
        wire.write(header.putLong(cookie).putInt(length).flip(), data);
    }

    static void data(Wire wire, Request request, long offset, int length, boolean last)
            throws IOException {
        chunk(
                wire,
                last ? Chunk.DONE : 0,
                Chunk.OFFSET_DATA.code(),
                request.cookie(),
                8 + length,
                ByteBuffer.allocate(8 + length).putLong(0, offset));
    }

    static void hole(Wire wire, Request request, long offset, int length, boolean last)
            throws IOException {
        chunk(
                wire,
                last ? Chunk.DONE : 0,
                Chunk.OFFSET_HOLE.code(),
                request.cookie(),
                12,
                ByteBuffer.allocate(12).putLong(offset).putInt(length).flip());
    }

    /** Extents as pairs of length and flags. */
    static void status(Wire wire, Request request, int id, int... extents) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(4 + 4 * extents.length).putInt(id);
        for (int one : extents) {
            data.putInt(one);
        }
        chunk(
                wire,
                Chunk.DONE,
                Chunk.BLOCK_STATUS.code(),
                request.cookie(),
                data.capacity(),
                data.flip());
    }

    static ByteBuffer error(int error, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(6 + bytes.length)
                .putInt(error)
                .putShort((short) bytes.length)
                .put(bytes)
                .flip();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        socket.close();
    }
}
