package io.colama.server.catalogue;

import io.colama.operations.ListMachines;
import java.util.List;

/**
 * A machine as lists show it.
 *
 * @param entry what its log and its head say
 * @param records how many records its log has
 * @param inspected whether the inside of its head is known
 * @param systems the operating systems in it, for people; none when there is none or it is not
 *     known
 */
public record ListedMachine(
        ListMachines.Entry entry, long records, boolean inspected, List<String> systems) {

    /** Its name. */
    public String name() {
        return entry.machine();
    }

    ListedMachine with(List<String> found) {
        return new ListedMachine(entry, records, true, List.copyOf(found));
    }
}
