package io.colama.store;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks from a disk's topmost node to any of its leaves; the last nodes are kept. Threads: any
 * number.
 */
final class TreeReader {

    private static final int MOST_NODES = 1024;

    private final Nodes nodes;
    private final Hash id;
    private final Node.Disk disk;
    private final int levels;
    private final LinkedHashMap<Hash, Node> cache = new LinkedHashMap<>(16, 0.75f, true);

    TreeReader(Nodes nodes, Hash id, Node.Disk disk) {
        this.nodes = nodes;
        this.id = id;
        this.disk = disk;
        this.levels = VerityTree.levels(disk.sizeBytes());
    }

    /** Where nodes come from. */
    @FunctionalInterface
    interface Nodes {
        /** The node of this key, wherever it is. */
        Optional<Node> node(Hash key) throws IOException;
    }

    long sizeBytes() {
        return disk.sizeBytes();
    }

    long leaves() {
        return (disk.sizeBytes() + Geometry.LEAF_BYTES - 1) / Geometry.LEAF_BYTES;
    }

    /** How many blocks a leaf has; only the last may have fewer than 128. */
    int blocksOf(long leaf) {
        long first = leaf * Geometry.FANOUT;
        return (int) Math.min(Geometry.FANOUT, Geometry.blocks(disk.sizeBytes()) - first);
    }

    /**
     * What is found on the way to a leaf.
     *
     * @param leaf the leaf; null when it is all zeros
     * @param zeroLeaves how many leaves from here on are known to be zero; at least 1 when {@code
     *     leaf} is null
     */
    record Found(Node.@Nullable Leaf leaf, long zeroLeaves) {}

    /** The leaf of this number, or how far the zeros reach that it belongs to. */
    Found find(long number) throws IOException {
        Way way = way(number);
        return way.zeroLeaves > 0
                ? new Found(null, way.zeroLeaves)
                : new Found(leaf(way.key, number), 0);
    }

    /** The key of the leaf of this number, without looking for its layout. */
    Hash key(long number) throws IOException {
        return way(number).key;
    }

    int levels() {
        return levels;
    }

    /**
     * The key of the node at {@code level} that the leaf of this number lies below; 1 is a leaf.
     */
    Hash key(long number, int level) throws IOException {
        Hash key = disk.top();
        long covered = 1; // leaves below one node, at the level being looked at
        for (int above = 2; above <= levels; above++) {
            covered *= Geometry.FANOUT;
        }
        for (int at = levels; at > level; at--) {
            if (key.equals(VerityTree.zero(at))) {
                return VerityTree.zero(level);
            }
            covered /= Geometry.FANOUT;
            key = child(key, at, number, (int) (number / covered % Geometry.FANOUT));
        }
        return key;
    }

    private Hash child(Hash key, int level, long number, int child) throws IOException {
        Node.Inner inner = inner(key, level, number);
        if (child >= inner.children().size()) {
            throw damaged(
                    "node %s at level %d has %d children, child %d was asked for"
                            .formatted(key.abbreviated(), level, inner.children().size(), child));
        }
        return inner.children().get(child);
    }

    /**
     * The key of a leaf, and how many leaves from it on are known to be zero by the nodes above.
     */
    private record Way(Hash key, long zeroLeaves) {}

    private Way way(long number) throws IOException {
        Hash key = disk.top();
        long covered = 1; // leaves below one node, at the level being looked at
        for (int level = 2; level <= levels; level++) {
            covered *= Geometry.FANOUT;
        }
        for (int level = levels; ; level--) {
            if (key.equals(VerityTree.zero(level))) {
                long rest = covered - number % covered;
                return new Way(VerityTree.zero(1), Math.min(rest, leaves() - number));
            }
            if (level == 1) {
                return new Way(key, 0);
            }
            covered /= Geometry.FANOUT;
            key = child(key, level, number, (int) (number / covered % Geometry.FANOUT));
        }
    }

    private Node.Leaf leaf(Hash key, long number) throws IOException {
        if (node(key, number) instanceof Node.Leaf leaf && leaf.blocks() == blocksOf(number)) {
            return leaf;
        }
        throw damaged(
                "node %s is not the leaf for block %d"
                        .formatted(key.abbreviated(), number * Geometry.FANOUT));
    }

    private Node.Inner inner(Hash key, int level, long number) throws IOException {
        if (node(key, number) instanceof Node.Inner inner && inner.level() == level) {
            return inner;
        }
        throw damaged("node %s is not of level %d".formatted(key.abbreviated(), level));
    }

    private Node node(Hash key, long number) throws IOException {
        synchronized (cache) {
            Node known = cache.get(key);
            if (known != null) {
                return known;
            }
        }
        Node node =
                nodes.node(key)
                        .orElseThrow(() ->
                                damaged(
                                        "the layout of the bytes from 0x%x is lost: node %s is in no node pack"
                                                .formatted(
                                                        number * Geometry.LEAF_BYTES,
                                                        key.abbreviated())));
        synchronized (cache) {
            cache.put(key, node);
            if (cache.size() > MOST_NODES) {
                cache.pollFirstEntry();
            }
        }
        return node;
    }

    private StoreException.Damaged damaged(String what) {
        return new StoreException.Damaged("disk %s: %s".formatted(id.abbreviated(), what));
    }
}
