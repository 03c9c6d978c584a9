package io.colama.definition.machine;

import java.util.OptionalLong;

/**
 * The file that holds a disk of a machine that is written.
 *
 * @param name the name as the definition shall have it
 * @param format the format of the file, such as {@code vmdk}
 * @param sizeBytes the size of the disk
 * @param fileBytes the length of the file, where it is known already
 * @param populatedBytes how much of the disk is in use, where it is known
 */
public record DiskFile(
        String name,
        String format,
        long sizeBytes,
        OptionalLong fileBytes,
        OptionalLong populatedBytes) {

    /** A file of which the length is not known yet. */
    public static DiskFile of(String name, String format, long sizeBytes) {
        return new DiskFile(name, format, sizeBytes, OptionalLong.empty(), OptionalLong.empty());
    }
}
