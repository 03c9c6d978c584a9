package io.colama.cli;

import io.colama.operations.RevisionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the histories of machines together that have revisions in common. */
final class Histories {

    private Histories() {}

    /**
     * Each revision once, the youngest first. One that is seen from several machines has the names
     * of all, and else what it has where it is named.
     *
     * @param histories each as a machine sees it
     */
    static List<RevisionView> merged(List<List<RevisionView>> histories) {
        Map<String, RevisionView> all = new LinkedHashMap<>();
        for (List<RevisionView> history : histories) {
            for (RevisionView view : history) {
                all.merge(view.revision(), view, Histories::both);
            }
        }
        List<RevisionView> sorted = new ArrayList<>(all.values());
        sorted.sort(
                Comparator.comparing(RevisionView::time)
                        .reversed()
                        .thenComparing(RevisionView::revision));
        return sorted;
    }

    private static RevisionView both(RevisionView one, RevisionView other) {
        RevisionView seen = one.names().isEmpty() && !other.names().isEmpty() ? other : one;
        List<String> names = new ArrayList<>(one.names());
        names.addAll(other.names());
        List<RevisionView.NoteView> notes = new ArrayList<>(one.notes());
        other.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
        return new RevisionView(
                seen.revision(),
                seen.machine(),
                seen.parents(),
                seen.author(),
                seen.time(),
                seen.message(),
                seen.source(),
                seen.tags(),
                List.copyOf(names),
                seen.head(),
                seen.disks(),
                seen.definition(),
                List.copyOf(notes));
    }
}
