package io.colama.guest.partition;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The partitions of a disk.
 *
 * @param kind which table says so
 * @param sectorBytes 512 or 4,096: what the table counts in
 * @param id the disk's identifier: a GUID, or the eight hexadecimal digits of a DOS table
 * @param partitions in the order of their numbers; extended partitions are not among them, only the
 *     logical ones inside
 * @param notes what is odd about the table, each a sentence without full stop
 */
public record PartitionTable(
        Kind kind,
        int sectorBytes,
        Optional<String> id,
        List<Partition> partitions,
        List<String> notes) {

    /** The kinds of tables. */
    public enum Kind {
        /** GUID partition table. */
        GPT("gpt"),
        /** The table of DOS, in the master boot record. */
        DOS("dos");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        /** The name that Linux uses. */
        public String shown() {
            return shown;
        }
    }

    /** Copies the lists. */
    public PartitionTable {
        partitions = List.copyOf(partitions);
        notes = List.copyOf(notes);
    }

    /**
     * The table of a disk, when it has one.
     *
     * <p>A GPT wins over the DOS table that protects it. A boot sector of FAT or NTFS, which ends
     * like a DOS table, is not one.
     *
     * @throws IOException when the disk cannot be read; a damaged table is no error but a note, or
     *     no table
     */
    public static Optional<PartitionTable> read(BlockSource disk) throws IOException {
        Optional<PartitionTable> gpt = GptTable.read(disk);
        return gpt.isPresent() ? gpt : DosTable.read(disk);
    }
}
