package io.colama.guest.xfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.GuestName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the extended attributes of an inode, from the inode itself or from blocks. */
final class XfsAttributes {

    private static final Limit VALUE_BYTES = new Limit("bytes of an attribute", 1 << 16);
    private static final Limit ALL_BYTES = new Limit("bytes of all attributes", 32 << 20);
    private static final int MOST_LEVELS = 6;
    private static final int MOST_LEAVES = 1 << 16;
    private static final int NODE = 0xfebe;
    private static final int NODE_CHECKED = 0x3ebe;
    private static final int LEAF = 0xfbee;
    private static final int LEAF_CHECKED = 0x3bee;
    private static final int NODE_HEADER = 16;
    private static final int NODE_HEADER_CHECKED = 64;
    private static final int LEAF_HEADER = 32;
    private static final int LEAF_HEADER_CHECKED = 80;
    private static final int COUNT_AT = 12;
    private static final int COUNT_AT_CHECKED = 56;
    private static final int ENTRY = 8;
    private static final int REMOTE_MAGIC = 0x5841524d;
    private static final int REMOTE_HEADER = 56;
    private static final int IN_LEAF = 0x1;
    private static final int ROOT = 0x2;
    private static final int SECURE = 0x4;
    private static final int PARENT = 0x8;
    private static final int INCOMPLETE = 0x80;

    private final XfsVolume volume;
    private final boolean checked;
    private final String what;
    private final SortedMap<String, byte[]> found = new TreeMap<>();
    private long total;

    private XfsAttributes(XfsVolume volume, XfsInode inode) {
        this.volume = volume;
        this.checked = volume.superblock().hasChecksums();
        this.what = "attributes of inode " + inode.number();
    }

    static SortedMap<String, byte[]> of(XfsVolume volume, XfsInode inode) throws IOException {
        XfsAttributes reading = new XfsAttributes(volume, inode);
        Optional<XfsInode.Fork> fork = inode.attributeFork();
        if (fork.isEmpty()) {
            return reading.found;
        }
        switch (fork.get().format()) {
            case LOCAL -> reading.readShort(fork.get().bytes());
            case EXTENTS, TREE -> {
                if (fork.get().extents() > 0) {
                    reading.readLeaves(
                            ForkMap.of(volume, reading.what, fork.get(), Long.MAX_VALUE)
                                    .over(volume.metadata(), reading.what));
                }
            }
            case DEVICE, OTHER ->
                    throw new ImageException.Damaged(
                            "%s: format %s found".formatted(reading.what, fork.get().format()));
        }
        return reading.found;
    }

    private void readShort(ByteBuffer bytes) throws ImageException {
        int at = 4;
        int count = bytes.limit() < at ? 0 : bytes.get(2) & 0xff;
        for (int i = 0; i < count; i++) {
            int nameLength = bytes.limit() - at < 3 ? 0 : bytes.get(at) & 0xff;
            int length = nameLength == 0 ? 0 : bytes.get(at + 1) & 0xff;
            if (nameLength == 0 || nameLength + length > bytes.limit() - at - 3) {
                throw bad(nameLength, length, at, bytes);
            }
            byte[] value = new byte[length];
            bytes.get(at + 3 + nameLength, value);
            put(bytes.get(at + 2), bytes.slice(at + 3, nameLength), value);
            at += 3 + nameLength + length;
        }
    }

    private void put(int flags, ByteBuffer name, byte[] value) throws ImageException {
        total = ALL_BYTES.check(total + value.length + name.limit());
        if ((flags & (PARENT | INCOMPLETE)) == 0) {
            String space =
                    (flags & ROOT) != 0
                            ? "trusted."
                            : (flags & SECURE) != 0 ? "security." : "user.";
            found.putIfAbsent(space + GuestName.decode(name), value);
        }
    }

