package io.colama.guest.fat;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Endian;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import io.colama.block.record.U8;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** The first sector of an exFAT volume, of which there is a copy twelve sectors on. */
@OnDisk(size = 112, source = "Microsoft exFAT specification 1.00, 3.1", order = Endian.LITTLE)
record ExfatBoot(
        @U64(at = 3) long signature,
        @U64(at = 72) long sectors,
        @U32(at = 80) long tableSector,
        @U32(at = 84) long tableSectors,
        @U32(at = 88) long heapSector,
        @U32(at = 92) long clusters,
        @U32(at = 96) long rootCluster,
        @U32(at = 100) long serial,
        @U16(at = 106) int flags,
        @U8(at = 108) int sectorShift,
        @U8(at = 109) int clusterShift,
        @U8(at = 110) int tables) {

    static final RecordLayout<ExfatBoot> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), ExfatBoot.class);

    private static final long EXFAT = 0x2020_2054_4146_5845L;
    private static final int COPY_SECTOR = 12;
    private static final int LEAST_SHIFT = 9;
    private static final int MOST_SHIFT = 12;
    private static final int MOST_CLUSTER_SHIFT = 25;
    private static final int SECOND_TABLE = 1;
    private static final int DIRTY = 2;
    private static final int FAILED = 4;

    /**
     * A sector that is sound.
     *
     * @param boot what it says
     * @param isBackup whether it is the copy
     */
    record Found(ExfatBoot boot, boolean isBackup) {}

    static Found read(BlockSource volume) throws IOException {
        ExfatBoot first = at(volume, 0);
        if (first.signature != EXFAT) {
            throw new ImageException.NotThisFormat(
                    "0x%x found at 0x3, 0x%x of exFAT expected".formatted(first.signature, EXFAT));
        }
        if (first.isSane(volume)) {
            return new Found(first, false);
        }
        for (int shift = LEAST_SHIFT; shift <= MOST_SHIFT; shift++) {
            long place = (long) COPY_SECTOR << shift;
            if (place + LAYOUT.size() <= volume.size()) {
                ExfatBoot copy = at(volume, place);
                if (copy.sectorShift == shift && copy.isSane(volume)) {
                    return new Found(copy, true);
                }
            }
        }
        throw new ImageException.Damaged(
                "an exFAT boot sector with a table of %d sectors at sector %d, %d clusters at sector %d and shifts of %d and %d found, and no copy"
                        .formatted(
                                first.tableSectors,
                                first.tableSector,
                                first.clusters,
                                first.heapSector,
                                first.sectorShift,
                                first.clusterShift));
    }

    private static ExfatBoot at(BlockSource volume, long offset) throws IOException {
        if (volume.size() < 512) {
            throw new ImageException.NotThisFormat(
                    "%d bytes found, too short for exFAT".formatted(volume.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        volume.read(offset, bytes);
        return LAYOUT.parse(bytes.flip(), "exFAT boot sector");
    }

    private boolean isSane(BlockSource volume) {
        return signature == EXFAT
                && sectorShift >= LEAST_SHIFT
                && sectorShift <= MOST_SHIFT
                && sectorShift + clusterShift <= MOST_CLUSTER_SHIFT
                && sectors > 0
                && sectors <= Long.MAX_VALUE >>> MOST_SHIFT
                && tables >= 1
                && tables <= 2
                && tableSector > 0
                && tableSectors > 0
                && tableAt() + (tableSectors << sectorShift) <= volume.size()
                && heapSector >= tableSector + tableSectors
                && rootCluster >= 2;
    }

    private long tableAt() {
        boolean second = tables == 2 && (flags & SECOND_TABLE) != 0;
        return (tableSector + (second ? tableSectors : 0)) << sectorShift;
    }

    ClusterHeap.Shape shape() {
        long entries = (tableSectors << sectorShift) / Integer.BYTES;
        return new ClusterHeap.Shape(
                tableAt(),
                32,
                32,
                heapSector << sectorShift,
                clusterBytes(),
                Math.min(clusters, entries - 2));
    }

    int clusterBytes() {
        return 1 << (sectorShift + clusterShift);
    }

    long sizeBytes() {
        return sectors << sectorShift;
    }

    boolean isDirty() {
        return (flags & (DIRTY | FAILED)) != 0;
    }
}
