package io.colama.guest.volume;

import io.colama.block.BlockSource;
import io.colama.guest.partition.Partition;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of bytes that can hold one file system.
 *
 * @param name see the chapter of this package
 * @param disks the names of the disks that it lies on
 * @param offset where it starts, for partitions; else 0
 * @param partition what the partition table says of it
 * @param source its bytes
 * @param content what a look at it found
 */
public record Volume(
        String name,
        List<String> disks,
        long offset,
        Optional<Partition> partition,
        BlockSource source,
        Content content) {

    /** Copies the names. */
    public Volume {
        disks = List.copyOf(disks);
    }
}
