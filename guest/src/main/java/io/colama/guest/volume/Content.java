package io.colama.guest.volume;

import io.colama.guest.file.GuestFileSystem;
import java.util.Optional;

/**
 * What a volume holds.
 *
 * @param kind by the names of {@code blkid}, such as {@code ext4}, {@code LVM2_member} or {@code
 *     swap}; {@code empty} when it holds only zeros where signs would be, {@code unknown} when
 *     there is something without a known sign
 * @param label its name
 * @param uuid its identifier
 * @param files the file system, when it can be read
 * @param reason why it is not read: a code that does not change, such as {@code encrypted:luks2} or
 *     {@code damaged:ext4}; empty for what is read and for what has nothing to read
 * @param message the same for people
 */
public record Content(
        String kind,
        Optional<String> label,
        Optional<String> uuid,
        Optional<GuestFileSystem> files,
        Optional<String> reason,
        String message) {

    /** A file system that is read. */
    static Content of(GuestFileSystem files) {
        return new Content(
                files.facts().type(),
                files.facts().label(),
                files.facts().uuid(),
                Optional.of(files),
                Optional.empty(),
                "");
    }

    /** Something that has no files of its own and needs no reason. */
    static Content plain(String kind, Optional<String> label, Optional<String> uuid) {
        return new Content(kind, label, uuid, Optional.empty(), Optional.empty(), "");
    }

    /** Something that is not read. */
    static Content closed(
            String kind,
            Optional<String> label,
            Optional<String> uuid,
            String reason,
            String message) {
        return new Content(kind, label, uuid, Optional.empty(), Optional.of(reason), message);
    }
}
