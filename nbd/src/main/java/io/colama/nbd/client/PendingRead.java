package io.colama.nbd.client;

import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Command;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A request for data, which goes where it belongs as it comes. */
final class PendingRead implements Pending {

    private static final byte[] ZEROS = new byte[4096];

    private final long offset;
    private final ByteBuffer target;
    private final Coverage coverage;
    private final Completion completion = new Completion();

    /** A request for as many bytes as the buffer has. */
    PendingRead(long offset, ByteBuffer target) {
        this.offset = offset;
        this.target = target;
        this.coverage = new Coverage(target.capacity());
    }

    @Override
    public Command command() {
        return Command.READ;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long length() {
        return target.capacity();
    }

    @Override
    public Completion completion() {
        return completion;
    }

    @Override
    public void simple(Wire wire) throws IOException {
        wire.read(target.clear());
    }

    @Override
    public void chunk(Chunk type, int payload, Wire wire) throws IOException {
        if (type == Chunk.OFFSET_DATA && payload > Long.BYTES) {
            wire.read(piece(wire.readLong(), payload - Long.BYTES));
        } else if (type == Chunk.OFFSET_HOLE && payload == Long.BYTES + Integer.BYTES) {
            long at = wire.readLong();
            ByteBuffer zeros = piece(at, Integer.toUnsignedLong(wire.readInt()));
            while (zeros.hasRemaining()) {
                zeros.put(ZEROS, 0, Math.min(ZEROS.length, zeros.remaining()));
            }
        } else if (type != Chunk.NONE || payload != 0) {
            throw unexpected(type, payload);
        }
    }

    private ByteBuffer piece(long at, long count) throws NbdException.BadServer {
        if (at < offset) {
            throw new NbdException.BadServer(
                    "data at 0x%s answers %s".formatted(Long.toHexString(at), text()));
        }
        coverage.add(at - offset, count);
        return target.slice((int) (at - offset), (int) count);
    }

    @Override
    public void finish() throws NbdException.BadServer {
        if (coverage.missing() > 0) {
            throw new NbdException.BadServer(
                    "the answer to %s ends without %d of them"
                            .formatted(text(), coverage.missing()));
        }
    }
}
