package io.colama.guest.array;

import io.colama.block.BlockSource;
import java.util.List;

/**
 * A volume that may be a piece of something larger.
 *
 * @param name what it is called
 * @param disks the names of the disks that it lies on
 * @param source its bytes
 */
public record Member(String name, List<String> disks, BlockSource source) {

    /** Copies the names. */
    public Member {
        disks = List.copyOf(disks);
    }
}
