package io.colama.guest.btrfs;

import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A block of a tree that is as it should be: its keys ascend and its items lie inside it.
 *
 * @param bytes all of it, little-endian
 */
record TreeBlock(ByteBuffer bytes) {

    private static final int HEADER = 0x65;
    private static final int POINTER = 33;
    private static final int ITEM = 25;
    private static final int MOST_LEVEL = 7;

    /** An item of a leaf. */
    record Item(Key key, ByteBuffer bytes) {}

    /** Checks a block that was read from {@code address}. */
    static TreeBlock parse(ByteBuffer bytes, long address, Checksum checksum)
            throws ImageException {
        TreeBlock block = new TreeBlock(bytes);
        if (!checksum.fits(bytes)) {
            throw new ImageException.Damaged(
                    "tree block 0x%x: a wrong checksum found".formatted(address));
        }
        if (bytes.getLong(0x30) != address || block.level() > MOST_LEVEL) {
            throw new ImageException.Damaged(
                    "tree block 0x%x: a block of address 0x%x and level %d found there"
                            .formatted(address, bytes.getLong(0x30), block.level()));
        }
        block.check(address);
        return block;
    }

    private void check(long address) throws ImageException {
        int room = bytes.limit() - HEADER;
        long found = bytes.getInt(0x60) & 0xffff_ffffL;
        if (found > room / width() || (level() > 0 && found == 0)) {
            throw new ImageException.Damaged(
                    "tree block 0x%x: %d items of %d bytes found in a block of %d"
                            .formatted(address, found, width(), bytes.limit()));
        }
        for (int i = 0; i < count(); i++) {
            if (i > 0 && key(i - 1).compareTo(key(i)) >= 0) {
                throw new ImageException.Damaged(
                        "tree block 0x%x: key %s behind %s found"
                                .formatted(address, key(i), key(i - 1)));
            }
            if (level() == 0) {
                long from = bytes.getInt(at(i) + Key.BYTES) & 0xffff_ffffL;
                long length = bytes.getInt(at(i) + Key.BYTES + 4) & 0xffff_ffffL;
                if (from + length > room) {
                    throw new ImageException.Damaged(
                            "tree block 0x%x: an item of %d bytes at 0x%x found"
                                    .formatted(address, length, from));
                }
            }
        }
    }

    int level() {
        return bytes.get(0x64) & 0xff;
    }

    long generation() {
        return bytes.getLong(0x50);
    }

    int count() {
        return bytes.getInt(0x60);
    }

    private int width() {
        return level() == 0 ? ITEM : POINTER;
    }

    private int at(int index) {
        return HEADER + index * width();
    }

    Key key(int index) {
        return Key.at(bytes, at(index));
    }

    Optional<Key> first() {
        return count() == 0 ? Optional.empty() : Optional.of(key(0));
    }

    Optional<Key> last() {
        return count() == 0 ? Optional.empty() : Optional.of(key(count() - 1));
    }

    /** The address of a child. */
    long child(int index) {
        return bytes.getLong(at(index) + Key.BYTES);
    }

    /** The generation that a child must have. */
    long childGeneration(int index) {
        return bytes.getLong(at(index) + Key.BYTES + Long.BYTES);
    }

    Item item(int index) {
        int from = bytes.getInt(at(index) + Key.BYTES);
        int length = bytes.getInt(at(index) + Key.BYTES + 4);
        return new Item(
                key(index), bytes.slice(HEADER + from, length).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The first index whose key is {@code wanted} or higher. */
    int ceiling(Key wanted) {
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key(middle).compareTo(wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The child that may hold {@code wanted}. */
    int childFor(Key wanted) {
        int index = ceiling(wanted);
        boolean exact = index < count() && key(index).equals(wanted);
        return exact ? index : Math.max(0, index - 1);
    }
}
