package io.colama.definition.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts snapshots in an order in which parents come first. */
public final class SnapshotOrder {

    private SnapshotOrder() {}

    /**
     * The snapshots, parents before children.
     *
     * @throws DefinitionException.Damaged when two have one id, a parent is missing, or they are
     *     parents of each other
     */
    public static List<SnapshotState> sorted(String what, List<SnapshotState> snapshots)
            throws DefinitionException.Damaged {
        Set<String> ids = new HashSet<>();
        for (SnapshotState snapshot : snapshots) {
            if (!ids.add(snapshot.id())) {
                throw new DefinitionException.Damaged(
                        what + ": two snapshots have the id " + snapshot.id());
            }
        }
        List<SnapshotState> sorted = new ArrayList<>();
        List<SnapshotState> left = new ArrayList<>(snapshots);
        Set<String> placed = new HashSet<>();
        while (!left.isEmpty()) {
            List<SnapshotState> ready =
                    left.stream()
                            .filter(snapshot ->
                                    snapshot.parent().isEmpty()
                                            || placed.contains(snapshot.parent().get()))
                            .toList();
            if (ready.isEmpty()) {
                throw new DefinitionException.Damaged(
                        what
                                + ": the parent of snapshot "
                                + left.getFirst().id()
                                + " is missing or its own child");
            }
            sorted.addAll(ready);
            ready.forEach(snapshot -> placed.add(snapshot.id()));
            left.removeAll(ready);
        }
        return sorted;
    }
}
