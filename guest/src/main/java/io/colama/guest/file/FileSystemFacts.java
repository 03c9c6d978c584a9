package io.colama.guest.file;

import java.util.List;
import java.util.Optional;

/**
 * What the headers of a file system say of it.
 *
 * @param type the name that Linux uses: {@code ext4}, {@code xfs}, {@code ntfs}, {@code vfat}…
 * @param label the name that people gave it, when it has one
 * @param uuid its identifier as {@code blkid} prints it
 * @param sizeBytes how much of the volume it says it uses
 * @param blockBytes its unit of allocation
 * @param condition how far it can be believed
 * @param notes what somebody who relies on it should know, each a sentence without full stop
 */
public record FileSystemFacts(
        String type,
        Optional<String> label,
        Optional<String> uuid,
        long sizeBytes,
        long blockBytes,
        Condition condition,
        List<String> notes) {

    /** Copies the notes. */
    public FileSystemFacts {
        notes = List.copyOf(notes);
    }
}
