package io.colama.revision;

import io.colama.store.Hash;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Walks revisions from some heads to their ancestors, youngest first, each once. Costs what is
 * taken from it, not what exists.
 */
public final class RevisionWalk {

    private final Repository repository;
    private final Set<Hash> seen = new HashSet<>();
    private final PriorityQueue<Step> open =
            new PriorityQueue<>(
                    Comparator.comparing((Step step) -> step.revision.time())
                            .reversed()
                            .thenComparing(Step::id));

    /**
     * A revision on the way.
     *
     * @param id its id
     * @param revision what it is
     */
    public record Step(Hash id, Revision revision) {}

    RevisionWalk(Repository repository, Collection<Hash> heads) throws IOException {
        this.repository = repository;
        for (Hash head : heads) {
            enter(head);
        }
    }

    private void enter(Hash id) throws IOException {
        if (seen.add(id)) {
            open.add(new Step(id, repository.revision(id)));
        }
    }

    /** The next revision; empty at the end. */
    public Optional<Step> next() throws IOException {
        Step step = open.poll();
        if (step != null) {
            for (Hash parent : step.revision.parents()) {
                enter(parent);
            }
        }
        return Optional.ofNullable(step);
    }
}
