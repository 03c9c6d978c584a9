package io.colama.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks the trees of disks and proves each node by its key: an inner node by its children, a leaf
 * by the hashes of the blocks that it points to. Nodes that disks share are proved once, unless
 * something under them is lost: then every disk is walked that far, so that its own ranges are
 * told.
 *
 * <p>Memory: eight to sixteen bytes for each node that was visited.
 */
final class TreeVerifier {

    private final NodeReader nodes;
    private final PackCatalog catalog;
    private final Quarantine quarantine;
    private final BlockFinder finder;
    private final Progress progress;
    private final VerityTree sha = new VerityTree();
    private final LongSet sound = new LongSet();
    private final Map<Hash, BitSet> segments = new HashMap<>();
    private final List<VerifyReport.LostRange> lost;
    private long visited;

    TreeVerifier(
            NodeReader nodes,
            PackCatalog catalog,
            Quarantine quarantine,
            BlockFinder finder,
            Progress progress,
            List<VerifyReport.LostRange> lost) {
        this.nodes = nodes;
        this.catalog = catalog;
        this.quarantine = quarantine;
        this.finder = finder;
        this.progress = progress;
        this.lost = lost;
    }

    long visited() {
        return visited;
    }

    /** The segments that the walked disks refer to. */
    Map<Hash, BitSet> segments() {
        return segments;
    }

    /** Walks one disk. */
    void disk(Hash id) throws IOException {
        Node found = nodes.best(id).orElse(null);
        if (!(found instanceof Node.Disk disk)) {
            lost.add(
                    new VerifyReport.LostRange(
                            id, 0, 0, "the record of disk " + id.abbreviated() + " is gone"));
            return;
        }
        visited++;
        boolean oneBlock = Geometry.blocks(disk.sizeBytes()) == 1;
        Hash top = oneBlock ? sha.group(disk.root().toBytes(), 0, 1) : disk.root();
        if (!sha.digest(disk.sizeBytes(), disk.root()).equals(id) || !disk.top().equals(top)) {
            lost.add(
                    new VerifyReport.LostRange(
                            id,
                            0,
                            disk.sizeBytes(),
                            "the record of disk "
                                    + id.abbreviated()
                                    + " does not have its digest"));
            return;
        }
        int levels = VerityTree.levels(disk.sizeBytes());
        if (levels > 0) {
            node(id, disk.sizeBytes(), disk.top(), levels, 0);
        }
    }

    /** Walks a subtree; returns whether nothing is lost in it. */
    private boolean node(Hash disk, long size, Hash key, int level, long firstBlock)
            throws IOException {
        if (key.equals(VerityTree.zero(level)) || !isNew(key)) {
            return true;
        }
        progress.check();
        visited++;
        long blocks =
                Math.min(
                        VerityTree.blocksPerChild(level) * Geometry.FANOUT,
                        Geometry.blocks(size) - firstBlock);
        Optional<Node> found = nodes.best(key);
        boolean whole;
        if (level == 1) {
            if (found.orElse(null) instanceof Node.Leaf leaf && leaf.blocks() == blocks) {
                whole = leaf(disk, key, leaf, firstBlock, size);
            } else {
                whole = false;
                lose(disk, firstBlock, blocks, size, "node " + key.abbreviated() + " is gone");
            }
        } else if (found.orElse(null) instanceof Node.Inner inner
                && inner.level() == level
                && isKey(key, inner)) {
            whole = true;
            long each = VerityTree.blocksPerChild(level);
            for (int i = 0; i < inner.children().size(); i++) {
                whole &=
                        node(disk, size, inner.children().get(i), level - 1, firstBlock + i * each);
            }
        } else {
            whole = false;
            lose(disk, firstBlock, blocks, size, "node " + key.abbreviated() + " is gone");
        }
        if (whole) {
            sound.add(key.a());
        }
        return whole;
    }

    private boolean isNew(Hash key) {
        return !sound.contains(key.a());
    }

    private boolean isKey(Hash key, Node.Inner inner) {
        byte[] children = new byte[Geometry.BLOCK];
        for (int i = 0; i < inner.children().size(); i++) {
            inner.children().get(i).put(children, i * Hash.BYTES);
        }
        return sha.group(children, 0, inner.children().size()).equals(key);
    }

