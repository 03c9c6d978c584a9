package io.colama.guest.array;

import io.colama.block.BlockSource;
import java.util.List;
import java.util.Optional;

/**
 * A volume that members make up.
 *
 * @param name what its manager calls it, such as {@code group/volume}
 * @param disks the names of the disks that it lies on, as far as they are there
 * @param source its bytes, when all of them can be had
 * @param reason why they cannot be had: a code that does not change
 * @param message the same for people
 */
public record JoinedVolume(
        String name,
        List<String> disks,
        Optional<BlockSource> source,
        Optional<String> reason,
        String message) {

    /** Copies the names. */
    public JoinedVolume {
        disks = List.copyOf(disks);
    }

    /** One that cannot be had. */
    public static JoinedVolume closed(
            String name, List<String> disks, String reason, String message) {
        return new JoinedVolume(name, disks, Optional.empty(), Optional.of(reason), message);
    }
}
