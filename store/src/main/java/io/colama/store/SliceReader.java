package io.colama.store;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;

/**
 * Reads a source in order, slice by slice, on a thread of its own, and hands each slice to the
 * workers for hashing. Where the source knows that it is zero, nothing is read.
 *
 * <p>The number of slices under way is bounded by the buffers: whoever takes a slice gives its
 * buffer back.
 */
final class SliceReader implements AutoCloseable {

    /** Bytes in a slice: 1 MiB, two leaves. */
    static final int SLICE = 2 * Geometry.LEAF_BYTES;

    private final BlockSource source;
    private final long size;
    private final Workers workers;
    private final BlockingQueue<byte[]> buffers;
    private final BlockingQueue<Item> items;
    private final Thread thread;
    private volatile boolean stopped;
    private long allocatedBytes;

    /** What comes out, in the order of the disk. */
    sealed interface Item {
        /** So many full slices that are zero. */
        record Zeros(long slices) implements Item {}

        /** A slice that was read and is being hashed. */
        record Read(Future<Slice> slice) implements Item {}

        /** Nothing more comes; {@code allocatedBytes} were read as data. */
        record End(long allocatedBytes) implements Item {}

        /** Reading failed. */
        record Failed(Throwable cause) implements Item {}
    }

    /**
     * A slice with its hashes.
     *
     * @param data the bytes; zeros behind the end of the disk
     * @param blocks how many blocks of it belong to the disk
     * @param hashes 32 bytes for each block
     */
    record Slice(byte[] data, int blocks, byte[] hashes) {}

    /** Reads {@code size} bytes; a source that has another size meanwhile is an error. */
    SliceReader(BlockSource source, long size, Workers workers) {
        this.source = source;
        this.size = size;
        this.workers = workers;
        int window = 2 * workers.count() + 4;
        buffers = new ArrayBlockingQueue<>(window);
        for (int i = 0; i < window; i++) {
            buffers.add(new byte[SLICE]);
        }
        items = new ArrayBlockingQueue<>(window + 2);
        thread = Thread.ofPlatform().daemon().name("colama-reader").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Item next() throws IOException {
        try {
            return items.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted");
        }
    }

    /** Gives back the buffer of a slice that is not needed any more. */
    void release(Slice slice) {
        buffers.add(slice.data);
    }

    private void run() {
        try {
            readAll();
        } catch (IOException | RuntimeException | Error e) {
            put(new Item.Failed(e));
        }
    }

    private void readAll() throws IOException {
        long zeros = 0;
        long offset = 0;
        while (offset < size && !stopped) {
            long skip = zeroSlices(offset);
            if (skip > 0) {
                zeros += skip;
                offset += skip * SLICE;
                continue;
            }
            if (zeros > 0) {
                put(new Item.Zeros(zeros));
                zeros = 0;
            }
            read(offset, (int) Math.min(SLICE, size - offset));
            offset += SLICE;
        }
        if (zeros > 0) {
            put(new Item.Zeros(zeros));
        }
        if (source.size() != size) {
            throw new IOException(
                    "the disk has %d bytes, but had %d when reading began"
                            .formatted(source.size(), size));
        }
        put(new Item.End(allocatedBytes));
    }

    /** How many full slices from {@code offset} on lie in runs that are known to be zero. */
    private long zeroSlices(long offset) throws IOException {
        long end = offset;
        while (end < size) {
            Run run = runAt(end);
            if (run.isData()) {
                break;
            }
            end = run.end();
        }
        return (end - offset) / SLICE;
    }

    private Run runAt(long offset) throws IOException {
        Run run = source.runAt(offset);
        if (run.offset() != offset || run.end() > size) {
            throw new IOException(
                    "a run from 0x%x to 0x%x, from 0x%x to at most 0x%x expected"
                            .formatted(run.offset(), run.end(), offset, size));
        }
        return run;
    }

    private void read(long offset, int length) throws IOException {
        byte[] data = take();
        ByteBuffer target = ByteBuffer.wrap(data);
        int at = 0;
        while (at < length) {
            Run run = runAt(offset + at);
            int end = (int) Math.min(length, run.end() - offset);
            if (run.isData()) {
                source.read(offset + at, target.limit(end).position(at));
                if (target.hasRemaining()) { // what is left in the buffer is of another slice
                    throw new IOException(
                            "%d bytes at 0x%x were not read"
                                    .formatted(target.remaining(), offset + target.position()));
                }
                allocatedBytes += end - at;
            } else {
                Arrays.fill(data, at, end, (byte) 0);
            }
            at = end;
        }
        Arrays.fill(data, length, SLICE, (byte) 0);
        int blocks = (int) Geometry.blocks(length);
        put(new Item.Read(workers.submit(tools -> hash(tools, data, blocks))));
    }

    private static Slice hash(Workers.Tools tools, byte[] data, int blocks) {
        byte[] hashes = new byte[blocks * Hash.BYTES];
        Hash zero = VerityTree.zero(0);
        for (int i = 0; i < blocks; i++) {
            if (Bytes.isZeroBlock(data, i * Geometry.BLOCK)) {
                zero.put(hashes, i * Hash.BYTES);
            } else {
                tools.sha.hashBlock(data, i * Geometry.BLOCK, hashes, i * Hash.BYTES);
            }
        }
        return new Slice(data, blocks, hashes);
    }

    private byte[] take() throws IOException {
        try {
            return buffers.take();
        } catch (InterruptedException e) {
            throw new java.io.InterruptedIOException("interrupted");
        }
    }

    private void put(Item item) {
        try {
            items.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops reading and waits for the thread, so that the source can be closed. */
    @Override
    public void close() {
        stopped = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            items.clear();
            buffers.offer(new byte[SLICE]);
            try {
                thread.join(5);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
