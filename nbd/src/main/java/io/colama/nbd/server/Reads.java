package io.colama.nbd.server;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.block.RunWalk;
import io.colama.nbd.protocol.CommandFlags;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Answers to read requests, piece by piece through one buffer each. Threads: any number. */
final class Reads {

    /** The data of one piece. */
    static final int PIECE = 256 << 10;

    /** A shorter stretch of zeros is sent as data: a chunk of its own costs more. */
    private static final int LEAST_HOLE = 16 << 10;

    private final BlockSource disk;
    private final Replies replies;
    private final Chunks chunks;

    Reads(BlockSource disk, Replies replies, Chunks chunks) {
        this.disk = disk;
        this.replies = replies;
        this.chunks = chunks;
    }

    /**
     * Reads and replies.
     *
     * @throws DiskFailure when the disk cannot be read, and the client can still be told
     */
    void read(Request request) throws IOException, DiskFailure {
        ByteBuffer buffer = chunks.borrow();
        try {
            if (request.length() <= room(buffer)) {
                replies.header(request, buffer);
                fill(request.offset(), (int) request.length(), buffer);
                replies.send(buffer.flip());
            } else if (replies.structured() && !request.has(CommandFlags.DF)) {
                inChunks(request, buffer);
            } else {
                asOne(request, buffer);
            }
        } finally {
            chunks.giveBack(buffer);
        }
    }

    private static int room(ByteBuffer buffer) {
        return Math.min(PIECE, buffer.capacity() - Replies.MOST_HEADER);
    }

    private void inChunks(Request request, ByteBuffer buffer) throws IOException, DiskFailure {
        long end = request.offset() + request.length();
        long data = request.offset();
        RunWalk walk = RunWalk.of(disk, request.offset(), request.length());
        while (advance(walk)) {
            Run run = walk.run();
            if (!run.isData() && run.length() >= LEAST_HOLE) {
                data(request, data, run.offset(), end, buffer);
                replies.hole(request, run.offset(), (int) run.length(), run.end() == end);
                data = run.end();
            }
        }
        data(request, data, end, end, buffer);
    }

    private static boolean advance(RunWalk walk) throws DiskFailure {
        try {
            return walk.advance();
        } catch (IOException failure) {
            throw new DiskFailure(failure);
        }
    }

    private void data(Request request, long from, long to, long end, ByteBuffer buffer)
            throws IOException, DiskFailure {
        for (long at = from; at < to; ) {
            int length = (int) Math.min(room(buffer), to - at);
            buffer.clear();
            Replies.dataChunk(request, at, length, at + length == end, buffer);
            fill(at, length, buffer);
            replies.send(buffer.flip());
            at += length;
        }
    }

    /**
     * A long range in one message. When the disk fails after its beginning was sent, there is no
     * way to tell: the connection ends.
     */
    private void asOne(Request request, ByteBuffer buffer) throws IOException, DiskFailure {
        long end = request.offset() + request.length();
        int first = room(buffer);
        replies.header(request, buffer);
        fill(request.offset(), first, buffer);
        replies.together(() -> {
            replies.send(buffer.flip());
            for (long at = request.offset() + first; at < end; ) {
                int length = (int) Math.min(room(buffer), end - at);
                disk.read(at, buffer.clear().limit(length));
                replies.send(buffer.flip());
                at += length;
            }
        });
    }

    private void fill(long offset, int length, ByteBuffer buffer) throws DiskFailure {
        try {
            disk.read(offset, buffer.limit(buffer.position() + length));
        } catch (IOException failure) {
            throw new DiskFailure(failure);
        }
    }
}