    private ByteBuffer block(BlockSource content, long number) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(volume.superblock().blockBytes());
        content.read(number << volume.superblock().blockLog(), bytes);
        return bytes.flip();
    }

    /** Goes down to the first leaf, then from leaf to leaf. */
    private void readLeaves(BlockSource content) throws IOException {
        ByteBuffer bytes = block(content, 0);
        for (int level = 0; magic(bytes) == (checked ? NODE_CHECKED : NODE); level++) {
            if (level == MOST_LEVELS) {
                throw new ImageException.Damaged(
                        "%s: more than %d levels found".formatted(what, MOST_LEVELS));
            }
            int first = (checked ? NODE_HEADER_CHECKED : NODE_HEADER) + 4;
            bytes = block(content, bytes.getInt(first) & 0xffff_ffffL);
        }
        Set<Long> visited = new HashSet<>();
        while (true) {
            readLeaf(content, bytes);
            long next = bytes.getInt(0) & 0xffff_ffffL;
            if (next == 0) {
                return;
            }
            if (!visited.add(next) || visited.size() > MOST_LEAVES) {
                throw new ImageException.Damaged(
                        "%s: leaves in a circle or more than %d found"
                                .formatted(what, MOST_LEAVES));
            }
            bytes = block(content, next);
        }
    }

    private static int magic(ByteBuffer bytes) {
        return bytes.getShort(8) & 0xffff;
    }

    private void readLeaf(BlockSource content, ByteBuffer bytes) throws IOException {
        int count = bytes.getShort(checked ? COUNT_AT_CHECKED : COUNT_AT) & 0xffff;
        int header = checked ? LEAF_HEADER_CHECKED : LEAF_HEADER;
        if (magic(bytes) != (checked ? LEAF_CHECKED : LEAF)
                || count > (bytes.limit() - header) / ENTRY) {
            throw new ImageException.Damaged(
                    "%s: signature 0x%x and %d entries found where a leaf is expected"
                            .formatted(what, magic(bytes), count));
        }
        for (int i = 0; i < count; i++) {
            int at = bytes.getShort(header + i * ENTRY + 4) & 0xffff;
            int flags = bytes.get(header + i * ENTRY + 6);
            if ((flags & IN_LEAF) != 0) {
                readLocal(bytes, at, flags);
            } else {
                readRemote(content, bytes, at, flags);
            }
        }
    }

    private void readLocal(ByteBuffer bytes, int at, int flags) throws ImageException {
        int room = bytes.limit() - at - 3;
        int length = room < 0 ? 0 : bytes.getShort(at) & 0xffff;
        int nameLength = room < 0 ? 0 : bytes.get(at + 2) & 0xff;
        if (room < 0 || nameLength + length > room) {
            throw bad(nameLength, length, at, bytes);
        }
        byte[] value = new byte[length];
        bytes.get(at + 3 + nameLength, value);
        put(flags, bytes.slice(at + 3, nameLength), value);
    }

    private void readRemote(BlockSource content, ByteBuffer bytes, int at, int flags)
            throws IOException {
        int room = bytes.limit() - at - 9;
        int nameLength = room < 0 ? 0 : bytes.get(at + 8) & 0xff;
        if (room < 0 || nameLength > room) {
            throw bad(nameLength, 0, at, bytes);
        }
        if ((flags & INCOMPLETE) != 0) {
            return;
        }
        long first = bytes.getInt(at) & 0xffff_ffffL;
        int length = VALUE_BYTES.checkInt(bytes.getInt(at + 4) & 0xffff_ffffL);
        byte[] value = remote(content, first << volume.superblock().blockLog(), length);
        put(flags, bytes.slice(at + 9, nameLength), value);
    }

    private byte[] remote(BlockSource content, long start, int length) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(length);
        int header = checked ? REMOTE_HEADER : 0;
        int blockBytes = volume.superblock().blockBytes();
        ByteBuffer block = ByteBuffer.allocate(blockBytes);
        for (long at = start; value.hasRemaining(); at += blockBytes) {
            content.read(at, block.clear());
            if (checked && block.getInt(0) != REMOTE_MAGIC) {
                throw new ImageException.Damaged(
                        "%s: signature 0x%x found at block 0x%x, 0x%x of a value expected"
                                .formatted(what, block.getInt(0), at / blockBytes, REMOTE_MAGIC));
            }
            int piece = Math.min(value.remaining(), blockBytes - header);
            value.put(block.slice(header, piece));
        }
        return value.array();
    }

    private ImageException.Damaged bad(int name, int value, int at, ByteBuffer bytes) {
        return new ImageException.Damaged(
                "%s: a name of %d bytes and a value of %d at 0x%x of %d bytes found"
                        .formatted(what, name, value, at, bytes.limit()));
    }
}
