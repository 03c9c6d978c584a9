package io.colama.guest.partition;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/** Reads GUID partition tables. */
final class GptTable {

    private static final int[] SECTORS = {512, 4096};
    private static final int MOST_HEADER_BYTES = 512;
    private static final int MOST_ENTRIES = 4096;
    private static final int LEAST_ENTRY_BYTES = 128;
    private static final int MOST_ENTRY_BYTES = 4096;
    private static final int NAME_AT = 56;
    private static final int NAME_CHARS = 36;

    private final BlockSource disk;
    private final int sector;
    private final List<String> notes = new ArrayList<>();

    private GptTable(BlockSource disk, int sector) {
        this.disk = disk;
        this.sector = sector;
    }

    static Optional<PartitionTable> read(BlockSource disk) throws IOException {
        for (int sector : SECTORS) {
            Optional<PartitionTable> table = new GptTable(disk, sector).read();
            if (table.isPresent()) {
                return table;
            }
        }
        return Optional.empty();
    }

    private Optional<PartitionTable> read() throws IOException {
        Optional<PartitionTable> first = tableAt(1);
        if (first.isPresent()) {
            return first;
        }
        long last = disk.size() / sector - 1;
        OptionalLong named = otherHeader();
        for (long at : new long[] {last, named.orElse(last)}) {
            notes.clear();
            Optional<PartitionTable> backup = at > 1 ? tableAt(at) : Optional.empty();
            if (backup.isPresent()) {
                notes.add("the first header of the table is damaged; its backup was used");
                PartitionTable table = backup.get();
                return Optional.of(
                        new PartitionTable(
                                table.kind(), sector, table.id(), table.partitions(), notes));
            }
        }
        return Optional.empty();
    }

    /** Where a first header with a bad checksum says that its backup lies. */
    private OptionalLong otherHeader() throws IOException {
        Optional<GptHeader> header = parse(1);
        return header.isPresent() && header.get().otherSector() > 1
                ? OptionalLong.of(header.get().otherSector())
                : OptionalLong.empty();
    }

    private Optional<GptHeader> parse(long at) throws IOException {
        if (at >= disk.size() / sector || disk.size() - at * sector < MOST_HEADER_BYTES) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.allocate(GptHeader.LAYOUT.size());
            disk.read(at * sector, bytes);
            return Optional.of(GptHeader.LAYOUT.parse(bytes.flip(), "GPT header"));
        } catch (ImageException.NotThisFormat none) {
            return Optional.empty();
        }
    }

    private Optional<PartitionTable> tableAt(long at) throws IOException {
        Optional<GptHeader> found = parse(at);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        GptHeader header = found.get();
        boolean sane =
                header.headerSize() >= GptHeader.LAYOUT.size()
                        && header.headerSize() <= MOST_HEADER_BYTES
                        && header.ownSector() == at
                        && header.entries() <= MOST_ENTRIES
                        && header.entryBytes() >= LEAST_ENTRY_BYTES
                        && header.entryBytes() <= MOST_ENTRY_BYTES
                        && header.entriesSector() > 0
                        && header.entriesSector() < disk.size() / sector;
        if (!sane || headerChecksum(header, at) != header.checksum()) {
            return Optional.empty();
        }
        long start = header.entriesSector() * sector;
        int length = (int) (header.entries() * header.entryBytes());
        if (length > disk.size() - start) {
            return Optional.empty();
        }
        ByteBuffer entries = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        disk.read(start, entries);
        CRC32 sum = new CRC32();
        sum.update(entries.array());
        if (sum.getValue() != header.entriesChecksum()) {
            return Optional.empty();
        }
        List<Partition> partitions = partitions(entries, (int) header.entryBytes());
        return Optional.of(
                new PartitionTable(
                        PartitionTable.Kind.GPT,
                        sector,
                        Optional.of(Guid.read(header.disk(), header.disk().position()).toString()),
                        partitions,
                        notes));
    }

    private long headerChecksum(GptHeader header, long at) throws IOException {
        byte[] bytes = new byte[(int) header.headerSize()];
        disk.read(at * sector, ByteBuffer.wrap(bytes));
        bytes[GptHeader.CHECKSUM_AT] = 0;
        bytes[GptHeader.CHECKSUM_AT + 1] = 0;
        bytes[GptHeader.CHECKSUM_AT + 2] = 0;
        bytes[GptHeader.CHECKSUM_AT + 3] = 0;
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    private List<Partition> partitions(ByteBuffer entries, int entryBytes) {
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < entries.capacity() / entryBytes; i++) {
            ByteBuffer entry =
                    entries.slice(i * entryBytes, entryBytes).order(ByteOrder.LITTLE_ENDIAN);
            if (entry.getLong(0) == 0 && entry.getLong(8) == 0) {
                continue;
            }
            Extents.within(disk, sector, i + 1, entry.getLong(32), entry.getLong(40), notes)
                    .ifPresent(extent -> partitions.add(partition(entry, extent)));
        }
        return partitions;
    }

    private static Partition partition(ByteBuffer entry, Extents extent) {
        byte[] name = new byte[2 * NAME_CHARS];
        entry.get(NAME_AT, name);
        String text = new String(name, StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        String shown = end < 0 ? text : text.substring(0, end);
        return new Partition(
                extent.number(),
                extent.offset(),
                extent.sizeBytes(),
                Guid.read(entry, entry.position()).toString(),
                Optional.of(Guid.read(entry, entry.position() + Guid.BYTES).toString()),
                Optional.of(shown).filter(given -> !given.isEmpty()));
    }
}
