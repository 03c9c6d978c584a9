package io.colama.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the different blocks of groups of disks: of all groups together, and for each group those
 * that no other has, which is what would be free without it.
 *
 * <p>Only layouts are read, and what several disks share is walked at most twice. Takes two bytes
 * of memory for each block of the packs that are met, a two-thousandth of the data. Blocks are told
 * apart by where they are kept; the few that are kept twice count twice.
 *
 * <p>Threads: one.
 */
public final class Sharing {

    /** Most groups. */
    public static final int MOST_GROUPS = Character.MAX_VALUE - 1;

    private static final char MANY = Character.MAX_VALUE;
    private static final int PACK_BLOCKS = Geometry.PACK_SEGMENTS * Geometry.SEGMENT_BLOCKS;

    private final Store store;

    /** By pack and block: 0 when no group has it, the group's number and one, or MANY. */
    private final Map<Hash, char[]> owners = new HashMap<>();

    /** Nodes, by a part of their keys, that were met in any group, and in more than one. */
    private final LongSet inAny = new LongSet();

    private final LongSet inMany = new LongSet();

    private int groups;
    private long different;
    private long[] alone = new long[16];

    Sharing(Store store) {
        this.store = store;
    }

    /**
     * Adds a group.
     *
     * @param disks the ids of its disks; one may be there several times
     * @return its number, from 0
     * @throws StoreException.Absent when the store does not keep a disk
     * @throws StoreException.Damaged when a layout cannot be read
     */
    public int add(Collection<Hash> disks, Progress progress) throws IOException {
        if (groups == MOST_GROUPS) {
            throw new IllegalStateException("more than %d groups of disks".formatted(MOST_GROUPS));
        }
        int group = groups++;
        if (group == alone.length) {
            alone = Arrays.copyOf(alone, 2 * group);
        }
        LongSet inThis = new LongSet();
        for (Hash id : disks) {
            Node.Disk disk = store.disk(id);
            walk(group, disk.top(), VerityTree.levels(disk.sizeBytes()), inThis, progress);
        }
        return group;
    }

    private void walk(int group, Hash key, int level, LongSet inThis, Progress progress)
            throws IOException {
        if (level == 0 || key.equals(VerityTree.zero(level))) {
            return;
        }
        long known = key.a();
        if (!inThis.add(known) || (!inAny.add(known) && !inMany.add(known))) {
            return;
        }
        progress.check();
        Node node =
                store.node(key)
                        .orElseThrow(() ->
                                new StoreException.Damaged(
                                        "node %s is in no node pack".formatted(key)));
        switch (node) {
            case Node.Inner inner when inner.level() == level -> {
                for (Hash child : inner.children()) {
                    walk(group, child, level - 1, inThis, progress);
                }
            }
            case Node.Leaf leaf when level == 1 -> {
                for (Extent extent : leaf.extents()) {
                    count(group, extent);
                }
            }
            default ->
                    throw new StoreException.Damaged(
                            "node %s is not of level %d".formatted(key, level));
        }
    }

    private void count(int group, Extent extent) {
        if (extent.pack() == null) {
            return;
        }
        char[] pack = owners.computeIfAbsent(extent.pack(), _ -> new char[PACK_BLOCKS]);
        for (int i = extent.firstBlock(); i < extent.firstBlock() + extent.blocks(); i++) {
            char owner = pack[i];
            if (owner == 0) {
                pack[i] = (char) (group + 1);
                alone[group]++;
                different++;
            } else if (owner != group + 1 && owner != MANY) {
                pack[i] = MANY;
                alone[owner - 1]--;
            }
        }
    }

    /** Bytes of the different blocks of all groups. */
    public long differentBytes() {
        return different * Geometry.BLOCK;
    }

    /** Bytes of the blocks that a group has and no other. */
    public long aloneBytes(int group) {
        return alone[group] * Geometry.BLOCK;
    }
}
