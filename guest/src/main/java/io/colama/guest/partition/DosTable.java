package io.colama.guest.partition;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.probe.Probe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the partition table of DOS and its chain of extended ones. */
final class DosTable {

    private static final int RECORD = 512;
    private static final int TABLE_AT = 446;
    private static final int ENTRY = 16;
    private static final int SIGNATURE_AT = 510;
    private static final int SIGNATURE = 0xaa55;
    private static final int DISK_ID_AT = 440;
    private static final int MOST_LOGICAL = 255;
    private static final int FIRST_LOGICAL = 5;

    private final BlockSource disk;
    private final int sector;
    private final String id;
    private final List<Partition> partitions = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private DosTable(BlockSource disk, int sector, String id) {
        this.disk = disk;
        this.sector = sector;
        this.id = id;
    }

    /** A line of the table. Sectors are unsigned 32-bit numbers. */
    private record Line(int status, int type, long start, long sectors) {
        boolean isEmpty() {
            return type == 0 || sectors == 0;
        }

        boolean isExtended() {
            return type == 0x05 || type == 0x0f || type == 0x85;
        }
    }

    static Optional<PartitionTable> read(BlockSource disk) throws IOException {
        Optional<ByteBuffer> record = record(disk, 0);
        if (record.isEmpty() || isBootSector(record.get())) {
            return Optional.empty();
        }
        List<Line> lines = lines(record.get());
        boolean sane = lines.stream().allMatch(line -> line.status == 0 || line.status == 0x80);
        if (!sane || lines.stream().allMatch(Line::isEmpty)) {
            return Optional.empty();
        }
        String id = "%08x".formatted(record.get().getInt(DISK_ID_AT));
        DosTable table = new DosTable(disk, sectorBytes(disk, lines), id);
        table.readAll(lines);
        return Optional.of(
                new PartitionTable(
                        PartitionTable.Kind.DOS,
                        table.sector,
                        Optional.of(id).filter(text -> !text.equals("00000000")),
                        table.partitions,
                        table.notes));
    }

    private static Optional<ByteBuffer> record(BlockSource disk, long offset) throws IOException {
        if (offset < 0 || disk.size() - offset < RECORD) {
            return Optional.empty();
        }
        ByteBuffer record = ByteBuffer.allocate(RECORD).order(ByteOrder.LITTLE_ENDIAN);
        disk.read(offset, record);
        return (record.getShort(SIGNATURE_AT) & 0xffff) == SIGNATURE
                ? Optional.of(record)
                : Optional.empty();
    }

    /** FAT, exFAT and NTFS volumes start with a sector that ends like a table. */
    private static boolean isBootSector(ByteBuffer record) {
        int jump = record.get(0) & 0xff;
        if (jump != 0xeb && jump != 0xe9) {
            return false;
        }
        byte[] name = new byte[8];
        record.get(3, name);
        String oem = new String(name, StandardCharsets.ISO_8859_1);
        if (oem.equals("NTFS    ") || oem.equals("EXFAT   ")) {
            return true;
        }
        int sectorBytes = record.getShort(11) & 0xffff;
        int perCluster = record.get(13) & 0xff;
        int fats = record.get(16) & 0xff;
        return (sectorBytes == 512
                        || sectorBytes == 1024
                        || sectorBytes == 2048
                        || sectorBytes == 4096)
                && Integer.bitCount(perCluster) == 1
                && record.getShort(14) != 0
                && (fats == 1 || fats == 2);
    }

    private static List<Line> lines(ByteBuffer record) {
        List<Line> lines = new ArrayList<>();
        for (int at = TABLE_AT; at < SIGNATURE_AT; at += ENTRY) {
            lines.add(
                    new Line(
                            record.get(at) & 0xff,
                            record.get(at + 4) & 0xff,
                            record.getInt(at + 8) & 0xffff_ffffL,
                            record.getInt(at + 12) & 0xffff_ffffL));
        }
        return lines;
    }

    /**
     * The table does not say what it counts in: 4,096 bytes when all partitions lie on the disk
     * even then, and the first with a known sign has it only then.
     */
    private static int sectorBytes(BlockSource disk, List<Line> lines) throws IOException {
        long end = lines.stream().mapToLong(line -> line.start + line.sectors).max().orElse(0);
        if (end > disk.size() / 4096) {
            return 512;
        }
        for (Line line : lines) {
            if (line.isEmpty()) {
                continue;
            }
            if (isVolume(disk, line, 512)) {
                return 512;
            }
            if (isVolume(disk, line, 4096)) {
                return 4096;
            }
        }
        return 512;
    }

    /** Whether something that is known lies where the line says, when it counts such sectors. */
    private static boolean isVolume(BlockSource disk, Line line, int sectorBytes)
            throws IOException {
        BlockSource volume =
                BlockSources.slice(
                        BlockSources.view(disk),
                        line.start * sectorBytes,
                        line.sectors * sectorBytes);
        return !Probe.identify(volume).isEmpty();
    }

    private void readAll(List<Line> lines) throws IOException {
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.isEmpty()) {
                continue;
            }
            if (line.isExtended()) {
                readChain(line.start);
            } else {
                add(i + 1, line.start, line);
            }
        }
        partitions.sort(Comparator.comparingInt(Partition::number));
    }

    private void add(int number, long start, Line line) {
        Extents.within(disk, sector, number, start, start + line.sectors - 1, notes)
                .ifPresent(extent ->
                        partitions.add(
                                new Partition(
                                        number,
                                        extent.offset(),
                                        extent.sizeBytes(),
                                        "%02x".formatted(line.type),
                                        Optional.of("%s-%02x".formatted(id, number)),
                                        Optional.empty())));
    }

    private void readChain(long extended) throws IOException {
        Set<Long> seen = new HashSet<>();
        long at = extended;
        int number = FIRST_LOGICAL;
        while (seen.add(at) && seen.size() <= MOST_LOGICAL) {
            Optional<ByteBuffer> record =
                    at <= disk.size() / sector ? record(disk, at * sector) : Optional.empty();
            if (record.isEmpty()) {
                notes.add("the chain of logical partitions breaks at sector %d".formatted(at));
                return;
            }
            List<Line> lines = lines(record.get());
            long next = 0;
            for (Line line : lines.subList(0, 2)) {
                if (line.isExtended() && next == 0) {
                    next = extended + line.start;
                } else if (!line.isEmpty() && !line.isExtended()) {
                    add(number++, at + line.start, line);
                }
            }
            if (next == 0) {
                return;
            }
            at = next;
        }
        notes.add("the chain of logical partitions has no end");
    }
}