    /**
     * Proves a leaf by the hashes of the blocks it points to, and tells which of them cannot be
     * read.
     */
    private boolean leaf(Hash disk, Hash key, Node.Leaf leaf, long firstBlock, long size)
            throws IOException {
        byte[] hashes = new byte[Geometry.BLOCK];
        boolean readable = true;
        int block = 0;
        for (Extent extent : leaf.extents()) {
            Hash pack = extent.pack();
            if (pack == null) {
                for (int i = 0; i < extent.blocks(); i++) {
                    VerityTree.zero(0).put(hashes, (block + i) * Hash.BYTES);
                }
            } else {
                try {
                    readable &= extent(disk, pack, extent, hashes, block, firstBlock, size);
                } catch (StoreException.Damaged e) {
                    lose(disk, firstBlock + block, extent.blocks(), size, e.getMessage());
                    readable = false;
                }
            }
            block += extent.blocks();
        }
        if (readable && !sha.group(hashes, 0, block).equals(key)) {
            lose(
                    disk,
                    firstBlock,
                    block,
                    size,
                    "leaf " + key.abbreviated() + " points to other blocks");
            return false;
        }
        return readable;
    }

    private boolean extent(
            Hash disk,
            Hash pack,
            Extent extent,
            byte[] hashes,
            int block,
            long firstBlock,
            long size)
            throws IOException {
        return catalog.use(
                pack,
                open -> {
                    boolean readable = true;
                    PackToc toc = open.toc();
                    int end = extent.firstBlock() + extent.blocks();
                    if (end > toc.blocks()) {
                        throw new StoreException.Damaged(
                                "%s: block %d of %d is referred to"
                                        .formatted(Formats.packName(pack), end - 1, toc.blocks()));
                    }
                    int at = extent.firstBlock();
                    while (at < end) {
                        int segment = toc.segmentOf(at);
                        int stop = Math.min(end, toc.endBlock(segment));
                        segments.computeIfAbsent(pack, _ -> new BitSet()).set(segment);
                        int n = segment / Geometry.NEIGHBOURHOOD_SEGMENTS;
                        byte[] known = neighbourhood(open, n);
                        int from = (at - toc.neighbourhoodStart(n)) * Hash.BYTES;
                        int to = (block + at - extent.firstBlock()) * Hash.BYTES;
                        System.arraycopy(known, from, hashes, to, (stop - at) * Hash.BYTES);
                        if (quarantine.isBad(pack, segment)) {
                            for (int i = at; i < stop; i++) {
                                Hash wanted = Hash.at(hashes, to + (i - at) * Hash.BYTES);
                                if (finder.find(wanted, pack).isEmpty()) {
                                    long number = firstBlock + block + i - extent.firstBlock();
                                    lose(disk, number, 1, size, open.segmentName(segment));
                                    readable = false;
                                }
                            }
                        }
                        at = stop;
                    }
                    return readable;
                });
    }

    private Hash lastPack = Hash.NONE;
    private int lastNeighbourhood = -1;
    private byte[] lastHashes = new byte[0];

    /** The hashes of a neighbourhood; consecutive leaves mostly ask for the same. */
    private byte[] neighbourhood(DataPack open, int number) throws IOException {
        if (!open.name().equals(lastPack) || number != lastNeighbourhood) {
            lastHashes = open.hashes(number);
            lastPack = open.name();
            lastNeighbourhood = number;
        }
        return lastHashes;
    }

    /** Adds a lost range, joined with the one before where they touch. */
    private void lose(Hash disk, long block, long blocks, long size, String file) {
        long offset = block * Geometry.BLOCK;
        long end = Math.min(size, (block + blocks) * Geometry.BLOCK);
        if (!lost.isEmpty()) {
            VerifyReport.LostRange last = lost.getLast();
            if (last.disk().equals(disk)
                    && last.offset() + last.length() == offset
                    && last.file().equals(file)) {
                lost.set(
                        lost.size() - 1,
                        new VerifyReport.LostRange(disk, last.offset(), end - last.offset(), file));
                return;
            }
        }
        lost.add(new VerifyReport.LostRange(disk, offset, end - offset, file));
    }
}
