package io.colama.store;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a disk that is a stored one with changes, in order: what did not change is taken by the key
 * of its subtree, of leaves that changed in part only the changed blocks are read.
 *
 * <p>What is taken from the base is proved on the way: inner nodes by their children, a leaf by the
 * hashes that the packs' tables have for its blocks. What cannot be proved, or lies in quarantine,
 * is read from the source, as if it had changed. While nothing is in quarantine, the nodes below an
 * unchanged subtree are not looked at; else every leaf is.
 *
 * <p>Threads: one.
 */
final class ChangedWalk implements SliceReader.Walk {

    private final NodeReader nodes;
    private final Quarantine quarantine;
    private final BlockHashes hashes;
    private final VerityTree sha = new VerityTree();
    private final Node.Disk base;
    private final int baseLevels;
    private final long baseBlocks;
    private final long size;
    private final long blocks;
    private final ChangedBlocks changed;

    ChangedWalk(Store store, Node.Disk base, ChangedBlocks changed, long size) {
        this.nodes = store.nodes();
        this.quarantine = store.quarantine();
        this.hashes = new BlockHashes(store.catalog());
        this.base = base;
        this.baseLevels = VerityTree.levels(base.sizeBytes());
        this.baseBlocks = Geometry.blocks(base.sizeBytes());
        this.size = size;
        this.blocks = Geometry.blocks(size);
        this.changed = changed;
    }

    @Override
    public void walk(SliceReader out) throws IOException {
        int levels = VerityTree.levels(size);
        if (levels > 0) {
            node(out, levels, 0, leftmost(levels));
        }
    }

    /** The key of the base's first node at a level; null when it has none that can be told. */
    private @Nullable Hash leftmost(int level) throws IOException {
        if (level > baseLevels) {
            return null;
        }
        Hash key = base.top();
        for (int at = baseLevels; at > level; at--) {
            List<Hash> children = children(at, key);
            if (children.isEmpty()) {
                return null;
            }
            key = children.getFirst();
        }
        return key;
    }

    /**
     * Walks a subtree.
     *
     * @param first its first block
     * @param key what the base has there; null when it has nothing that can be told
     */
    private void node(SliceReader out, int level, long first, @Nullable Hash key)
            throws IOException {
        long each = VerityTree.blocksPerChild(level);
        long covered = each * Geometry.FANOUT;
        long end = first + Math.min(covered, blocks - first);
        if (end - first == covered && isZero(out, first, end)) {
            out.subtree(level, VerityTree.zero(level), covered);
        } else if (key != null && isSame(first, end, covered) && isSound(level, key, end - first)) {
            out.subtree(level, key, end - first);
        } else if (level == 1) {
            leaf(out, first, (int) (end - first), key);
        } else {
            List<Hash> children = key == null ? List.of() : children(level, key);
            int number = 0;
            for (long at = first; at < end && !out.isStopped(); at += each, number++) {
                Hash child = number < children.size() ? children.get(number) : null;
                boolean isBase = at == 0 && level - 1 == baseLevels;
                node(out, level - 1, at, isBase ? base.top() : child);
            }
        }
    }

    /** Whether blocks are zeros, by the runs that changed and by what the source says of these. */
    private boolean isZero(SliceReader out, long first, long end) throws IOException {
        for (long at = first; at < end; ) {
            ChangedBlocks.Span span = changed.at(at);
            switch (span.state()) {
                case SAME -> {
                    return false;
                }
                case ZERO -> at = span.end();
                case READ -> {
                    long zeros = out.zerosFrom(at * Geometry.BLOCK) / Geometry.BLOCK;
                    if (zeros == 0) {
                        return false;
                    }
                    at = Math.min(span.end(), at + zeros);
                }
            }
        }
        return true;
    }

    /** Whether none of these blocks changed, and the base has as many of them below its node. */
    private boolean isSame(long first, long end, long covered) {
        ChangedBlocks.Span span = changed.at(first);
        return span.state() == ChangedBlocks.State.SAME
                && span.end() >= end
                && Math.min(covered, baseBlocks - first) == end - first;
    }

    /** Whether a subtree can be taken as it is. */
    private boolean isSound(int level, Hash key, long count) throws IOException {
        if (key.equals(VerityTree.zero(level))) {
            return true;
        }
        Node node = nodes.usable(key).orElse(null);
        return level == 1
                ? node instanceof Node.Leaf leaf && leaf.blocks() == count
                : node instanceof Node.Inner && node.level() == level && quarantine.isEmpty();
    }

    /** The keys below a node of the base; none when they cannot be told. */
    private List<Hash> children(int level, Hash key) throws IOException {
        if (key.equals(VerityTree.zero(level))) {
            return Collections.nCopies(Geometry.FANOUT, VerityTree.zero(level - 1));
        }
        if (nodes.usable(key).orElse(null) instanceof Node.Inner inner && inner.level() == level) {
            byte[] group = new byte[Geometry.BLOCK];
            List<Hash> children = inner.children();
            for (int i = 0; i < children.size(); i++) {
                children.get(i).put(group, i * Hash.BYTES);
            }
            return sha.group(group, 0, children.size()).equals(key) ? children : List.of();
        }
        return List.of();
    }

    private void leaf(SliceReader out, long first, int count, @Nullable Hash key)
            throws IOException {
        int ofBase = Math.clamp(baseBlocks - first, 0, Geometry.FANOUT);
        KeptBlocks kept = new KeptBlocks();
        boolean proved = key != null && ofBase > 0 && base(key, ofBase, kept);
        if (!proved) {
            kept = new KeptBlocks();
        }
        for (int at = 0; at < count; ) {
            ChangedBlocks.Span span = changed.at(first + at);
            int end = (int) Math.min(count, span.end() - first);
            switch (span.state()) {
                case SAME -> {
                    if (proved) {
                        kept.keep(at, end);
                    }
                }
                case ZERO -> kept.zero(at, end);
                case READ -> {} // by whoever hashes
            }
            at = end;
        }
        long offset = first * Geometry.BLOCK;
        out.leaf(offset, (int) Math.min(Geometry.LEAF_BYTES, size - offset), kept);
    }

    /**
     * Finds the hashes and places of a base leaf's blocks.
     *
     * @return whether all are known, can be used and are those that the key was made of
     */
    private boolean base(Hash key, int count, KeptBlocks into) throws IOException {
        if (key.equals(VerityTree.zero(1))) {
            into.base(0, Extent.zeros(count));
            return true;
        }
        if (!(nodes.usable(key).orElse(null) instanceof Node.Leaf leaf) || leaf.blocks() != count) {
            return false;
        }
        int block = 0;
        try {
            for (Extent extent : leaf.extents()) {
                Hash pack = extent.pack();
                into.base(block, extent);
                if (pack != null) {
                    hashes.copy(
                            pack,
                            extent.firstBlock(),
                            extent.blocks(),
                            into.hashes(),
                            block * Hash.BYTES);
                }
                block += extent.blocks();
            }
        } catch (StoreException.Damaged e) {
            return false; // named by verification; here the source has the blocks
        }
        return sha.group(into.hashes(), 0, count).equals(key);
    }
}
