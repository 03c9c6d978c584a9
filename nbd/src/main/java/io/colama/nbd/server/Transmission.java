package io.colama.nbd.server;

import io.colama.block.BlockSource;
import io.colama.block.NoSpaceException;
import io.colama.block.WritableSource;
import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.CommandFlags;
import io.colama.nbd.protocol.ErrorCode;
import io.colama.nbd.protocol.Limits;
import io.colama.nbd.protocol.Magic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The second part of a connection: requests and replies, until one side ends it. Source: [proto.md,
 * "Transmission phase"].
 */
final class Transmission {

    /** How many requests of one connection may wait for a disk. */
    static final int MOST_AT_ONCE = 16;

    private static final int REQUEST_BYTES = 28;
    private static final int MOST_INLINE = 64 << 10;

    private final Wire wire;
    private final Export export;
    private final BlockSource disk;
    private final List<Selected.Context> contexts;
    private final Replies replies;
    private final Reads reads;
    private final Chunks chunks;
    private final Reports reports;
    private final Semaphore waiting = new Semaphore(MOST_AT_ONCE);
    private volatile boolean ending;

    Transmission(Wire wire, Selected selected, Chunks chunks, Reports reports) {
        this.wire = wire;
        this.export = selected.export();
        this.disk = export.disk();
        this.contexts = selected.contexts();
        this.chunks = chunks;
        this.reports = reports;
        this.replies = new Replies(wire, selected.structured(), chunks);
        this.reads = new Reads(disk, replies, chunks);
    }

    /** Serves requests until the client goes, and returns when all replies are sent. */
    void run() throws IOException {
        try {
            while (!ending && next()) {
                if (wire.buffered() < REQUEST_BYTES) {
                    replies.flush();
                }
            }
        } finally {
            waiting.acquireUninterruptibly(MOST_AT_ONCE);
        }
        replies.flush();
    }

    /** No further request is read. */
    void end() {
        ending = true;
    }

