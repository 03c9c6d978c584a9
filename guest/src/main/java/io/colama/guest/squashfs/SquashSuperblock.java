package io.colama.guest.squashfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** The superblock, at the start of the volume. */
@OnDisk(size = 96, source = "Linux, squashfs_fs.h, struct squashfs_super_block")
record SquashSuperblock(
        @U32(at = 0) long magic,
        @U32(at = 4) long inodes,
        @U32(at = 8) long made,
        @U32(at = 12) long blockBytesField,
        @U32(at = 16) long fragments,
        @U16(at = 20) int compressionField,
        @U16(at = 22) int blockLog,
        @U16(at = 26) int ids,
        @U16(at = 28) int major,
        @U16(at = 30) int minor,
        @U64(at = 32) long rootInode,
        @U64(at = 40) long bytesUsed,
        @U64(at = 48) long idTable,
        @U64(at = 56) long attributeTable,
        @U64(at = 64) long inodeTable,
        @U64(at = 72) long directoryTable,
        @U64(at = 80) long fragmentTable) {

    static final RecordLayout<SquashSuperblock> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), SquashSuperblock.class);

    static final long MAGIC = 0x73717368L;

    private static final int VERSION = 4;
    private static final int LEAST_BLOCK_LOG = 12;
    private static final int MOST_BLOCK_LOG = 20;

    /** Reads the superblock and checks what every step further relies on. */
    static SquashSuperblock read(BlockSource volume) throws IOException {
        if (volume.size() < LAYOUT.size()) {
            throw new ImageException.NotThisFormat(
                    "%d bytes found, too short for squashfs".formatted(volume.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        volume.read(0, bytes);
        SquashSuperblock found = LAYOUT.parse(bytes.flip(), "squashfs superblock");
        if (found.magic != MAGIC) {
            throw new ImageException.NotThisFormat(
                    "0x%x found at 0x0, 0x%x of squashfs expected".formatted(found.magic, MAGIC));
        }
        if (found.major != VERSION) {
            throw new ImageException.Unsupported(
                    "squashfs of version %d.%d".formatted(found.major, found.minor));
        }
        found.check(volume.size());
        return found;
    }

    private void check(long size) throws ImageException {
        boolean sane =
                blockLog >= LEAST_BLOCK_LOG
                        && blockLog <= MOST_BLOCK_LOG
                        && blockBytesField == 1L << blockLog
                        && isInside(inodeTable, size)
                        && isInside(directoryTable, size)
                        && isInside(idTable, size);
        if (!sane) {
            throw new ImageException.Damaged(
                    "a squashfs superblock with blocks of %d bytes (2^%d) and tables at 0x%x, 0x%x and 0x%x of %d bytes found"
                            .formatted(
                                    blockBytesField,
                                    blockLog,
                                    inodeTable,
                                    directoryTable,
                                    idTable,
                                    size));
        }
    }

    private static boolean isInside(long at, long size) {
        return at >= LAYOUT.size() && at < size;
    }

    int blockBytes() {
        return 1 << blockLog;
    }
}
