package io.colama.store;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A repository's disks, blobs and logs, on a {@link Backend}.
 *
 * <p>Opening costs the description and the headers of a few index files, whatever the size of the
 * repository. Readers take no locks. Everything that was published stays as it is.
 *
 * <p>Threads: any number; close it when nobody uses it any more.
 */
public final class Store implements Closeable {

    /**
     * zstd level of new segments: see docs/notes/performance.md for what other levels would cost
     * and save.
     */
    static final int LEVEL = 1;

    /** Decoded segments that are kept for all who read disks in passing. */
    private static final long CACHE_BYTES = 16 << 20;

    private static final int LEAF_MAPS = 64;

    private final Workers.ToolPool tools = new Workers.ToolPool(LEVEL);
    private final Backend backend;
    private final RepositoryFile description;
    private final IndexSet index;
    private final PackCatalog catalog;
    private final Quarantine quarantine;
    private final NodeReader nodes;
    private final SegmentReader segments;
    private final AppendLog logs;
    private volatile boolean indexChecked;
    private volatile boolean indexCovers;

    private Store(Backend backend, RepositoryFile description) throws IOException {
        this.backend = backend;
        this.description = description;
        this.index = new IndexSet(backend);
        this.catalog = new PackCatalog(backend);
        this.quarantine = new Quarantine(backend);
        this.nodes = new NodeReader(index, catalog, quarantine);
        this.segments =
                new SegmentReader(
                        catalog,
                        new BlockFinder(index, catalog, quarantine),
                        tools,
                        new SegmentCache(CACHE_BYTES));
        this.logs = new AppendLog(backend);
    }

    /**
     * Makes an empty store.
     *
     * @throws StoreException.Exists when there is one
     */
    public static Store create(Backend backend, UUID id, Instant now) throws IOException {
        RepositoryFile.create(backend, new RepositoryFile(id, now));
        return open(backend);
    }

    /**
     * Opens a store.
     *
     * @throws StoreException.NotARepository when there is none, or one of a younger format
     */
    public static Store open(Backend backend) throws IOException {
        return new Store(backend, RepositoryFile.read(backend));
    }

    /** What the repository says about itself. */
    public RepositoryFile description() {
        return description;
    }

    /** The logs of this repository. */
    public AppendLog logs() {
        return logs;
    }

    /**
     * A writer with a thread for each processor. The first one indexes packs that no index file
     * covers, which writers that were killed or gave up have left behind: what they stored is not
     * stored again. Costs a listing of the packs.
     */
    public StoreWriter writer() throws IOException {
        index.refresh();
        quarantine.refresh();
        if (!index.damaged().isEmpty()) {
            new IndexRecovery(backend, index, catalog, quarantine).run();
        } else if (!indexCovers) {
            new IndexRecovery(backend, index, catalog, quarantine).cover();
        }
        indexCovers = true;
        return new StoreWriter(this, workers());
    }

    private static Workers workers() {
        return Workers.ofProcessors();
    }

    /** The disk of this id, if the store keeps it. */
    public Optional<StoredDisk> find(Hash id) throws IOException {
        return findDisk(id).map(disk -> new StoredDisk(id, disk.sizeBytes()));
    }

    private Optional<Node.Disk> findDisk(Hash id) throws IOException {
        return node(id).filter(Node.Disk.class::isInstance).map(Node.Disk.class::cast);
    }

    /** The record of a disk that must be there. */
    Node.Disk disk(Hash id) throws IOException {
        return findDisk(id)
                .orElseThrow(() -> new StoreException.Absent("no disk has the id " + id));
    }

    /**
     * A node, looked for again in young index files, and in packs that damaged index files covered,
     * before giving up.
     */
    Optional<Node> node(Hash key) throws IOException {
        Optional<Node> node = nodes.best(key);
        if (node.isEmpty()) {
            index.refresh();
            node = nodes.best(key);
        }
        if (node.isEmpty() && !indexChecked) {
            indexChecked = true;
            if (new IndexRecovery(backend, index, catalog, quarantine).run() > 0) {
                node = nodes.best(key);
            }
        }
        return node;
    }

    /**
     * A stored disk as a source; closing it does nothing.
     *
     * @throws StoreException.Absent when the store does not keep it
     */
    public BlockSource open(Hash id) throws IOException {
        return new StoredDiskSource(tree(id), segments, LEAF_MAPS);
    }

    /**
     * A cache and threads for disks that guests run from. To be closed before the store.
     *
     * @param cacheBytes how much memory decoded segments may take, at least {@link
     *     LiveReading#LEAST_CACHE_BYTES}
     */
    public LiveReading live(long cacheBytes) {
        return new LiveReading(this, segments, cacheBytes, workers());
    }

