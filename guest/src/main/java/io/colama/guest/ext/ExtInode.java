package io.colama.guest.ext;

import io.colama.block.ImageException;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.NodeKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * An inode.
 *
 * @param number its number, from 1
 * @param bytes all of it, little-endian
 */
record ExtInode(long number, ByteBuffer bytes) {

    static final long ROOT = 2;
    static final int MAP_AT = 40;
    static final int MAP_BYTES = 60;

    private static final int OLD_BYTES = 128;
    private static final int FLAG_EXTENTS = 0x80000;
    private static final int FLAG_INLINE = 0x10000000;
    private static final int FLAG_ENCRYPTED = 0x800;
    private static final int PERMISSIONS = 0xfff;
    private static final int CHANGED_EXTRA_AT = 132;
    private static final int MODIFIED_EXTRA_AT = 136;
    private static final int ACCESSED_EXTRA_AT = 140;
    private static final int CREATED_AT = 144;
    private static final int CREATED_EXTRA_AT = 148;

    static ExtInode parse(long number, ByteBuffer bytes) throws ImageException {
        ExtInode inode = new ExtInode(number, bytes);
        if (inode.mode() == 0) {
            throw new ImageException.Damaged(
                    "inode %d found unused where a file is expected".formatted(number));
        }
        return inode;
    }

    int mode() {
        return u16(0);
    }

    NodeKind kind() {
        return NodeKind.ofMode(mode());
    }

    /** The length of the content; a directory has no upper half except where it may be large. */
    long sizeBytes() {
        long low = u32(4);
        return kind() == NodeKind.FILE || kind() == NodeKind.DIRECTORY ? low | u32(108) << 32 : low;
    }

    boolean hasExtents() {
        return (flags() & FLAG_EXTENTS) != 0;
    }

    boolean isInline() {
        return (flags() & FLAG_INLINE) != 0;
    }

    boolean isEncrypted() {
        return (flags() & FLAG_ENCRYPTED) != 0;
    }

    private int flags() {
        return bytes.getInt(32);
    }

    /** The block of extended attributes; 0 when there is none. */
    long attributeBlock() {
        return u32(104) | (long) u16(118) << 32;
    }

    /** The 60 bytes that hold the map of blocks, or a short target, or the first bytes. */
    ByteBuffer map() {
        return bytes.slice(MAP_AT, MAP_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes behind the fields, where attributes may lie; empty in old inodes. */
    ByteBuffer spare() {
        int start = OLD_BYTES + extra();
        return (start <= bytes.limit()
                        ? bytes.slice(start, bytes.limit() - start)
                        : ByteBuffer.allocate(0))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private int extra() {
        return bytes.limit() > OLD_BYTES ? u16(OLD_BYTES) : 0;
    }

    Attributes attributes() {
        return new Attributes(
                kind(),
                sizeBytes(),
                mode() & PERMISSIONS,
                u16(2) | (long) u16(120) << 16,
                u16(24) | (long) u16(122) << 16,
                u16(26),
                new Attributes.Times(
                        Optional.of(time(16, MODIFIED_EXTRA_AT)),
                        Optional.of(time(8, ACCESSED_EXTRA_AT)),
                        Optional.of(time(12, CHANGED_EXTRA_AT)),
                        has(CREATED_EXTRA_AT)
                                ? Optional.of(time(CREATED_AT, CREATED_EXTRA_AT))
                                : Optional.empty()),
                device(),
                number);
    }

    private boolean has(int fieldAt) {
        return bytes.limit() >= fieldAt + 4 && OLD_BYTES + extra() >= fieldAt + 4;
    }

    private Instant time(int at, int extraAt) {
        long seconds = bytes.getInt(at);
        if (!has(extraAt)) {
            return Instant.ofEpochSecond(seconds);
        }
        int more = bytes.getInt(extraAt);
        long nanos = Math.min(more >>> 2, 999_999_999);
        return Instant.ofEpochSecond(seconds + ((long) (more & 3) << 32), nanos);
    }

    private long device() {
        return switch (kind()) {
            case CHARACTER_DEVICE, BLOCK_DEVICE -> {
                long old = u32(MAP_AT);
                long wide = u32(MAP_AT + 4);
                yield old != 0
                        ? (old >>> 8 & 0xff) << 32 | (old & 0xff)
                        : (wide >>> 8 & 0xfff) << 32 | (wide & 0xff) | (wide >>> 12 & 0xfff00);
            }
            case FILE, DIRECTORY, SYMLINK, FIFO, SOCKET, OTHER -> 0;
        };
    }

    private int u16(int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private long u32(int at) {
        return bytes.getInt(at) & 0xffff_ffffL;
    }
}
