package io.colama.guest.partition;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import java.util.Optional;

/**
 * A stretch of a disk that its partition table names.
 *
 * @param number as Linux counts: from 1; logical partitions of a DOS table from 5
 * @param offset of its first byte
 * @param sizeBytes at least 1, inside the disk
 * @param type for GPT the type's GUID in lower case, for DOS two hexadecimal digits
 * @param uuid its own identifier, as {@code PARTUUID} names it
 * @param name its name in a GPT
 */
public record Partition(
        int number,
        long offset,
        long sizeBytes,
        String type,
        Optional<String> uuid,
        Optional<String> name) {

    /** The bytes of the partition; closing them leaves the disk open. */
    public BlockSource of(BlockSource disk) {
        return BlockSources.slice(BlockSources.view(disk), offset, sizeBytes);
    }
}
