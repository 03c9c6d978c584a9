package io.colama.nbd.client;

import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.ErrorCode;
import io.colama.nbd.protocol.Limits;
import io.colama.nbd.protocol.Magic;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the replies of one connection and gives them to the requests that they answer. One thread.
 * Source: [proto.md, "Simple reply message", "Structured reply chunk message"].
 */
final class ReplyReader {

    /** A server says of one request so many times that it failed. */
    private static final int MOST_ERRORS = 16;

    private static final int MOST_PAYLOAD = Limits.REQUEST_BYTES + Long.BYTES;
    private static final int ERROR_BYTES = Integer.BYTES + Short.BYTES;

    private final Wire wire;
    private final boolean structured;
    private final Requests requests;
    private final Map<Long, Errors> errors = new HashMap<>();

    ReplyReader(Wire wire, boolean structured, Requests requests) {
        this.wire = wire;
        this.structured = structured;
        this.requests = requests;
    }

    /** The requests that wait for replies. */
    interface Requests {

        /** A request by the number that was sent with it. */
        Optional<Pending> find(long cookie);

        /** It waits no longer. */
        void remove(long cookie);
    }

    /** What was said of one request: the first error, and how many there were. */
    private record Errors(NbdException.Failed first, int count) {}

    /** Reads one message. */
    void next() throws IOException {
        int magic = wire.readInt();
        if (magic == Magic.SIMPLE_REPLY) {
            simple();
        } else if (magic == Magic.STRUCTURED_REPLY && structured) {
            chunk();
        } else {
            throw new NbdException.BadServer("a reply begins with 0x%08x".formatted(magic));
        }
    }

    private void simple() throws IOException {
        int error = wire.readInt();
        long cookie = wire.readLong();
        Pending request = find(cookie);
        if (error != 0) {
            requests.remove(cookie);
            request.completion().fail(failure(request, error, new byte[0]));
            return;
        }
        if (structured) {
            throw new NbdException.BadServer(
                    "a simple reply answers %s, structured ones were agreed on"
                            .formatted(request.text()));
        }
        request.simple(wire);
        requests.remove(cookie);
        request.completion().succeed();
    }

    private Pending find(long cookie) throws NbdException.BadServer {
        return requests.find(cookie)
                .orElseThrow(() ->
                        new NbdException.BadServer(
                                "a reply to request 0x%x, which does not wait for one"
                                        .formatted(cookie)));
    }

    private void chunk() throws IOException {
        int flags = wire.readShort();
        int code = wire.readShort();
        long cookie = wire.readLong();
        long length = Integer.toUnsignedLong(wire.readInt());
        Pending request = find(cookie);
        if (length > MOST_PAYLOAD) {
            throw new NbdException.BadServer(
                    "a chunk of %d bytes, at most %d expected".formatted(length, MOST_PAYLOAD));
        }
        boolean done = (flags & Chunk.DONE) != 0;
        Optional<Chunk> type = Chunk.of(code);
        if (code >= Chunk.ERROR.code()) {
            error(request, cookie, type, (int) length);
        } else if (type.isEmpty() || (type.get() == Chunk.NONE && !done)) {
            throw new NbdException.BadServer(
                    "a chunk of kind %d and %d bytes answers %s"
                            .formatted(code, length, request.text()));
        } else {
            request.chunk(type.get(), (int) length, wire);
        }
        if (done) {
            finish(request, cookie);
        }
    }

    private void finish(Pending request, long cookie) throws NbdException.BadServer {
        Errors said = errors.remove(cookie);
        if (said == null) {
            request.finish();
        }
        requests.remove(cookie);
        if (said == null) {
            request.completion().succeed();
        } else {
            request.completion().fail(said.first());
        }
    }

    private void error(Pending request, long cookie, Optional<Chunk> type, int length)
            throws IOException {
        if (length < ERROR_BYTES) {
            throw new NbdException.BadServer(
                    "an error of %d bytes answers %s".formatted(length, request.text()));
        }
        int error = wire.readInt();
        int said = wire.readShort();
        int rest = length - ERROR_BYTES - said;
        boolean exact =
                type.isEmpty() || rest == (type.get() == Chunk.ERROR_OFFSET ? Long.BYTES : 0);
        if (rest < 0 || !exact || said > Limits.STRING_BYTES || error == 0) {
            throw new NbdException.BadServer(
                    "an error %d of %d bytes with a text of %d answers %s"
                            .formatted(error, length, said, request.text()));
        }
        NbdException.Failed failure = failure(request, error, wire.readBytes(said));
        wire.skip(rest);
        Errors before = errors.get(cookie);
        int count = before == null ? 1 : before.count() + 1;
        if (count > MOST_ERRORS) {
            throw new NbdException.BadServer(
                    "more than %d errors answer %s".formatted(MOST_ERRORS, request.text()));
        }
        errors.put(cookie, new Errors(before == null ? failure : before.first(), count));
    }

    private static NbdException.Failed failure(Pending request, int error, byte[] said) {
        Optional<ErrorCode> code = ErrorCode.of(error);
        String name =
                code.isPresent()
                        ? "E" + code.get().name()
                        : "error " + Integer.toUnsignedString(error);
        return new NbdException.Failed(
                "%s failed: %s%s".formatted(request.text(), name, ServerText.said(said)));
    }
}
