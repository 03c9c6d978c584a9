package io.colama.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the inner nodes of a disk's tree from the keys of its leaves, in order. Runs of zero
 * leaves are added as a number, and cost the depth of the tree.
 *
 * <p>Threads: one.
 */
final class TreeBuilder {

    /** Where finished inner nodes go. */
    @FunctionalInterface
    interface Target {
        /** Called once for each inner node that is not all zeros, children first. */
        void inner(Hash key, Node.Inner node) throws IOException;
    }

    private final VerityTree sha = new VerityTree();
    private final int levels;
    private final Target target;
    private final byte[][] groups;
    private final int[] counts;
    private Hash root = Hash.NONE;

    TreeBuilder(long sizeBytes, Target target) {
        this.levels = VerityTree.levels(sizeBytes);
        this.target = target;
        this.groups = new byte[levels + 1][Geometry.BLOCK];
        this.counts = new int[levels + 1];
    }

    /**
     * Adds the key of the next node at a level, 1 for a leaf; what was added so far must end where
     * it begins.
     */
    void add(int level, Hash key) throws IOException {
        for (int below = 2; below <= level; below++) {
            if (counts[below] > 0) {
                throw new IllegalStateException(
                        "a node at level %d inside of one".formatted(level));
            }
        }
        push(level, key);
    }

    /** Adds a number of full leaves that are all zeros. */
    void addZeros(long leaves) throws IOException {
        zeros(1, leaves);
    }

    private void zeros(int level, long count) throws IOException {
        long rest = count;
        if (level == levels) {
            if (rest > 0) {
                root = VerityTree.zero(level);
            }
            return;
        }
        while (rest > 0 && (counts[level + 1] > 0 || rest < Geometry.FANOUT)) {
            push(level, VerityTree.zero(level));
            rest--;
        }
        zeros(level + 1, rest / Geometry.FANOUT);
        for (long i = rest % Geometry.FANOUT; i > 0; i--) {
            push(level, VerityTree.zero(level));
        }
    }

    /** A finished node of {@code level} takes its place in the group above. */
    private void push(int level, Hash key) throws IOException {
        if (level == levels) {
            root = key;
            return;
        }
        int above = level + 1;
        key.put(groups[above], counts[above] * Hash.BYTES);
        if (++counts[above] == Geometry.FANOUT) {
            close(above);
        }
    }

    private void close(int level) throws IOException {
        int count = counts[level];
        Hash key = sha.group(groups[level], 0, count);
        if (!key.equals(VerityTree.zero(level))) {
            List<Hash> children = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                children.add(Hash.at(groups[level], i * Hash.BYTES));
            }
            target.inner(key, new Node.Inner(level, List.copyOf(children)));
        }
        counts[level] = 0;
        push(level, key);
    }

    /** Completes the nodes at the right edge and returns the key of the topmost node. */
    Hash finish() throws IOException {
        for (int level = 2; level <= levels; level++) {
            if (counts[level] > 0) {
                close(level);
            }
        }
        return root;
    }
}
