package io.colama.guest.partition;

import io.colama.block.BlockSource;
import java.util.List;
import java.util.Optional;

/** A table's sectors, checked against the disk. */
record Extents(int number, long offset, long sizeBytes) {

    /**
     * The bytes of sectors {@code first} to {@code last}, cut at the end of the disk with a note;
     * empty with a note when none of them is on the disk.
     */
    static Optional<Extents> within(
            BlockSource disk, int sector, int number, long first, long last, List<String> notes) {
        long sectors = Math.ceilDiv(disk.size(), sector);
        if (first <= 0 || first >= sectors || last < first) {
            notes.add(
                    "partition %d from sector %s to %s is not on the disk of %d sectors"
                            .formatted(
                                    number,
                                    Long.toUnsignedString(first),
                                    Long.toUnsignedString(last),
                                    sectors));
            return Optional.empty();
        }
        if (last >= sectors) {
            notes.add(
                    "partition %d ends at sector %d, behind the disk of %d sectors: was the image cut off?"
                            .formatted(number, last, sectors));
        }
        long offset = first * sector;
        long end = Math.min(Math.min(last, sectors - 1) * sector + sector, disk.size());
        return Optional.of(new Extents(number, offset, end - offset));
    }
}
