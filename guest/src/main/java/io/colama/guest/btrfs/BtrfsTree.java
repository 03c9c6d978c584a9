package io.colama.guest.btrfs;

import io.colama.block.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tree of items in the order of their keys.
 *
 * @param volume where its blocks are
 * @param id its number
 * @param root the address of its uppermost block
 * @param level of that block; leaves have 0
 * @param generation of that block
 */
record BtrfsTree(BtrfsVolume volume, long id, long root, int level, long generation) {

    private static final int MOST_LEVEL = 7;

    /** Takes items. */
    @FunctionalInterface
    interface Visitor {
        /** Takes one and says whether it wants more. */
        boolean visit(TreeBlock.Item item) throws IOException;
    }

    /** Visits items from a key on. */
    void walk(Key from, Visitor visitor) throws IOException {
        if (level > MOST_LEVEL) {
            throw new ImageException.Damaged("tree %d: level %d found".formatted(id, level));
        }
        walk(volume.block(root, level, generation), from, Optional.empty(), visitor);
    }

    private boolean walk(TreeBlock block, Key from, Optional<Key> bound, Visitor visitor)
            throws IOException {
        if (block.level() == 0) {
            for (int i = block.ceiling(from); i < block.count(); i++) {
                if (!visitor.visit(block.item(i))) {
                    return false;
                }
            }
            return true;
        }
        for (int i = block.childFor(from); i < block.count(); i++) {
            TreeBlock child =
                    volume.block(block.child(i), block.level() - 1, block.childGeneration(i));
            Optional<Key> next = i + 1 < block.count() ? Optional.of(block.key(i + 1)) : bound;
            checkKeys(child, block, i, next);
            if (!walk(child, from, next, visitor)) {
                return false;
            }
        }
        return true;
    }

    /** As blocks hold only keys of their own, a block that is found twice fails here. */
    private void checkKeys(TreeBlock child, TreeBlock parent, int index, Optional<Key> next)
            throws ImageException {
        Optional<Key> last = child.last();
        boolean fits =
                child.first().equals(Optional.of(parent.key(index)))
                        && (next.isEmpty()
                                || last.filter(key -> key.compareTo(next.get()) < 0).isPresent());
        if (!fits) {
            throw new ImageException.Damaged(
                    "tree block 0x%x: keys %s to %s found, %s to %s of its parent expected"
                            .formatted(
                                    parent.child(index),
                                    child.first(),
                                    last,
                                    parent.key(index),
                                    next));
        }
    }

    /** Visits all items of an object and type. */
    void each(long object, int type, Visitor visitor) throws IOException {
        walk(new Key(object, type, 0), item -> item.key().is(object, type) && visitor.visit(item));
    }

    /** The item of a key. */
    Optional<TreeBlock.Item> find(Key key) throws IOException {
        List<TreeBlock.Item> found = new ArrayList<>();
        walk(key, item -> !found.add(item));
        return found.stream().filter(one -> one.key().equals(key)).findFirst();
    }
}