    /** Counts what groups of disks share. */
    public Sharing sharing() {
        return new Sharing(this);
    }

    TreeReader tree(Hash id) throws IOException {
        return new TreeReader(this::node, id, disk(id));
    }

    /**
     * Writes a stored disk into a sink, in parallel; the sink is not finished.
     *
     * @throws StoreException.Absent when the store does not keep it
     * @throws StoreException.Damaged when a part of it cannot be had
     */
    public void copy(Hash id, BlockSink sink, Progress progress) throws IOException {
        try (Workers workers = workers()) {
            new DiskCopier(tree(id), segments, workers).copy(sink, progress);
        }
    }

    /**
     * Compares a source with a stored disk, block by block.
     *
     * @throws StoreException.Absent when the store does not keep the disk
     */
    public Comparison compare(Hash id, BlockSource source, Progress progress) throws IOException {
        return hashes(id).compare(source, progress);
    }

    /**
     * The hashes of a stored disk.
     *
     * @throws StoreException.Absent when the store does not keep it
     */
    public DiskHashes hashes(Hash id) throws IOException {
        return new StoredHashes(tree(id), catalog);
    }

    /**
     * The runs in which two stored disks differ, in ascending order and whole blocks but for the
     * end of the longer disk. Costs what changed, not what exists; nothing is decoded.
     *
     * <p>The kind of a run says what the disk {@code after} has there; {@link Run.Kind#HOLE} is
     * what lies behind its end.
     *
     * @throws StoreException.Absent when the store does not keep one of them
     */
    public List<Run> changes(Hash before, Hash after, Progress progress) throws IOException {
        return new DiskChanges(tree(before), tree(after), catalog).find(progress);
    }

    /** How many bytes of a stored disk are not known to be zero: what a sparse copy of it takes. */
    public long dataBytes(Hash id) throws IOException {
        TreeReader tree = tree(id);
        long blocks = 0;
        for (long leaf = 0; leaf < tree.leaves(); ) {
            TreeReader.Found found = tree.find(leaf);
            Node.Leaf layout = found.leaf();
            leaf += layout == null ? found.zeroLeaves() : 1;
            if (layout != null) {
                for (Extent extent : layout.extents()) {
                    blocks += extent.pack() == null ? 0 : extent.blocks();
                }
            }
        }
        return Math.min(tree.sizeBytes(), blocks * Geometry.BLOCK);
    }

    /**
     * The bytes of a blob.
     *
     * @throws StoreException.Absent when there is none of this name
     */
    public byte[] blob(Hash key) throws IOException {
        if (node(key).orElse(null) instanceof Node.Blob blob) {
            return blob.bytes().clone();
        }
        throw new StoreException.Absent("there is no object " + key);
    }

    /**
     * The names of blobs that begin with hexadecimal digits.
     *
     * @param most how many at most
     */
    public List<Hash> blobs(String prefix, int most) throws IOException {
        return nodes.blobs(prefix, most);
    }

    /**
     * Verifies, repairs what can be written anew, and puts what is damaged into quarantine.
     *
     * @throws StoreException.Cancelled when {@code progress} says so; a full run can be resumed
     */
    public VerifyReport verify(VerifyRequest request, Progress progress) throws IOException {
        try (Workers workers = workers()) {
            return new Verification(this, workers, request, progress).run();
        }
    }

    /** Counts what is there. Costs a look at every pack's footer. */
    public StoreStats stats() throws IOException {
        index.refresh();
        long bytes = 0;
        long blocks = 0;
        var dataPacks = PackNames.dataPacks(backend);
        for (Hash name : dataPacks) {
            bytes += catalog.use(name, DataPack::sizeBytes);
            blocks += catalog.use(name, open -> (long) open.toc().blocks());
        }
        var nodePacks = PackNames.nodePacks(backend);
        for (Hash name : nodePacks) {
            bytes += catalog.nodes(name).sizeBytes();
        }
        long indexBytes = index.files().stream().mapToLong(IndexFile::sizeBytes).sum();
        return new StoreStats(
                dataPacks.size(),
                nodePacks.size(),
                bytes,
                index.files().size(),
                indexBytes,
                blocks * Geometry.BLOCK);
    }

    /** Merges index files where there are many, after something was added. */
    void tidyIndex() throws IOException {
        if (!index.merge()) {
            new IndexRecovery(backend, index, catalog, quarantine).run();
        }
    }

    Backend backend() {
        return backend;
    }

    IndexSet index() {
        return index;
    }

    PackCatalog catalog() {
        return catalog;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    NodeReader nodes() {
        return nodes;
    }

    @Override
    public void close() throws IOException {
        tools.close();
        catalog.close();
        backend.close();
    }
}
