package io.colama.store;

import io.colama.block.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the blocks in which two stored disks differ, by their trees: what is equal below a node is
 * not looked at, so the work is that of what changed. No block is decoded; where both disks keep a
 * block in different places, their hashes are compared. One thread.
 */
final class DiskChanges {

    private final TreeReader before;
    private final TreeReader after;
    private final BlockHashes hashes;
    private final List<Run> changes = new ArrayList<>();

    DiskChanges(TreeReader before, TreeReader after, PackCatalog catalog) {
        this.before = before;
        this.after = after;
        this.hashes = new BlockHashes(catalog);
    }

    /**
     * The changed runs in ascending order, whole blocks but for the end of the longer disk. Their
     * kind says what the disk afterwards has there: zeros, data, or a hole where it has ended.
     */
    List<Run> find(Progress progress) throws IOException {
        long leaves = Math.min(before.leaves(), after.leaves());
        for (long leaf = 0; leaf < leaves; ) {
            progress.check();
            long equal = equalLeaves(leaf, leaves);
            if (equal > 0) {
                leaf += equal;
            } else {
                compare(leaf++);
            }
        }
        long shorter = Math.min(before.sizeBytes(), after.sizeBytes());
        long longer = Math.max(before.sizeBytes(), after.sizeBytes());
        long told = changes.isEmpty() ? 0 : changes.getLast().end();
        long tail = Math.max(shorter, told);
        if (tail < longer) {
            boolean grown = after.sizeBytes() > before.sizeBytes();
            add(tail, longer - tail, grown ? Run.Kind.DATA : Run.Kind.HOLE);
        }
        return changes;
    }

    /** How many leaves from one on lie below nodes that both trees have in common. */
    private long equalLeaves(long leaf, long leaves) throws IOException {
        int levels = Math.min(before.levels(), after.levels());
        int level = 1;
        long covered = 1;
        while (level < levels && leaf % (covered * Geometry.FANOUT) == 0) {
            covered *= Geometry.FANOUT;
            level++;
        }
        for (; level >= 1; level--, covered /= Geometry.FANOUT) {
            boolean whole = covered <= leaves - leaf || before.leaves() == after.leaves();
            if (whole && before.key(leaf, level).equals(after.key(leaf, level))) {
                return Math.min(covered, leaves - leaf);
            }
        }
        return 0;
    }

    private void compare(long number) throws IOException {
        int blocks = Math.max(before.blocksOf(number), after.blocksOf(number));
        Block[] old = blocks(before, number, blocks);
        Block[] now = blocks(after, number, blocks);
        long start = number * Geometry.LEAF_BYTES;
        long shorter = Math.min(before.sizeBytes(), after.sizeBytes());
        boolean resized = before.sizeBytes() != after.sizeBytes();
        for (int i = 0; i < blocks; i++) {
            long at = start + (long) i * Geometry.BLOCK;
            // the rest of a cut block is stored as zeros, which the longer disk may have there
            boolean cut = resized && at < shorter && shorter < at + Geometry.BLOCK;
            if (cut || !isEqual(old[i], now[i])) {
                long end =
                        Math.min(
                                at + Geometry.BLOCK,
                                Math.max(before.sizeBytes(), after.sizeBytes()));
                Run.Kind kind =
                        at >= after.sizeBytes()
                                ? Run.Kind.HOLE
                                : now[i].pack == null ? Run.Kind.ZERO : Run.Kind.DATA;
                add(at, end - at, kind);
            }
        }
    }

    private void add(long offset, long length, Run.Kind kind) {
        if (!changes.isEmpty()) {
            Run last = changes.getLast();
            if (last.end() == offset && last.kind() == kind) {
                changes.set(
                        changes.size() - 1, new Run(last.offset(), last.length() + length, kind));
                return;
            }
        }
        changes.add(new Run(offset, length, kind));
    }

    /** Where a block is kept; without a pack it is zeros, and absent where the disk has ended. */
    private record Block(@Nullable Hash pack, int number) {
        static final Block ZERO = new Block(null, 0);
        static final Block ABSENT = new Block(null, -1);
    }

    private static Block[] blocks(TreeReader tree, long number, int count) throws IOException {
        Block[] blocks = new Block[count];
        Arrays.fill(blocks, Block.ABSENT);
        Node.Leaf leaf = tree.find(number).leaf();
        if (leaf == null) {
            Arrays.fill(blocks, 0, tree.blocksOf(number), Block.ZERO);
            return blocks;
        }
        int at = 0;
        for (Extent extent : leaf.extents()) {
            for (int i = 0; i < extent.blocks(); i++) {
                Hash pack = extent.pack();
                blocks[at++] = pack == null ? Block.ZERO : new Block(pack, extent.firstBlock() + i);
            }
        }
        return blocks;
    }

    private boolean isEqual(Block one, Block other) throws IOException {
        if (one.equals(other)) {
            return true;
        }
        Hash first = one.pack;
        Hash second = other.pack;
        return first != null
                && second != null
                && hashes.hash(first, one.number).equals(hashes.hash(second, other.number));
    }
}
