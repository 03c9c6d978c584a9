package io.colama.testkit.crash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Directories and the names in them, as node numbers. Not safe for threads. */
final class Tree {

    /** The node of the recorded root. */
    static final int ROOT = 0;

    /** What {@link #find} says of a name that is not there. */
    static final int ABSENT = -1;

    private final Map<Integer, TreeMap<String, Integer>> directories = new HashMap<>();

    Tree() {
        addDirectory(ROOT);
    }

    /** One name in one directory that points to another node from now on, or to none. */
    record Edit(int directory, String name, int node) {}

    /**
     * What an operation does to names; the edits of one operation never show one without the other
     * in one directory.
     */
    static List<Edit> edits(Operation operation) {
        return switch (operation) {
            case Operation.CreateFile(int node, Entry at) -> List.of(set(at, node));
            case Operation.CreateDirectory(int node, Entry at) -> List.of(set(at, node));
            case Operation.Link(int node, Entry _, Entry at) -> List.of(set(at, node));
            case Operation.Delete(int _, Entry at) -> List.of(set(at, ABSENT));
            case Operation.Rename(int node, Entry from, Entry to, boolean _) ->
                    List.of(set(to, node), set(from, ABSENT));
            case Operation.Write _, Operation.Truncate _, Operation.Force _ -> List.of();
            case Operation.ForceFailed _, Operation.Mark _ -> List.of();
        };
    }

    private static Edit set(Entry at, int node) {
        return new Edit(at.directory(), at.name(), node);
    }

    /** A tree of its own with the same names. */
    Tree copy() {
        Tree copy = new Tree();
        directories.forEach((node, names) -> copy.directories.put(node, new TreeMap<>(names)));
        return copy;
    }

    /** Makes a directory known; it has no name until an edit gives it one. */
    void addDirectory(int node) {
        directories.put(node, new TreeMap<>());
    }

    boolean isDirectory(int node) {
        return directories.containsKey(node);
    }

    int find(int directory, String name) {
        TreeMap<String, Integer> names = directories.get(directory);
        return names == null ? ABSENT : names.getOrDefault(name, ABSENT);
    }

    /** The names of a directory in order. */
    SortedMap<String, Integer> names(int directory) {
        TreeMap<String, Integer> names = directories.get(directory);
        if (names == null) {
            throw new IllegalArgumentException("node " + directory + " is no directory");
        }
        return names;
    }

    void apply(Edit edit) {
        if (edit.node() == ABSENT) {
            names(edit.directory()).remove(edit.name());
        } else {
            names(edit.directory()).put(edit.name(), edit.node());
        }
    }

    void apply(Operation operation) {
        if (operation instanceof Operation.CreateDirectory(int node, Entry _)) {
            addDirectory(node);
        }
        edits(operation).forEach(this::apply);
    }
}
