package io.colama.guest.btrfs;

import io.colama.block.ImageException;
import io.colama.guest.file.NodeKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A name in an item of a directory, or an attribute.
 *
 * @param location the key of what it stands for
 * @param type what that is
 * @param name its bytes
 * @param data the attribute's value
 */
record DirectoryEntry(Key location, int type, byte[] name, byte[] data) {

    private static final int FIXED = 30;

    /** All that share an item. */
    static List<DirectoryEntry> parse(TreeBlock.Item item) throws ImageException {
        ByteBuffer bytes = item.bytes();
        List<DirectoryEntry> found = new ArrayList<>();
        int at = 0;
        while (at < bytes.limit()) {
            int room = bytes.limit() - at - FIXED;
            int dataLength = room < 0 ? 0 : bytes.getShort(at + 25) & 0xffff;
            int nameLength = room < 0 ? 0 : bytes.getShort(at + 27) & 0xffff;
            if (room < 0 || dataLength + nameLength > room) {
                throw new ImageException.Damaged(
                        "names of key %s: one of %d bytes with %d of data at 0x%x of %d found"
                                .formatted(item.key(), nameLength, dataLength, at, bytes.limit()));
            }
            byte[] name = new byte[nameLength];
            byte[] data = new byte[dataLength];
            bytes.get(at + FIXED, name).get(at + FIXED + nameLength, data);
            int type = bytes.get(at + 29) & 0x7f;
            found.add(new DirectoryEntry(Key.at(bytes, at), type, name, data));
            at += FIXED + nameLength + dataLength;
        }
        return found;
    }

    Optional<NodeKind> kind() {
        return NodeKind.ofEntryType(type);
    }
}
