package io.colama.store;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source in order, slice by slice, on a thread of its own, and hands each slice to the
 * workers for hashing. Where the source knows that it is zero, nothing is read. What is read is
 * decided by a {@link Walk}; without one, everything.
 *
 * <p>The number of slices under way is bounded by the buffers: whoever takes a slice gives its
 * buffer back.
 */
final class SliceReader implements AutoCloseable {

    /** Bytes in a slice: 1 MiB, two leaves. */
    static final int SLICE = 2 * Geometry.LEAF_BYTES;

    private final BlockSource source;
    private final long size;
    private final Walk walk;
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

        /** A whole subtree that is known by its key, and how many blocks it has. */
        record Subtree(int level, Hash key, long blocks) implements Item {}

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
     * @param kept the blocks that were not read, in a slice of one leaf; null when all were
     */
    record Slice(byte[] data, int blocks, byte[] hashes, @Nullable KeptBlocks kept) {}

    /** Decides what of the source is read. */
    @FunctionalInterface
    interface Walk {
        /** Has all parts of the disk put out in order, on the reader's thread. */
        void walk(SliceReader out) throws IOException;
    }

    /** Reads {@code size} bytes; a source that has another size meanwhile is an error. */
    SliceReader(BlockSource source, long size, Workers workers) {
        this(source, size, SliceReader::everything, workers);
    }

    /** Reads what a walk asks for. */
    SliceReader(BlockSource source, long size, Walk walk, Workers workers) {
        this.source = source;
        this.size = size;
        this.walk = walk;
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
        walk.walk(this);
        if (source.size() != size) {
            throw new IOException(
                    "the disk has %d bytes, but had %d when reading began"
                            .formatted(source.size(), size));
        }
        put(new Item.End(allocatedBytes));
    }

    private void everything() throws IOException {
        long zeros = 0;
        long offset = 0;
        while (offset < size && !stopped) {
            long skip = zerosFrom(offset) / SLICE;
            if (skip > 0) {
                zeros += skip;
                offset += skip * SLICE;
                continue;
            }
            if (zeros > 0) {
                put(new Item.Zeros(zeros));
                zeros = 0;
            }
            slice(offset, (int) Math.min(SLICE, size - offset));
            offset += SLICE;
        }
        if (zeros > 0) {
            put(new Item.Zeros(zeros));
        }
    }

    /** Whether nobody wants more of the disk. */
    boolean isStopped() {
        return stopped;
    }

    /** How many bytes from {@code offset} on lie in runs that are known to be zero. */
    long zerosFrom(long offset) throws IOException {
        long end = offset;
        while (end < size) {
            Run run = runAt(end);
            if (run.isData()) {
                break;
            }
            end = run.end();
        }
        return end - offset;
    }

    /** Puts out a subtree that need not be read. */
    void subtree(int level, Hash key, long blocks) {
        put(new Item.Subtree(level, key, blocks));
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

    private void slice(long offset, int length) throws IOException {
        byte[] data = take();
        read(offset, data, 0, length);
        Arrays.fill(data, length, SLICE, (byte) 0);
        int blocks = (int) Geometry.blocks(length);
        put(new Item.Read(workers.submit(tools -> hash(tools, data, blocks))));
    }

    /** Has those blocks of a leaf read and hashed that are not kept. */
    void leaf(long offset, int length, KeptBlocks kept) throws IOException {
        byte[] data = take();
        int blocks = (int) Geometry.blocks(length);
        for (int from = kept.nextRead(0, blocks); from < blocks; ) {
            int end = kept.nextKept(from, blocks);
            read(offset, data, from * Geometry.BLOCK, Math.min(length, end * Geometry.BLOCK));
            from = kept.nextRead(end, blocks);
        }
        Arrays.fill(data, length, blocks * Geometry.BLOCK, (byte) 0);
        put(new Item.Read(workers.submit(tools -> hash(tools, data, blocks, kept))));
    }

    /** Reads the bytes of a slice between two places. */
    private void read(long offset, byte[] data, int from, int to) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(data);
        int at = from;
        while (at < to) {
            Run run = runAt(offset + at);
            int end = (int) Math.min(to, run.end() - offset);
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
    }

    private static Slice hash(Workers.Tools tools, byte[] data, int blocks) {
        byte[] hashes = new byte[blocks * Hash.BYTES];
        for (int i = 0; i < blocks; i++) {
            hash(tools, data, i, hashes, i * Hash.BYTES);
        }
        return new Slice(data, blocks, hashes, null);
    }

    private static Slice hash(Workers.Tools tools, byte[] data, int blocks, KeptBlocks kept) {
        byte[] hash = new byte[Hash.BYTES];
        for (int i = kept.nextRead(0, blocks); i < blocks; i = kept.nextRead(i + 1, blocks)) {
            hash(tools, data, i, hash, 0);
            kept.hashed(i, hash);
        }
        return new Slice(data, blocks, kept.hashes(), kept);
    }

    private static void hash(
            Workers.Tools tools, byte[] data, int block, byte[] hashes, int offset) {
        if (Bytes.isZeroBlock(data, block * Geometry.BLOCK)) {
            VerityTree.zero(0).put(hashes, offset);
        } else {
            tools.sha.hashBlock(data, block * Geometry.BLOCK, hashes, offset);
        }
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
