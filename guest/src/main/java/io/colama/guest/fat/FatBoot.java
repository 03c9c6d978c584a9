package io.colama.guest.fat;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U8;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The first sector of a FAT volume. */
@OnDisk(size = 90, source = "Microsoft FAT specification 1.03, BPB", order = Endian.LITTLE)
record FatBoot(
        @U8(at = 0) int jump,
        @U16(at = 11) int sectorBytes,
        @U8(at = 13) int sectorsPerCluster,
        @U16(at = 14) int reserved,
        @U8(at = 16) int tables,
        @U16(at = 17) int rootEntries,
        @U16(at = 19) int sectorsShort,
        @U8(at = 21) int media,
        @U16(at = 22) int tableSectorsShort,
        @U32(at = 32) long sectorsLong,
        @Bytes(at = 36, length = 54) ByteBuffer rest) {

    static final RecordLayout<FatBoot> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), FatBoot.class);

    private static final int ENTRY = 32;
    private static final int MOST_OF_12 = 4085;
    private static final int MOST_OF_16 = 65525;
    private static final int MOST_SECTOR = 4096;
    private static final int MOST_TABLES = 4;
    private static final int LEAST_MEDIA = 0xf8;
    private static final int FLOPPY_MEDIA = 0xf0;
    private static final int NO_MIRROR = 0x80;

    static FatBoot read(BlockSource volume) throws IOException {
        if (volume.size() < 512) {
            throw new ImageException.NotThisFormat(
                    "%d bytes found, too short for FAT".formatted(volume.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        volume.read(0, bytes);
        FatBoot found = LAYOUT.parse(bytes.flip(), "FAT boot sector");
        if (!found.isSane()) {
            throw new ImageException.NotThisFormat(
                    "sectors of %d bytes, %d a cluster, %d reserved and %d tables found where FAT has its own"
                            .formatted(
                                    found.sectorBytes,
                                    found.sectorsPerCluster,
                                    found.reserved,
                                    found.tables));
        }
        if (found.tableAt() + found.tableBytes() > volume.size()) {
            throw new ImageException.Damaged(
                    "a FAT from 0x%x to 0x%x of a volume of 0x%x bytes found"
                            .formatted(
                                    found.tableAt(),
                                    found.tableAt() + found.tableBytes(),
                                    volume.size()));
        }
        return found;
    }

    private boolean isSane() {
        return (jump == 0xeb || jump == 0xe9 || kind().startsWith("FAT"))
                && sectorBytes >= 512
                && sectorBytes <= MOST_SECTOR
                && Integer.bitCount(sectorBytes) == 1
                && Integer.bitCount(sectorsPerCluster) == 1
                && reserved > 0
                && tables > 0
                && tables <= MOST_TABLES
                && (media >= LEAST_MEDIA || media == FLOPPY_MEDIA)
                && tableSectors() > 0
                && (isWide() || rootEntries > 0)
                && sectors() > dataSector()
                && (!isWide() || rootCluster() >= 2);
    }

    private String kind() {
        int at = isWide() ? 46 : 18;
        return StandardCharsets.ISO_8859_1.decode(rest.slice(at, 8)).toString();
    }

    /** Whether it has the layout of FAT32. */
    boolean isWide() {
        return tableSectorsShort == 0;
    }

    private long number(int at) {
        return (rest.get(at) & 0xffL)
                | ((rest.get(at + 1) & 0xffL) << 8)
                | ((rest.get(at + 2) & 0xffL) << 16)
                | ((rest.get(at + 3) & 0xffL) << 24);
    }

    private long tableSectors() {
        return isWide() ? number(0) : tableSectorsShort;
    }

    long sectors() {
        return sectorsShort != 0 ? sectorsShort : sectorsLong;
    }

    long sizeBytes() {
        return sectors() * sectorBytes;
    }

    int clusterBytes() {
        return sectorBytes * sectorsPerCluster;
    }

    long tableBytes() {
        return tableSectors() * sectorBytes;
    }

    /** The offset of the table that is in use. */
    long tableAt() {
        int flags = isWide() ? rest.get(4) & 0xff : 0;
        int active = (flags & NO_MIRROR) != 0 ? Math.min(flags & 0xf, tables - 1) : 0;
        return (reserved + active * tableSectors()) * sectorBytes;
    }

    /** The offset of the root directory where it is no chain. */
    long rootAt() {
        return (reserved + tables * tableSectors()) * sectorBytes;
    }

    long rootBytes() {
        return (long) rootEntries * ENTRY;
    }

    long rootCluster() {
        return number(8);
    }

    private long dataSector() {
        long rootSectors = (rootBytes() + sectorBytes - 1) / sectorBytes;
        return reserved + tables * tableSectors() + rootSectors;
    }

    /** How its clusters lie. */
    ClusterHeap.Shape shape() {
        long clusters = (sectors() - dataSector()) / sectorsPerCluster;
        int bits = isWide() || clusters >= MOST_OF_16 ? 32 : clusters < MOST_OF_12 ? 12 : 16;
        if (!isWide() && bits == 32) {
            bits = 16;
        }
        long entries = tableBytes() * Byte.SIZE / bits;
        return new ClusterHeap.Shape(
                tableAt(),
                bits,
                bits == 32 ? 28 : bits,
                dataSector() * sectorBytes,
                clusterBytes(),
                Math.max(0, Math.min(clusters, entries - 2)));
    }

    private int extendedAt() {
        return isWide() ? 28 : 0;
    }

    /** Whether the guest marked it as in use. */
    boolean isDirty() {
        return (rest.get(extendedAt() + 1) & 1) != 0;
    }

    private boolean hasSerial() {
        int sign = rest.get(extendedAt() + 2);
        return sign == 0x28 || sign == 0x29;
    }

    Optional<String> uuid() {
        long serial = number(extendedAt() + 3);
        return hasSerial()
                ? Optional.of("%04X-%04X".formatted(serial >>> 16, serial & 0xffff))
                : Optional.empty();
    }
}
