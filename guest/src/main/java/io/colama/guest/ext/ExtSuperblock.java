package io.colama.guest.ext;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.Guid;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The superblock, 1,024 bytes from the start of the volume. */
@OnDisk(size = 1024, source = "ext4, super.rst", order = Endian.LITTLE)
record ExtSuperblock(
        @U32(at = 0) long inodes,
        @U32(at = 4) long blocksLow,
        @U32(at = 20) long firstDataBlock,
        @U32(at = 24) long logBlockSize,
        @U32(at = 32) long blocksPerGroup,
        @U32(at = 40) long inodesPerGroup,
        @U16(at = 56) int magic,
        @U16(at = 58) int state,
        @U32(at = 76) long revision,
        @U16(at = 88) int inodeSizeField,
        @U32(at = 92) long compatible,
        @U32(at = 96) long incompatible,
        @U32(at = 100) long readOnlyCompatible,
        @Bytes(at = 104, length = 16) ByteBuffer id,
        @Bytes(at = 120, length = 16) ByteBuffer labelBytes,
        @U32(at = 224) long journalInode,
        @U32(at = 228) long journalDevice,
        @U16(at = 254) int descriptorBytesField,
        @U32(at = 260) long firstMetaGroup,
        @U32(at = 336) long blocksHigh,
        @U32(at = 588) long backupGroup1,
        @U32(at = 592) long backupGroup2) {

    static final RecordLayout<ExtSuperblock> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), ExtSuperblock.class);

    static final int AT = 1024;
    static final int MAGIC = 0xef53;

    static final int COMPAT_HAS_JOURNAL = 0x4;
    static final int COMPAT_SPARSE_SUPER2 = 0x200;
    static final int INCOMPAT_COMPRESSION = 0x1;
    static final int INCOMPAT_FILETYPE = 0x2;
    static final int INCOMPAT_RECOVER = 0x4;
    static final int INCOMPAT_JOURNAL_DEVICE = 0x8;
    static final int INCOMPAT_META_GROUPS = 0x10;
    static final int INCOMPAT_64BIT = 0x80;
    static final int INCOMPAT_LARGE_DIRECTORIES = 0x4000;
    static final int READ_ONLY_SPARSE_SUPER = 0x1;

    private static final int STATE_CLEAN = 1;
    private static final int STATE_ERRORS = 2;
    private static final int MOST_LOG_BLOCK_SIZE = 6;
    private static final int OLD_INODE_BYTES = 128;
    private static final int SMALL_DESCRIPTOR = 32;
    private static final int WIDE_DESCRIPTOR = 64;
    private static final long EXT3_INCOMPATIBLE = 0x16;
    private static final long EXT3_READ_ONLY = 0x7;

    /** Reads the superblock and checks what every step further relies on. */
    static ExtSuperblock read(BlockSource volume) throws IOException {
        if (volume.size() < AT + LAYOUT.size()) {
            throw new ImageException.NotThisFormat(
                    "%d bytes found, too short for ext4".formatted(volume.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        volume.read(AT, bytes);
        ExtSuperblock found = LAYOUT.parse(bytes.flip(), "ext4 superblock");
        if (found.magic != MAGIC) {
            throw new ImageException.NotThisFormat(
                    "0x%x found at 0x438, 0xef53 of ext4 expected".formatted(found.magic));
        }
        found.check();
        return found;
    }

    private void check() throws ImageException {
        boolean sane =
                logBlockSize <= MOST_LOG_BLOCK_SIZE
                        && inodesPerGroup > 0
                        && blocksPerGroup > 0
                        && blocksPerGroup <= 8L * blockBytes() * 16
                        && inodesPerGroup <= 8L * blockBytes()
                        && inodeBytes() >= OLD_INODE_BYTES
                        && inodeBytes() <= blockBytes()
                        && Integer.bitCount(inodeBytes()) == 1
                        && descriptorBytes() >= SMALL_DESCRIPTOR
                        && descriptorBytes() <= blockBytes()
                        && Integer.bitCount(descriptorBytes()) == 1
                        && firstDataBlock <= 1;
        if (!sane) {
            throw new ImageException.Damaged(
                    "an ext4 superblock with blocks of 2^%d KiB, %d blocks and %d inodes a group, inodes of %d bytes and descriptors of %d found"
                            .formatted(
                                    logBlockSize,
                                    blocksPerGroup,
                                    inodesPerGroup,
                                    inodeBytes(),
                                    descriptorBytes()));
        }
        if ((incompatible & INCOMPAT_JOURNAL_DEVICE) != 0) {
            throw new ImageException.Unsupported("a journal of ext4 on a device of its own");
        }
        if ((incompatible & INCOMPAT_COMPRESSION) != 0) {
            throw new ImageException.Unsupported("ext2 with compressed files");
        }
    }

    int blockBytes() {
        return 1024 << (int) Math.min(logBlockSize, MOST_LOG_BLOCK_SIZE);
    }

    int inodeBytes() {
        return revision == 0 ? OLD_INODE_BYTES : inodeSizeField;
    }

    int descriptorBytes() {
        return (incompatible & INCOMPAT_64BIT) == 0
                ? SMALL_DESCRIPTOR
                : Math.max(WIDE_DESCRIPTOR, descriptorBytesField);
    }

    long blocks() {
        return (incompatible & INCOMPAT_64BIT) == 0 ? blocksLow : blocksLow | blocksHigh << 32;
    }

    boolean needsReplay() {
        return (incompatible & INCOMPAT_RECOVER) != 0;
    }

    boolean recordsErrors() {
        return (state & STATE_ERRORS) != 0;
    }

    boolean wasClosed() {
        return (state & STATE_CLEAN) != 0;
    }

    boolean hasJournal() {
        return (compatible & COMPAT_HAS_JOURNAL) != 0;
    }

    /** Whether a group starts with a copy of the superblock. */
    boolean hasCopy(long group) {
        if (group == 0) {
            return true;
        }
        if ((compatible & COMPAT_SPARSE_SUPER2) != 0) {
            return group == backupGroup1 || group == backupGroup2;
        }
        if ((readOnlyCompatible & READ_ONLY_SPARSE_SUPER) == 0 || group == 1) {
            return true;
        }
        return isPower(group, 3) || isPower(group, 5) || isPower(group, 7);
    }

    private static boolean isPower(long value, int base) {
        long power = base;
        while (power < value) {
            power *= base;
        }
        return power == value;
    }

    /** The name that Linux mounts it by. */
    String type() {
        if ((incompatible & ~EXT3_INCOMPATIBLE) != 0
                || (readOnlyCompatible & ~EXT3_READ_ONLY) != 0) {
            return "ext4";
        }
        return hasJournal() ? "ext3" : "ext2";
    }

    Optional<String> label() {
        String text = StandardCharsets.UTF_8.decode(labelBytes.duplicate()).toString();
        int end = text.indexOf('\0');
        return Optional.of(end < 0 ? text : text.substring(0, end))
                .filter(given -> !given.isEmpty());
    }

    Optional<String> uuid() {
        return Guid.shown(Guid.readPlain(id, id.position()));
    }
}
