package io.colama.guest.xfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.Guid;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import io.colama.block.record.U8;
import io.colama.guest.file.GuestName;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The superblock, at the start of the volume. */
@OnDisk(size = 264, source = "Linux, xfs_format.h, struct xfs_dsb", order = Endian.BIG)
record XfsSuperblock(
        @U32(at = 0) long magic,
        @U32(at = 4) long blockBytesField,
        @U64(at = 8) long blocks,
        @Bytes(at = 32, length = 16) ByteBuffer id,
        @U64(at = 48) long logStart,
        @U64(at = 56) long rootInode,
        @U32(at = 84) long groupBlocks,
        @U32(at = 88) long groups,
        @U32(at = 96) long logBlocks,
        @U16(at = 100) int versionField,
        @U16(at = 102) int sectorBytes,
        @U16(at = 104) int inodeBytes,
        @U16(at = 106) int inodesPerBlock,
        @Bytes(at = 108, length = 12) ByteBuffer labelBytes,
        @U8(at = 120) int blockLog,
        @U8(at = 122) int inodeLog,
        @U8(at = 123) int inodesPerBlockLog,
        @U8(at = 124) int groupLog,
        @U8(at = 126) int inProgress,
        @U8(at = 192) int directoryLog,
        @U32(at = 200) long features2,
        @U32(at = 204) long badFeatures2,
        @U32(at = 212) long readOnlyCompatible,
        @U32(at = 216) long incompatible) {

    static final RecordLayout<XfsSuperblock> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), XfsSuperblock.class);

    static final long MAGIC = 0x58465342L;

    private static final int VERSION_MASK = 0xf;
    private static final int FOLDS_CASE = 0x4000;
    private static final int HAS_DIRECTORIES_2 = 0x2000;
    private static final int HAS_MORE_BITS = 0x8000;
    private static final long FEATURES2_FTYPE = 0x200;
    private static final long INCOMPAT_FTYPE = 0x1;
    private static final long INCOMPAT_NEEDS_REPAIR = 0x10;
    private static final long READ_ONLY_REFLINK = 0x4;
    private static final int LEAST_BLOCK_LOG = 9;
    private static final int MOST_BLOCK_LOG = 16;
    private static final int LEAST_INODE_LOG = 8;
    private static final int MOST_INODE_LOG = 11;
    private static final int MOST_GROUP_LOG = 31;

    /** Reads the superblock and checks what every step further relies on. */
    static XfsSuperblock read(BlockSource volume) throws IOException {
        if (volume.size() < LAYOUT.size()) {
            throw new ImageException.NotThisFormat(
                    "%d bytes found, too short for XFS".formatted(volume.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        volume.read(0, bytes);
        XfsSuperblock found = LAYOUT.parse(bytes.flip(), "XFS superblock");
        if (found.magic != MAGIC) {
            throw new ImageException.NotThisFormat(
                    "0x%x found at 0x0, 0x%x of XFS expected".formatted(found.magic, MAGIC));
        }
        found.check();
        return found;
    }

    private void check() throws ImageException {
        boolean sane =
                blockLog >= LEAST_BLOCK_LOG
                        && blockLog <= MOST_BLOCK_LOG
                        && blockBytesField == 1L << blockLog
                        && inodeLog >= LEAST_INODE_LOG
                        && inodeLog <= Math.min(MOST_INODE_LOG, blockLog)
                        && inodeBytes == 1 << inodeLog
                        && inodesPerBlockLog == blockLog - inodeLog
                        && groups > 0
                        && groupBlocks > 0
                        && groupLog <= MOST_GROUP_LOG
                        && groupBlocks <= 1L << groupLog
                        && blocks > 0
                        && directoryLog <= MOST_BLOCK_LOG - blockLog;
        if (!sane) {
            throw new ImageException.Damaged(
                    "an XFS superblock with blocks of %d bytes (2^%d), inodes of %d (2^%d), %d groups of %d blocks (2^%d) and directory blocks of 2^%d found"
                            .formatted(
                                    blockBytesField,
                                    blockLog,
                                    inodeBytes,
                                    inodeLog,
                                    groups,
                                    groupBlocks,
                                    groupLog,
                                    directoryLog));
        }
        if (version() != 4 && version() != 5) {
            throw new ImageException.Unsupported("XFS of version " + version());
        }
        if (version() == 4 && (versionField & HAS_DIRECTORIES_2) == 0) {
            throw new ImageException.Unsupported("XFS with directories of version 1");
        }
    }

    int version() {
        return versionField & VERSION_MASK;
    }

    /** Whether metadata has the headers of version 5, with checksums. */
    boolean hasChecksums() {
        return version() == 5;
    }

    int blockBytes() {
        return 1 << blockLog;
    }

    int directoryBytes() {
        return 1 << (blockLog + directoryLog);
    }

    /** Whether directory entries hold the kind of file. */
    boolean isTyped() {
        if (hasChecksums()) {
            return (incompatible & INCOMPAT_FTYPE) != 0;
        }
        return (versionField & HAS_MORE_BITS) != 0
                && ((features2 | badFeatures2) & FEATURES2_FTYPE) != 0;
    }

    /** Whether names that differ in the case of ASCII letters are the same. */
    boolean foldsCase() {
        return (versionField & FOLDS_CASE) != 0;
    }

    boolean needsRepair() {
        return hasChecksums() && (incompatible & INCOMPAT_NEEDS_REPAIR) != 0;
    }

    boolean sharesBlocks() {
        return hasChecksums() && (readOnlyCompatible & READ_ONLY_REFLINK) != 0;
    }

    Optional<String> label() {
        return Optional.of(GuestName.decodeField(labelBytes)).filter(given -> !given.isEmpty());
    }

    Optional<String> uuid() {
        return Guid.shown(Guid.readPlain(id, id.position()));
    }
}
