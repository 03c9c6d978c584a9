package io.colama.store;

import io.colama.block.BlockSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Adds disks and blobs to a store.
 *
 * <p>What was added can be read, and may be referred to, after {@link #publish()} returned. Closing
 * without it leaves nothing but packs that nobody refers to. A writer that threw anything must be
 * closed.
 *
 * <p>Threads: one at a time; several writers, also in several processes, may work at once.
 */
public final class StoreWriter implements Closeable {

    private final Store store;
    private final Backend backend;
    private final Workers workers;
    private final NodeReader nodes;
    private final PendingLayout pending = new PendingLayout();
    private final PackPublisher publisher;
    private final Deduplicator deduplicator;
    private final VerityTree sha = new VerityTree();
    private long nodeBytes;

    StoreWriter(Store store, Workers workers) {
        this.store = store;
        this.backend = store.backend();
        this.workers = workers;
        this.nodes = store.nodes();
        this.publisher = new PackPublisher(backend, workers);
        this.deduplicator =
                new Deduplicator(
                        store.index(),
                        store.catalog(),
                        store.quarantine(),
                        nodes,
                        pending,
                        publisher);
    }

    /** The bytes that were added to packs by everything published so far. */
    public long bytesStored() {
        return publisher.bytesStored() + nodeBytes;
    }

    /**
     * Stores a disk.
     *
     * @param source is read once, in order; not closed
     * @throws StoreException.Cancelled when {@code progress} says so
     */
    public IngestResult addDisk(BlockSource source, Progress progress) throws IOException {
        long size = source.size();
        if (size > Geometry.MAX_DISK_BYTES) {
            throw new IllegalArgumentException("a disk of " + size + " bytes");
        }
        long before = deduplicator.newBlocks();
        TreeBuilder tree = new TreeBuilder(size, this::inner);
        try (SliceReader reader = new SliceReader(source, size, workers)) {
            reader.start();
            Hash onlyBlock = Hash.NONE;
            while (true) {
                progress.check();
                switch (reader.next()) {
                    case SliceReader.Item.Zeros(long slices) -> {
                        tree.addZeros(slices * (SliceReader.SLICE / Geometry.LEAF_BYTES));
                        progress.advance(slices * SliceReader.SLICE);
                    }
                    case SliceReader.Item.Read read -> {
                        SliceReader.Slice slice = Workers.await(read.slice());
                        onlyBlock = Hash.at(slice.hashes(), 0);
                        leaves(slice, tree);
                        progress.advance(Math.min((long) slice.blocks() * Geometry.BLOCK, size));
                        reader.release(slice);
                        if (pending.isFull()) {
                            publish();
                        }
                    }
                    case SliceReader.Item.End(long allocated) -> {
                        Hash top = tree.finish();
                        StoredDisk disk = disk(size, top, onlyBlock);
                        long added = deduplicator.newBlocks() - before;
                        return new IngestResult(disk, allocated, added * Geometry.BLOCK);
                    }
                    case SliceReader.Item.Failed(Throwable cause) -> throw Workers.rethrow(cause);
                }
            }
        }
    }

    private void leaves(SliceReader.Slice slice, TreeBuilder tree) throws IOException {
        for (int first = 0; first < slice.blocks(); first += Geometry.FANOUT) {
            int blocks = Math.min(Geometry.FANOUT, slice.blocks() - first);
            Hash key = sha.group(slice.hashes(), first * Hash.BYTES, blocks);
            if (!key.equals(VerityTree.zero(1))) {
                deduplicator.leaf(
                        key,
                        slice.data(),
                        first * Geometry.BLOCK,
                        slice.hashes(),
                        first * Hash.BYTES,
                        blocks);
            }
            tree.add(key);
        }
    }

    private void inner(Hash key, Node.Inner node) throws IOException {
        if (!pending.hasNode(key) && nodes.usable(key).isEmpty()) {
            pending.node(key, node);
        }
    }

    private StoredDisk disk(long size, Hash top, Hash onlyBlock) throws IOException {
        Hash root = Geometry.blocks(size) == 1 ? blockOrZero(onlyBlock) : top;
        Hash id = sha.digest(size, root);
        if (!pending.hasNode(id) && !(nodes.usable(id).orElse(null) instanceof Node.Disk)) {
            pending.node(id, new Node.Disk(size, root, top));
        }
        return new StoredDisk(id, size);
    }

    /**
     * The root of a disk of one block; such a disk is always read, unless it is known to be zero.
     */
    private static Hash blockOrZero(Hash onlyBlock) {
        return onlyBlock.equals(Hash.NONE) ? VerityTree.zero(0) : onlyBlock;
    }

    /**
     * Stores bytes that the store does not look into.
     *
     * @return their SHA-256, which names them
     * @throws IllegalArgumentException when there are more than 16 MiB
     */
    public Hash addBlob(byte[] bytes) throws IOException {
        if (bytes.length > Node.MAX_BLOB) {
            throw new IllegalArgumentException(
                    "a blob of " + bytes.length + " bytes, at most " + Node.MAX_BLOB);
        }
        Hash key = sha.hash(bytes, 0, bytes.length);
        Optional<Node> known = nodes.usable(key);
        if (!pending.hasNode(key) && known.isEmpty()) {
            pending.node(key, new Node.Blob(bytes.clone()));
        }
        return key;
    }

    /** Makes everything that was added durable and readable: packs, then nodes, then the index. */
    public void publish() throws IOException {
        long added = deduplicator.publish(backend);
        if (added == 0) {
            backend.sync(
                    Formats.INDEX); // all was known: from files that a killed writer may not have
            // made durable
        }
        nodeBytes += added;
    }

    @Override
    public void close() throws IOException {
        publisher.close();
        workers.close();
        try {
            store.tidyIndex();
        } catch (IOException e) {
            // what was added is published or given up by now; the next writer tidies
        }
    }
}
