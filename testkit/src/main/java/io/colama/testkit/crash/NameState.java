package io.colama.testkit.crash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What is known of all names at one point of a log: a tree that is durable, and operations that may
 * yet be lost.
 *
 * <p>What survives is told by a <em>cut</em> for each directory: the edits of operations before the
 * cut happened, the others did not. A cut is never before the last force of its directory.
 */
final class NameState {

    private final Tree durable;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Map<Integer, Integer> forced = new HashMap<>();

    NameState(Tree durable) {
        this.durable = durable;
    }

    /** An operation that may be lost, wholly or in one of its two directories. */
    private record Pending(int index, Operation operation, List<Tree.Edit> edits) {}

    void add(int index, Operation operation) {
        if (operation instanceof Operation.CreateDirectory(int node, Entry _)) {
            durable.addDirectory(node);
        }
        pending.add(new Pending(index, operation, Tree.edits(operation)));
    }

    /** Makes what happened in a directory before operation {@code index} durable. */
    void forced(int directory, int index) {
        forced.put(directory, index);
        while (!pending.isEmpty()
                && pending.element().edits().stream()
                        .allMatch(edit -> certain(pending.element(), edit))) {
            pending.remove().edits().forEach(durable::apply);
        }
    }

    boolean pending() {
        return !pending.isEmpty();
    }

    /** The names after a crash. */
    Tree survivors(Variant variant, RandomGenerator random) {
        Map<Integer, Integer> cuts =
                switch (variant) {
                    case LOST -> new HashMap<>(forced);
                    case APPLIED, NAMES -> same(Integer.MAX_VALUE);
                    case ORDERED -> ordered(random);
                    case INDEPENDENT -> independent(random);
                };
        close(cuts);
        Tree tree = durable.copy();
        for (Pending operation : pending) {
            for (Tree.Edit edit : operation.edits()) {
                if (survives(operation, edit, cuts)) {
                    tree.apply(edit);
                }
            }
        }
        return tree;
    }

    private boolean certain(Pending operation, Tree.Edit edit) {
        return survives(operation, edit, forced);
    }

    private static boolean survives(Pending operation, Tree.Edit edit, Map<Integer, Integer> cuts) {
        return operation.index() < cuts.getOrDefault(edit.directory(), 0);
    }

    private Map<Integer, Integer> same(int cut) {
        Map<Integer, Integer> cuts = new HashMap<>();
        for (Pending operation : pending) {
            operation.edits().forEach(edit -> cuts.put(edit.directory(), cut));
        }
        return cuts;
    }

    /** One journal for all directories: a prefix that holds everything certain. */
    private Map<Integer, Integer> ordered(RandomGenerator random) {
        List<Integer> choices = new ArrayList<>(List.of(0));
        for (Pending operation : pending) {
            if (operation.edits().stream().anyMatch(edit -> certain(operation, edit))) {
                choices.clear();
            }
            choices.add(operation.index() + 1);
        }
        return same(choices.get(random.nextInt(choices.size())));
    }

    /** Each directory by itself. */
    private Map<Integer, Integer> independent(RandomGenerator random) {
        Map<Integer, List<Integer>> choices = new TreeMap<>();
        for (Pending operation : pending) {
            for (Tree.Edit edit : operation.edits()) {
                if (!certain(operation, edit)) {
                    choices.computeIfAbsent(edit.directory(), _ -> new ArrayList<>())
                            .add(operation.index() + 1);
                }
            }
        }
        Map<Integer, Integer> cuts = new HashMap<>(forced);
        choices.forEach((directory, ends) -> {
            int chosen = random.nextInt(ends.size() + 1);
            if (chosen > 0) {
                cuts.put(directory, ends.get(chosen - 1));
            }
        });
        return cuts;
    }

    /**
     * Moves cuts on until no rename has lost its file: an old name that is gone has its new name,
     * and a directory has one name only.
     */
    private void close(Map<Integer, Integer> cuts) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Pending operation : pending) {
                if (operation.operation() instanceof Operation.Rename rename) {
                    Tree.Edit added = operation.edits().getFirst();
                    Tree.Edit removed = operation.edits().getLast();
                    boolean there = survives(operation, added, cuts);
                    boolean gone = survives(operation, removed, cuts);
                    if (gone && !there) {
                        cuts.put(added.directory(), operation.index() + 1);
                        moved = true;
                    } else if (there && !gone && rename.directory()) {
                        cuts.put(removed.directory(), operation.index() + 1);
                        moved = true;
                    }
                }
            }
        }
    }
}
