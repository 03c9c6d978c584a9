package io.colama.guest.xfs;

import io.colama.block.ImageException;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.NodeKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * An inode.
 *
 * @param number its number
 * @param bytes all of it, big-endian
 */
record XfsInode(long number, ByteBuffer bytes) {

    private static final int MAGIC = 0x494e;
    private static final int PERMISSIONS = 0xfff;
    private static final int OLD_CORE = 100;
    private static final int CORE = 176;
    private static final int REALTIME = 0x1;
    private static final int BIG_TIME = 0x8;
    private static final int MANY_EXTENTS = 0x10;
    private static final int FORK_UNIT = 8;
    private static final int MINOR_BITS = 18;
    private static final long NANOS = 1_000_000_000L;

    /** How a fork is kept. */
    enum Format {
        DEVICE,
        LOCAL,
        EXTENTS,
        TREE,
        OTHER;

        static Format of(int value) {
            return switch (value) {
                case 0 -> DEVICE;
                case 1 -> LOCAL;
                case 2 -> EXTENTS;
                case 3 -> TREE;
                default -> OTHER;
            };
        }
    }

    /**
     * One of the two forks.
     *
     * @param format how it is kept
     * @param bytes what the inode holds of it
     * @param extents how many extents it has
     */
    record Fork(Format format, ByteBuffer bytes, long extents) {}

    /** Checks what every reader of the inode relies on. */
    static XfsInode parse(long number, ByteBuffer bytes, XfsSuperblock superblock)
            throws ImageException {
        XfsInode inode = new XfsInode(number, bytes);
        int version = bytes.get(4);
        if (inode.u16(0) != MAGIC
                || version < 1
                || version > 3
                || (version == 3) != superblock.hasChecksums()) {
            throw new ImageException.Damaged(
                    "inode %d: signature 0x%x and version %d found where an inode is expected"
                            .formatted(number, inode.u16(0), version));
        }
        if (version == 3 && bytes.getLong(152) != number) {
            throw new ImageException.Damaged(
                    "inode %d: the inode found there says that it is %s"
                            .formatted(number, Long.toUnsignedString(bytes.getLong(152))));
        }
        if (inode.mode() == 0) {
            throw new ImageException.Damaged(
                    "inode %d found unused where a file is expected".formatted(number));
        }
        if (inode.sizeBytes() < 0) {
            throw new ImageException.Damaged(
                    "inode %d: %s bytes found"
                            .formatted(number, Long.toUnsignedString(inode.sizeBytes())));
        }
        if (inode.forkOffset() > bytes.limit() - inode.core()) {
            throw new ImageException.Damaged(
                    "inode %d: attributes at 0x%x of %d bytes found"
                            .formatted(number, inode.forkOffset(), bytes.limit() - inode.core()));
        }
        return inode;
    }

    private int core() {
        return isNew() ? CORE : OLD_CORE;
    }

    private boolean isNew() {
        return bytes.get(4) == 3;
    }

    private int forkOffset() {
        return (bytes.get(82) & 0xff) * FORK_UNIT;
    }

    private long flags2() {
        return isNew() ? bytes.getLong(120) : 0;
    }

    int mode() {
        return u16(2);
    }

    NodeKind kind() {
        return NodeKind.ofMode(mode());
    }

    long sizeBytes() {
        return bytes.getLong(56);
    }

    boolean isRealtime() {
        return (u16(90) & REALTIME) != 0;
    }

    /** The fork of the content. */
    Fork data() {
        int length = forkOffset() == 0 ? bytes.limit() - core() : forkOffset();
        long extents = (flags2() & MANY_EXTENTS) != 0 ? bytes.getLong(24) : u32(76);
        return new Fork(Format.of(bytes.get(5)), bytes.slice(core(), length), extents);
    }

    /** The fork of extended attributes, when there is one. */
    Optional<Fork> attributeFork() {
        if (forkOffset() == 0) {
            return Optional.empty();
        }
        int at = core() + forkOffset();
        long extents = (flags2() & MANY_EXTENTS) != 0 ? u32(76) : u16(80);
        ByteBuffer held = bytes.slice(at, bytes.limit() - at);
        return Optional.of(new Fork(Format.of(bytes.get(83)), held, extents));
    }

    Attributes attributes() {
        return new Attributes(
                kind(),
                sizeBytes(),
                mode() & PERMISSIONS,
                u32(8),
                u32(12),
                bytes.get(4) == 1 ? u16(6) : u32(16),
                new Attributes.Times(
                        Optional.of(time(40)),
                        Optional.of(time(32)),
                        Optional.of(time(48)),
                        isNew() ? Optional.of(time(144)) : Optional.empty()),
                device(),
                number);
    }

    private Instant time(int at) {
        if ((flags2() & BIG_TIME) != 0) {
            long nanos = bytes.getLong(at);
            long seconds = Long.divideUnsigned(nanos, NANOS) + Integer.MIN_VALUE;
            return Instant.ofEpochSecond(seconds, Long.remainderUnsigned(nanos, NANOS));
        }
        return Instant.ofEpochSecond(bytes.getInt(at), Math.min(u32(at + 4), NANOS - 1));
    }

    private long device() {
        return switch (kind()) {
            case CHARACTER_DEVICE, BLOCK_DEVICE -> {
                long packed = u32(core());
                yield packed >>> MINOR_BITS << 32 | (packed & ((1 << MINOR_BITS) - 1));
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
