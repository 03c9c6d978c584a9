package io.colama.nbd.server;

import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.Magic;
import io.colama.nbd.protocol.Option;
import io.colama.nbd.protocol.OptionReply;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client that does nothing by itself: what it sends, sense or not, a test has written down. */
final class RawClient implements Closeable {

    private final Closeable ending;
    private final DataInputStream in;
    private final OutputStream out;
    private boolean structured;

    RawClient(InputStream in, OutputStream out, Closeable ending) {
        this.in = new DataInputStream(in);
        this.out = out;
        this.ending = ending;
    }

    static RawClient of(SocketChannel channel) {
        return new RawClient(
                Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
    }

    /** An answer to an option. */
    record Answer(OptionReply reply, byte[] data) {

        String text() {
            return new String(data, StandardCharsets.UTF_8);
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(data);
        }
    }

    /** A chunk of a structured reply. */
    record Part(Chunk type, boolean last, byte[] data) {

        ByteBuffer bytes() {
            return ByteBuffer.wrap(data);
        }

        /** The number of a failure. */
        int error() {
            return type.isError() ? bytes().getInt() : 0;
        }
    }

    void send(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /**
     * Sends bytes one by one, slowly, until the server has enough of that. Answers how many it was.
     */
    int trickle(byte... bytes) {
        int sent = 0;
        try {
            while (sent < bytes.length) {
                send(bytes[sent]);
                sent++;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        } catch (IOException ended) {
            return sent;
        }
        return sent;
    }

    /** Takes the server's greeting and answers with these flags. */
    RawClient greet(int flags) throws IOException {
        if (in.readLong() != Magic.SERVER || in.readLong() != Magic.OPTION) {
            throw new AssertionError("this is no server");
        }
        if (in.readUnsignedShort() != 3) {
            throw new AssertionError("flags of the server");
        }
        send(ByteBuffer.allocate(4).putInt(flags).array());
        return this;
    }

    RawClient greet() throws IOException {
        return greet(3);
    }

    void sendOption(int code, byte... data) throws IOException {
        send(option(code, data.length, data));
    }

    static byte[] option(int code, int length, byte... data) {
        return ByteBuffer.allocate(16 + data.length)
                .putLong(Magic.OPTION)
                .putInt(code)
                .putInt(length)
                .put(data)
                .array();
    }

    Answer answer(int option) throws IOException {
        long magic = in.readLong();
        int about = in.readInt();
        if (magic != Magic.OPTION_REPLY || about != option) {
            throw new AssertionError("0x%x about option %d".formatted(magic, about));
        }
        OptionReply reply = OptionReply.of(in.readInt()).orElseThrow();
        return new Answer(reply, in.readNBytes(in.readInt()));
    }

    /** Sends an option and takes all answers, of which the last is an ACK or a failure. */
    List<Answer> ask(int code, byte... data) throws IOException {
        sendOption(code, data);
        List<Answer> all = new ArrayList<>();
        do {
            all.add(answer(code));
        } while (all.getLast().reply() != OptionReply.ACK && !all.getLast().reply().isError());
        return all;
    }

    /** The last answer to an option. */
    OptionReply reply(Option option, byte... data) throws IOException {
        return ask(option.code(), data).getLast().reply();
    }

    /** The data of GO and INFO. */
    static byte[] name(String name, int... infos) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer data = ByteBuffer.allocate(6 + bytes.length + 2 * infos.length);
        data.putInt(bytes.length).put(bytes).putShort((short) infos.length);
        for (int info : infos) {
            data.putShort((short) info);
        }
        return data.array();
    }

    /** The data of the options about contexts. */
    static byte[] queries(String name, String... queries) {
        ByteBuffer data = ByteBuffer.allocate(64 << 10);
        text(data, name).putInt(queries.length);
        for (String query : queries) {
            text(data, query);
        }
        return Arrays.copyOf(data.array(), data.position());
    }

    private static ByteBuffer text(ByteBuffer data, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return data.putInt(bytes.length).put(bytes);
    }

    /** Goes on to the transmission with the preferred export. */
    RawClient go(boolean inChunks, String... contexts) throws IOException {
        greet();
        if (inChunks) {
            expect(reply(Option.STRUCTURED_REPLY));
            structured = true;
        }
        if (contexts.length > 0) {
            expect(reply(Option.SET_META_CONTEXT, queries("", contexts)));
        }
        expect(reply(Option.GO, name("")));
        return this;
    }

    private static void expect(OptionReply reply) {
        if (reply != OptionReply.ACK) {
            throw new AssertionError(reply);
        }
    }

    static byte[] request(int flags, int command, long cookie, long offset, long length) {
        return ByteBuffer.allocate(28)
                .putInt(Magic.REQUEST)
                .putShort((short) flags)
                .putShort((short) command)
                .putLong(cookie)
                .putLong(offset)
                .putInt((int) length)
                .array();
    }

    void request(int flags, Command command, long cookie, long offset, long length)
            throws IOException {
        send(request(flags, command.code(), cookie, offset, length));
    }

    /** Sends a request without data and answers the number of its failure, or 0. */
    int call(int flags, Command command, long offset, long length) throws IOException {
        request(flags, command, 1, offset, length);
        return status(1);
    }

    /** Writes and answers the number of the failure, or 0. */
    int write(int flags, long offset, byte... data) throws IOException {
        request(flags, Command.WRITE, 2, offset, data.length);
        send(data);
        return status(2);
    }

    /** The outcome of a request whose reply brings no data. */
    int status(long cookie) throws IOException {
        int magic = in.readInt();
        if (magic == Magic.STRUCTURED_REPLY) {
            return chunk(cookie).error();
        }
        if (magic != Magic.SIMPLE_REPLY) {
            throw new AssertionError("a reply begins with 0x%x".formatted(magic));
        }
        int error = in.readInt();
        expectCookie(cookie);
        return error;
    }

    private void expectCookie(long cookie) throws IOException {
        long found = in.readLong();
        if (found != cookie) {
            throw new AssertionError("reply to %d instead of %d".formatted(found, cookie));
        }
    }

    private Part chunk(long cookie) throws IOException {
        int flags = in.readUnsignedShort();
        Chunk type = Chunk.of(in.readUnsignedShort()).orElseThrow();
        expectCookie(cookie);
        int length = in.readInt();
        byte[] data = in.readNBytes(length);
        if (data.length < length) {
            throw new EOFException("in a chunk");
        }
        return new Part(type, (flags & Chunk.DONE) != 0, data);
    }

    /** All chunks of a reply. */
    List<Part> parts(long cookie) throws IOException {
        List<Part> all = new ArrayList<>();
        do {
            int magic = in.readInt();
            if (magic != Magic.STRUCTURED_REPLY) {
                throw new AssertionError("a chunk begins with 0x%x".formatted(magic));
            }
            all.add(chunk(cookie));
        } while (!all.getLast().last());
        return all;
    }

    /** Reads as the client has chosen; fails when the server does. */
    byte[] read(long offset, int length) throws IOException {
        request(0, Command.READ, 3, offset, length);
        return data(3, offset, length);
    }

    /** The data of a read. */
    byte[] data(long cookie, long offset, int length) throws IOException {
        if (!structured) {
            int error = status(cookie);
            if (error != 0) {
                throw new AssertionError("error " + error);
            }
            byte[] whole = new byte[length];
            in.readFully(whole);
            return whole;
        }
        byte[] all = new byte[length];
        int covered = 0;
        for (Part part : parts(cookie)) {
            ByteBuffer bytes = part.bytes();
            switch (part.type()) {
                case OFFSET_DATA -> {
                    int at = (int) (bytes.getLong() - offset);
                    covered += bytes.remaining();
                    bytes.get(all, at, bytes.remaining());
                }
                case OFFSET_HOLE -> covered += bytes.position(8).getInt();
                case NONE -> covered += 0;
                case BLOCK_STATUS, ERROR, ERROR_OFFSET ->
                        throw new AssertionError(part.type() + " " + part.error());
            }
        }
        if (covered != length) {
            throw new AssertionError(covered + " bytes of " + length);
        }
        return all;
    }

    /** Whether the server has ended the connection, after whatever it still sends. */
    boolean isEnded() throws IOException {
        try {
            in.skipNBytes(Long.MAX_VALUE);
            return false;
        } catch (EOFException | SocketException ended) {
            return true;
        }
    }

    /** Bytes as they come. */
    DataInputStream in() {
        return in;
    }

    @Override
    public void close() throws IOException {
        ending.close();
    }
}