    /** Reads and answers, or begins to answer, one request; false when there is none. */
    private boolean next() throws IOException {
        if (!wire.await()) {
            return false;
        }
        int magic = wire.readInt();
        if (magic != Magic.REQUEST) {
            throw new BadClient("a request begins with 0x%x".formatted(magic));
        }
        int flags = wire.readShort();
        int code = wire.readShort();
        long cookie = wire.readLong();
        long offset = wire.readLong();
        long length = Integer.toUnsignedLong(wire.readInt());
        Optional<Command> command = Command.of(code);
        if (command.isEmpty()) {
            Request unknown = new Request(Command.FLUSH, flags, cookie, offset, length);
            replies.failed(unknown, ErrorCode.INVAL, "request %d".formatted(code));
            return true;
        }
        Request request = new Request(command.get(), flags, cookie, offset, length);
        if (request.command() == Command.DISCONNECT) {
            return false;
        }
        Optional<Refusal> refusal = RequestCheck.check(request, disk, replies.structured());
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
        } else {
            answer(request);
        }
        return true;
    }

    private void refuse(Request request, Refusal refusal) throws IOException {
        if (request.command() == Command.WRITE) {
            if (request.length() > 2L * Limits.REQUEST_BYTES) {
                throw new BadClient("a write of %d bytes".formatted(request.length()));
            }
            if (wire.buffered() < request.length()) {
                replies.flush();
            }
            wire.skip(request.length());
        }
        replies.failed(request, refusal.error(), refusal.message());
    }

    private void answer(Request request) throws IOException {
        switch (request.command()) {
            case READ -> {
                if (!readNow(request)) {
                    later(request, () -> reads.read(request));
                }
            }
            case WRITE -> write(request);
            case WRITE_ZEROES, TRIM ->
                    later(
                            request,
                            () -> {
                                onDisk(() -> zero(request));
                                replies.done(request);
                            });
            case FLUSH -> later(request, () -> flushed(request));
            case CACHE -> {
                export.prefetch(request.offset(), request.length());
                replies.done(request);
            }
            case BLOCK_STATUS -> later(request, () -> status(request));
            case DISCONNECT -> throw new IllegalStateException("handled before");
        }
    }

    private boolean readNow(Request request) throws IOException {
        if (request.length() == 0) {
            replies.done(request);
            return true;
        }
        if (request.length() > MOST_INLINE
                || !export.isReady(request.offset(), (int) request.length())) {
            return false;
        }
        try {
            return replies.gather(request, disk);
        } catch (DiskFailure failure) {
            failed(request, failure.reason());
            return true;
        }
    }

    private void write(Request request) throws IOException {
        WritableSource target = (WritableSource) disk;
        IOException failure = null;
        ByteBuffer buffer = chunks.borrow();
        try {
            long left = request.length();
            if (wire.buffered() < left) {
                replies.flush(); // the client may be waiting for these before it sends the rest
            }
            while (left > 0) {
                buffer.clear().limit((int) Math.min(left, buffer.capacity()));
                wire.read(buffer);
                buffer.flip();
                long at = request.offset() + request.length() - left;
                left -= buffer.remaining();
                if (failure == null) {
                    try {
                        target.write(at, buffer);
                    } catch (IOException broken) {
                        failure = broken; // the rest has to be read all the same
                    }
                }
            }
        } finally {
            chunks.giveBack(buffer);
        }
        if (failure != null) {
            failed(request, failure);
        } else if (request.has(CommandFlags.FUA)) {
            later(request, () -> flushed(request));
        } else {
            replies.done(request);
        }
    }

    private void zero(Request request) throws IOException {
        WritableSource target = (WritableSource) disk;
        target.zero(request.offset(), request.length());
        if (request.has(CommandFlags.FUA)) {
            target.flush();
        }
    }

    private void flushed(Request request) throws IOException, DiskFailure {
        if (disk instanceof WritableSource target) {
            onDisk(target::flush);
        }
        replies.done(request);
    }

    private void status(Request request) throws IOException, DiskFailure {
        if (contexts.isEmpty()) {
            replies.failed(request, ErrorCode.INVAL, "no metadata context was selected");
            return;
        }
        boolean one = request.has(CommandFlags.REQ_ONE);
        ByteBuffer[] answers = new ByteBuffer[contexts.size()];
        onDisk(() -> {
            for (int i = 0; i < answers.length; i++) {
                answers[i] =
                        StatusReader.read(contexts.get(i), request.offset(), request.length(), one);
            }
        });
        for (int i = 0; i < answers.length; i++) {
            replies.status(request, answers[i], i == answers.length - 1);
        }
    }

    /** Work that may wait for a disk, and sends its reply. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, DiskFailure;
    }

    /** Work on the disk itself. */
    @FunctionalInterface
    private interface DiskWork {
        void run() throws IOException;
    }

    private static void onDisk(DiskWork work) throws DiskFailure {
        try {
            work.run();
        } catch (IOException failure) {
            throw new DiskFailure(failure);
        }
    }

    private void later(Request request, Work work) throws IOException {
        if (!waiting.tryAcquire()) {
            replies.flush(); // the client may be waiting for these before it takes others
            waiting.acquireUninterruptibly();
        }
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        carryOut(request, work);
                    } finally {
                        waiting.release();
                    }
                });
    }

    private void carryOut(Request request, Work work) {
        try {
            try {
                work.run();
            } catch (DiskFailure failure) {
                failed(request, failure.reason());
            } catch (RuntimeException bug) {
                reports.problem("%s: %s".formatted(export.name(), bug));
                replies.failed(request, ErrorCode.IO, bug.toString());
            }
            replies.flush();
        } catch (IOException gone) {
            end(); // the client cannot be told anything any more; the reader meets the same
            closeWire(gone);
        }
    }

    private void closeWire(IOException reason) {
        try {
            wire.close();
        } catch (IOException second) {
            reason.addSuppressed(second);
            reports.problem("%s: %s".formatted(export.name(), second.getMessage()));
        }
    }

    private void failed(Request request, IOException failure) throws IOException {
        reports.problem(
                "%s: %s of %d bytes at 0x%x failed: %s"
                        .formatted(
                                export.name(),
                                request.command(),
                                request.length(),
                                request.offset(),
                                failure.getMessage()));
        ErrorCode code = failure instanceof NoSpaceException ? ErrorCode.NOSPC : ErrorCode.IO;
        replies.failed(request, code, String.valueOf(failure.getMessage()));
    }
}
