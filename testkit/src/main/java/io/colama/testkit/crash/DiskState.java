package io.colama.testkit.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What is durable and what may yet be lost at one point of a log. Moves on one operation at a time.
 */
final class DiskState {

    private final NameState names;
    private final Map<Integer, FileState> files = new TreeMap<>();

    DiskState(CrashLog log) {
        names = new NameState(log.baseNames().copy());
        log.baseFiles()
                .forEach((node, content) -> files.put(node, new FileState(content.deepCopy())));
    }

    void apply(int index, Operation operation) {
        switch (operation) {
            case Operation.CreateFile(int node, Entry _) -> {
                files.put(node, new FileState(new SparseBytes()));
                names.add(index, operation);
            }
            case Operation.CreateDirectory _,
                    Operation.Link _,
                    Operation.Rename _,
                    Operation.Delete _ ->
                    names.add(index, operation);
            case Operation.Write write -> file(write.node()).add(write);
            case Operation.Truncate truncate -> file(truncate.node()).add(truncate);
            case Operation.Force(int node, String _, boolean directory) -> {
                if (directory) {
                    names.forced(node, index);
                } else {
                    file(node).forced();
                }
            }
            case Operation.ForceFailed(int node, String _, boolean directory) -> {
                if (!directory) {
                    file(node).forceFailed();
                }
            }
            case Operation.Mark _ -> {}
        }
    }

    boolean pending() {
        return names.pending() || files.values().stream().anyMatch(FileState::pending);
    }

    /** Makes {@code root} and in it one state that a crash could leave. */
    void writeTo(Path root, Variant variant, RandomGenerator random) throws IOException {
        Tree tree = names.survivors(variant, random);
        Files.createDirectory(root);
        write(tree, Tree.ROOT, root, new HashMap<>(), variant, random);
    }

    private void write(
            Tree tree,
            int directory,
            Path at,
            Map<Integer, Path> written,
            Variant variant,
            RandomGenerator random)
            throws IOException {
        for (Map.Entry<String, Integer> entry : tree.names(directory).entrySet()) {
            int node = entry.getValue();
            Path path = at.resolve(entry.getKey());
            Path first = written.putIfAbsent(node, path);
            if (tree.isDirectory(node)) {
                Files.createDirectory(path);
                write(tree, node, path, written, variant, random);
            } else if (first != null) {
                Files.createLink(path, first);
            } else {
                file(node).survivors(variant, random).writeTo(path);
            }
        }
    }

    private FileState file(int node) {
        FileState file = files.get(node);
        if (file == null) {
            throw new IllegalArgumentException("node " + node + " is no file");
        }
        return file;
    }
}
