package io.colama.inspect.fact;

import java.util.List;

/**
 * All that was read out of the disks of a machine.
 *
 * @param version of this record's meaning, {@link #VERSION}
 * @param disks the disks and their partition tables
 * @param volumes partitions, logical volumes, arrays and what they hold
 * @param systems the operating systems that were found; the one that most likely boots is first
 * @param problems what could not be read and belongs to no system
 */
public record Inspection(
        int version,
        List<DiskFacts> disks,
        List<VolumeFacts> volumes,
        List<SystemFacts> systems,
        List<Problem> problems) {

    /** What this program writes. A stored inspection of another version is made anew. */
    public static final int VERSION = 2;

    /** Copies the lists. */
    public Inspection {
        disks = List.copyOf(disks);
        volumes = List.copyOf(volumes);
        systems = List.copyOf(systems);
        problems = List.copyOf(problems);
    }

    /**
     * A disk.
     *
     * @param name such as {@code disk0}
     * @param bytes its size
     * @param table the kind of its partition table, {@code gpt} or {@code dos}; empty without one
     * @param id the identifier in that table
     * @param notes what is odd about the table
     */
    public record DiskFacts(String name, long bytes, String table, String id, List<String> notes) {}

    /**
     * A volume.
     *
     * @param name such as {@code disk0p1} or {@code lvm:group/volume}
     * @param disks the disks that it lies on
     * @param offset where a partition starts; else 0
     * @param bytes its size
     * @param partition the type of a partition, as its table says it
     * @param kind what it holds, by the names of blkid; {@code empty} or {@code unknown}
     * @param label the name of the file system
     * @param uuid its identifier
     * @param condition {@code clean}, {@code replayed} or {@code possibly-stale}; empty where
     *     nothing was read
     * @param reason why it was not read, a code such as {@code encrypted:luks2}; else empty
     * @param message the same for people
     * @param notes what somebody who relies on it should know
     */
    public record VolumeFacts(
            String name,
            List<String> disks,
            long offset,
            long bytes,
            String partition,
            String kind,
            String label,
            String uuid,
            String condition,
            String reason,
            String message,
            List<String> notes) {}
}
