package io.colama.guest.btrfs;

import java.util.Optional;

/**
 * A tree of files inside a volume.
 *
 * @param id the number of its tree; 5 is the top level
 * @param path where it lies below the top level
 * @param uuid its identifier, unless it was made by an old system
 * @param origin the identifier of the subvolume that it is a snapshot of
 * @param isReadOnly whether it may be changed
 */
public record Subvolume(
        long id, String path, Optional<String> uuid, Optional<String> origin, boolean isReadOnly) {

    /** Whether it was made as a snapshot of another one. */
    public boolean isSnapshot() {
        return origin.isPresent();
    }
}
