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
        long size = sizeOf(source);
        return add(new SliceReader(source, size, workers), size, progress);
    }

    /**
     * Stores a disk that is a stored one with changes. The result is that of {@link
     * #addDisk(BlockSource, Progress)}; the work is that of what changed: only blocks that changed
     * are read.
     *
     * <p>The source may be larger or smaller than the base. Where the store cannot give what it
     * should have of the base, because its layout is damaged or blocks are in quarantine, the
     * source is read instead. Damage below unchanged parts that no verification has found yet stays
     * what it is for the base.
     *
     * @param source is read in order; not closed
     * @param changed the base, which must be published, and where the source may differ from it;
     *     this is believed
     * @throws StoreException.Absent when the store does not keep the base
     * @throws StoreException.Damaged when the base's own record is not what its id says
     * @throws StoreException.Cancelled when {@code progress} says so
     */
    public IngestResult addDisk(BlockSource source, ChangedFrom changed, Progress progress)
            throws IOException {
        long size = sizeOf(source);
        Node.Disk base = store.disk(changed.base());
        if (Geometry.blocks(size) == 1) {
            return addDisk(source, progress); // the one hash that stands in no tree
        }
        if (!isSound(changed.base(), base)) {
            throw new StoreException.Damaged(
                    "the record of disk %s does not have its digest"
                            .formatted(changed.base().abbreviated()));
        }
        ChangedBlocks blocks = new ChangedBlocks(changed.runs(), base.sizeBytes(), size);
        ChangedWalk walk = new ChangedWalk(store, base, blocks, size);
        return add(new SliceReader(source, size, walk, workers), size, progress);
    }

    private boolean isSound(Hash id, Node.Disk disk) {
        boolean oneBlock = Geometry.blocks(disk.sizeBytes()) == 1;
        Hash top = oneBlock ? sha.group(disk.root().toBytes(), 0, 1) : disk.root();
        return disk.top().equals(top) && sha.digest(disk.sizeBytes(), disk.root()).equals(id);
    }

    private static long sizeOf(BlockSource source) {
        long size = source.size();
        if (size > Geometry.MAX_DISK_BYTES) {
            throw new IllegalArgumentException("a disk of " + size + " bytes");
        }
        return size;
    }

    private IngestResult add(SliceReader slices, long size, Progress progress) throws IOException {
        long before = deduplicator.newBlocks();
        TreeBuilder tree = new TreeBuilder(size, this::inner);
        try (SliceReader reader = slices) {
            reader.start();
            Hash onlyBlock = Hash.NONE;
            while (true) {
                progress.check();
                switch (reader.next()) {
                    case SliceReader.Item.Zeros(long count) -> {
                        tree.addZeros(count * (SliceReader.SLICE / Geometry.LEAF_BYTES));
                        progress.advance(count * SliceReader.SLICE);
                    }
                    case SliceReader.Item.Subtree(int level, Hash key, long blocks) -> {
                        tree.add(level, key);
                        progress.advance(Math.min(blocks * Geometry.BLOCK, size));
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
                        new Deduplicator.Blocks(
                                slice.data(),
                                first * Geometry.BLOCK,
                                slice.hashes(),
                                first * Hash.BYTES,
                                blocks,
                                slice.kept()));
            }
            tree.add(1, key);
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
