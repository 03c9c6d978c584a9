package io.colama.server.catalogue;

import io.colama.operations.ListMachines;
import java.time.Instant;
import java.util.List;

/**
 * A machine as lists show it.
 *
 * @param entry what its log and its head say
 * @param changedMillis when it last changed, since 1970: read once, as orders ask for it often
 * @param records how many records its log has
 * @param inspected whether the inside of its head is known
 * @param systems the operating systems in it, for people; none when there is none or it is not
 *     known
 */
public record ListedMachine(
        ListMachines.Entry entry,
        long changedMillis,
        long records,
        boolean inspected,
        List<String> systems) {

    ListedMachine(ListMachines.Entry entry, long records, boolean inspected, List<String> systems) {
        this(entry, Instant.parse(entry.changed()).toEpochMilli(), records, inspected, systems);
    }

    /** Its name. */
    public String name() {
        return entry.machine();
    }

    ListedMachine with(List<String> found) {
        return new ListedMachine(entry, changedMillis, records, true, List.copyOf(found));
    }
}
