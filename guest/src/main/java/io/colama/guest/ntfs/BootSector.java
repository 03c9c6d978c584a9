package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Endian;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U64;
import io.colama.block.record.U8;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first sector of a volume, of which the last is a copy. */
@OnDisk(size = 84, source = "libfsntfs, NTFS 4.1", order = Endian.LITTLE)
record BootSector(
        @U64(at = 3) long signature,
        @U16(at = 11) int sectorBytes,
        @U8(at = 13) int clusterCode,
        @U64(at = 40) long sectors,
        @U64(at = 48) long tableCluster,
        @U64(at = 56) long mirrorCluster,
        @U8(at = 64) int recordCode,
        @U8(at = 68) int indexCode,
        @U64(at = 72) long serial) {

    static final RecordLayout<BootSector> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), BootSector.class);

    private static final long NTFS = 0x2020_2020_5346_544eL;
    private static final int SECTOR = 512;
    private static final int BOOT_BYTES = 8192;
    private static final int MOST_SECTOR = 4096;
    private static final int MOST_CLUSTER = 1 << 21;
    private static final int MOST_RECORD = 1 << 12;
    private static final int MOST_INDEX = 1 << 16;
    private static final int EXT_MAGIC_AT = 1080;
    private static final int EXT_MAGIC = 0xef53;
    private static final int BTRFS_MAGIC_AT = 0x10040;
    private static final long BTRFS_MAGIC = 0x4d5f_5366_5248_425fL;
    private static final int ISO_MAGIC_AT = 0x8000;
    private static final long ISO_MAGIC = 0x31_3030_4443L;

    /**
     * A sector that is sound.
     *
     * @param boot what it says
     * @param isBackup whether it is the copy
     */
    record Found(BootSector boot, boolean isBackup) {}

    /** Reads the first sector, or where it is destroyed the last. */
    static Found read(BlockSource volume) throws IOException {
        if (volume.size() < BOOT_BYTES) {
            throw new ImageException.NotThisFormat(
                    "%d bytes found, too short for NTFS".formatted(volume.size()));
        }
        BootSector first = at(volume, 0);
        if (first.isSane()) {
            return new Found(first, false);
        }
        if (first.signature == NTFS || isWiped(volume)) {
            BootSector last = at(volume, volume.size() / SECTOR * SECTOR - SECTOR);
            if (last.isSane()) {
                return new Found(last, true);
            }
        }
        if (first.signature != NTFS) {
            throw new ImageException.NotThisFormat(
                    "0x%x found at 0x3, 0x%x of NTFS expected".formatted(first.signature, NTFS));
        }
        throw new ImageException.Damaged(
                "an NTFS boot sector with sectors of %d bytes, cluster code %d, record code %d and index code %d found, and no copy in the last sector"
                        .formatted(
                                first.sectorBytes,
                                first.clusterCode,
                                first.recordCode,
                                first.indexCode));
    }

    private static BootSector at(BlockSource volume, long offset) throws IOException {
        return LAYOUT.parse(bytes(volume, offset, LAYOUT.size()), "NTFS boot sector");
    }

    private static ByteBuffer bytes(BlockSource volume, long offset, int length)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        volume.read(offset, bytes);
        return bytes.flip();
    }

    /** Whether the first sector was overwritten with one value and nothing else moved in since. */
    private static boolean isWiped(BlockSource volume) throws IOException {
        ByteBuffer first = bytes(volume, 0, BOOT_BYTES);
        for (int i = 1; i < SECTOR; i++) {
            if (first.get(i) != first.get(0)) {
                return false;
            }
        }
        return (first.getShort(EXT_MAGIC_AT) & 0xffff) != EXT_MAGIC
                && !holds(volume, ISO_MAGIC_AT, ISO_MAGIC << Byte.SIZE, 0xffff_ffff_ff00L)
                && !holds(volume, BTRFS_MAGIC_AT, BTRFS_MAGIC, -1);
    }

    private static boolean holds(BlockSource volume, int at, long magic, long mask)
            throws IOException {
        return volume.size() >= at + Long.BYTES
                && (bytes(volume, at, Long.BYTES).getLong(0) & mask) == magic;
    }

    private boolean isSane() {
        return signature == NTFS
                && isPower(sectorBytes, SECTOR / 2, MOST_SECTOR)
                && isPower(clusterBytesOrNone(), SECTOR / 2, MOST_CLUSTER)
                && isPower(recordBytesOrNone(recordCode), SECTOR, MOST_RECORD)
                && isPower(recordBytesOrNone(indexCode), SECTOR, MOST_INDEX)
                && sectors > 0
                && sectors <= Long.MAX_VALUE / sectorBytes
                && tableCluster > 0
                && tableCluster <= Long.MAX_VALUE / MOST_CLUSTER
                && mirrorCluster >= 0
                && mirrorCluster <= Long.MAX_VALUE / MOST_CLUSTER;
    }

    private static boolean isPower(long value, long least, long most) {
        return value >= least && value <= most && Long.bitCount(value) == 1;
    }

    private long clusterBytesOrNone() {
        if (clusterCode <= 0x80) {
            return (long) sectorBytes * clusterCode;
        }
        int shift = 256 - clusterCode;
        return shift > 12 ? 0 : (long) sectorBytes << shift;
    }

    private long recordBytesOrNone(int code) {
        if (code < 0x80) {
            return code * clusterBytesOrNone();
        }
        int shift = 256 - code;
        return shift > 16 ? 0 : 1L << shift;
    }

    int clusterBytes() {
        return (int) clusterBytesOrNone();
    }

    int recordBytes() {
        return (int) recordBytesOrNone(recordCode);
    }

    long sizeBytes() {
        return sectors * sectorBytes;
    }
}
