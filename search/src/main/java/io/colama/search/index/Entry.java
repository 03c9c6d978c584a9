package io.colama.search.index;

import io.colama.inspect.fact.Inspection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A revision as a machine knows it.
 *
 * @param machine the machine
 * @param revision the revision's id, 64 hexadecimal digits
 * @param head whether it is the machine's newest
 * @param owner who made the machine
 * @param clonedFrom the machine that this one was cloned from; empty when it was not
 * @param author who made the revision
 * @param time when
 * @param message why
 * @param tags its names in the machine
 * @param notes comments on it in the machine
 * @param disks how many disks it has
 * @param bytes their virtual size
 * @param hardware what its definition says, where it has one
 * @param inspection what is inside, where that is known
 * @param stamp by which whoever fills the index knows the inspection
 */
public record Entry(
        String machine,
        String revision,
        boolean head,
        String owner,
        String clonedFrom,
        String author,
        Instant time,
        String message,
        List<String> tags,
        List<String> notes,
        int disks,
        long bytes,
        Optional<Hardware> hardware,
        Optional<Inspection> inspection,
        String stamp) {

    /** Copies the lists. */
    public Entry {
        tags = List.copyOf(tags);
        notes = List.copyOf(notes);
    }

    /**
     * What a definition says.
     *
     * @param name of the machine there
     * @param description of the machine there
     * @param architecture of the processors
     * @param processors how many
     * @param memoryBytes the memory
     * @param firmware {@code bios} or {@code uefi}
     */
    public record Hardware(
            String name,
            String description,
            String architecture,
            int processors,
            long memoryBytes,
            String firmware) {}
}
