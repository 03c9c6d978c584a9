package io.colama.guest.archive;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The head of a member of a tar archive.
 *
 * @param name as bytes, with a slash at the end for directories
 * @param type the letter of the format: {@code 0} file, {@code 1} hard link, {@code 2} symbolic
 *     link, {@code 3} and {@code 4} devices, {@code 5} directory, {@code 6} pipe
 * @param mode the lower twelve bits
 * @param uid the owner
 * @param gid the group
 * @param storedBytes what follows in the archive
 * @param modified when, if known
 * @param link where a link leads, as bytes
 * @param device major number times 2^32 plus minor number
 * @param records further records of the extended header
 */
record TarMember(
        byte[] name,
        char type,
        int mode,
        long uid,
        long gid,
        long storedBytes,
        Optional<Instant> modified,
        byte[] link,
        long device,
        SortedMap<String, byte[]> records) {

    TarMember with(long bytes, Map<String, byte[]> more, byte[] otherName) {
        TreeMap<String, byte[]> all = new TreeMap<>(records);
        all.putAll(more);
        return new TarMember(otherName, type, mode, uid, gid, bytes, modified, link, device, all);
    }
}
