package io.colama.testkit.crash;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Performs operations one at a time and writes them down in that order.
 *
 * <p>One lock covers the real operation and its entry in the log, so the log is what happened.
 * Beside the log stands a mirror of the names, which tells nodes apart; a change that does not come
 * through here makes the mirror wrong and is reported as soon as it is met.
 */
final class Recorder {

    private final Path root;
    private final ReentrantLock lock = new ReentrantLock();
    private final Faults faults = new Faults();
    private final List<Operation> operations = new ArrayList<>();
    private final Tree names = new Tree();
    private final Map<Integer, SparseBytes> baseFiles = new HashMap<>();
    private final Tree baseNames;
    private int nodes = Tree.ROOT + 1;

    /** The real side of an operation. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** The record of an operation on a node and one of its names. */
    @FunctionalInterface
    interface Making {
        Operation operation(int node, Entry at);
    }

    /** What is done under the lock. */
    @FunctionalInterface
    interface Locked<T> {
        T run() throws IOException;
    }

    /** Begins with what stands in {@code root}, a real path, by now. */
    Recorder(Path root) throws IOException {
        this.root = root;
        readBase();
        this.baseNames = names.copy();
    }

    Faults faults() {
        return faults;
    }

    CrashLog log() {
        lock.lock();
        try {
            return new CrashLog(baseNames, baseFiles, operations);
        } finally {
            lock.unlock();
        }
    }

    <T> T locked(Locked<T> work) throws IOException {
        faults.alive();
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Does {@code action}, of which {@code operation} is the record. */
    void perform(Operation operation, Action action) throws IOException {
        locked(() -> {
            faults.before(operation);
            action.run();
            record(operation);
            return operation;
        });
    }

    /**
     * Does what creates {@code path}: when the name is taken the real file system is left to say
     * so.
     */
    void create(Path path, Making making, Action action) throws IOException {
        locked(() -> {
            Entry at = entry(path);
            if (!names.isDirectory(at.directory()) || node(at) != Tree.ABSENT) {
                return fail(at, action);
            }
            perform(making.operation(nodes, at), action);
            nodes++;
            return at;
        });
    }

    /**
     * Does what needs {@code path}: when there is no such name the real file system is left to say
     * so.
     */
    void change(Path path, Making making, Action action) throws IOException {
        locked(() -> {
            Entry at = entry(path);
            int node = node(at);
            if (node == Tree.ABSENT) {
                return fail(at, action);
            }
            perform(making.operation(node, at), action);
            return at;
        });
    }

    /** Records a force. Nothing is forced for real: only the log tells what would survive. */
    void force(int node, String path) throws IOException {
        locked(() -> {
            boolean directory = names.isDirectory(node);
            Operation.Force force = new Operation.Force(node, path, directory);
            try {
                faults.before(force);
            } catch (KilledException e) {
                throw e;
            } catch (IOException e) {
                record(new Operation.ForceFailed(node, path, directory));
                throw e;
            }
            record(force);
            return force;
        });
    }

    /** The place of a path that is to change, which must lie below the root. */
    Entry entry(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (!absolute.startsWith(root) || absolute.equals(root)) {
            throw new IOException("not below the recorded directory " + root + ": " + absolute);
        }
        Path relative = root.relativize(absolute);
        return locked(() -> {
            int last = relative.getNameCount() - 1;
            int directory = Tree.ROOT;
            for (int i = 0; i < last; i++) {
                directory = names.find(directory, relative.getName(i).toString());
            }
            return new Entry(directory, relative.getName(last).toString(), relative.toString());
        });
    }

    /** The node of a path, {@link Tree#ABSENT} when it is unknown or outside. */
    int node(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.equals(root)) {
            return Tree.ROOT;
        }
        return absolute.startsWith(root) ? node(entry(absolute)) : Tree.ABSENT;
    }

    /** The node of a name, {@link Tree#ABSENT} when there is none. Only under the lock. */
    int node(Entry at) {
        return names.find(at.directory(), at.name());
    }

    boolean isDirectory(int node) {
        return names.isDirectory(node);
    }

    private void record(Operation operation) {
        operations.add(operation);
        names.apply(operation);
        faults.after(operation);
    }

    private static Entry fail(Entry at, Action action) throws IOException {
        action.run();
        throw changedBehindTheBack(at);
    }

    /** What to throw when a name is there, or is not, without the recorder's doing. */
    static IllegalStateException changedBehindTheBack(Entry at) {
        return new IllegalStateException("changed behind the back of the recorder: " + at);
    }

    private void readBase() throws IOException {
        Map<Object, Integer> seen = new HashMap<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) throws IOException {
                        if (!directory.equals(root)) {
                            names.apply(new Operation.CreateDirectory(nodes++, entry(directory)));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (!attributes.isRegularFile()) {
                            throw new IOException(
                                    "neither file nor directory, cannot be recorded: " + file);
                        }
                        Object key = attributes.fileKey() == null ? file : attributes.fileKey();
                        int node = seen.computeIfAbsent(key, _ -> nodes++);
                        if (!baseFiles.containsKey(node)) {
                            baseFiles.put(node, SparseBytes.readFrom(file));
                        }
                        names.apply(new Operation.CreateFile(node, entry(file)));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
