package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.NodeKind;
import io.colama.guest.tree.GuestTree;
import io.colama.guest.volume.GuestDisks;
import io.colama.guest.volume.Volume;
import io.colama.inspect.root.GuestRoot;
import io.colama.inspect.root.Roots;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files inside a machine: found by path, listed, read. */
public final class GuestFiles implements Closeable {

    private static final int CHUNK = 1 << 20;

    private final GuestMachine machine;
    private final GuestTree tree;

    private GuestFiles(GuestMachine machine, GuestTree tree) {
        this.machine = machine;
        this.tree = tree;
    }

    /**
     * Opens the tree that a path is in: that of the machine's first system, or of the volume that
     * the path names. A machine with one volume of files and no system has that volume's tree.
     */
    public static GuestFiles open(Environment environment, GuestPath path) throws IOException {
        GuestMachine machine = GuestMachine.open(environment, path.machine());
        try {
            return new GuestFiles(machine, tree(machine.disks(), path));
        } catch (IOException | RuntimeException failure) {
            try (machine) {
                throw failure;
            }
        }
    }

    private static GuestTree tree(GuestDisks disks, GuestPath path) throws IOException {
        if (path.volume().isPresent()) {
            String name = path.volume().get();
            Optional<Volume> volume = disks.volume(name);
            if (volume.isEmpty()) {
                throw new OperationException(
                        Failure.NOT_FOUND,
                        "there is no volume \"%s\"; there are %s".formatted(name, names(disks)));
            }
            return Roots.alone(volume.get());
        }
        List<GuestRoot> roots = Roots.find(disks).roots();
        if (!roots.isEmpty()) {
            return roots.getFirst().tree();
        }
        List<Volume> readable =
                disks.volumes().stream()
                        .filter(volume -> volume.content().files().isPresent())
                        .toList();
        if (readable.size() == 1) {
            return Roots.alone(readable.getFirst());
        }
        throw new OperationException(
                Failure.NOT_FOUND,
                readable.isEmpty()
                        ? "no file system that can be read was found; there are %s"
                                .formatted(names(disks))
                        : "no operating system was found: name the volume, as in %s:[%s]:/; there are %s"
                                .formatted(
                                        path.machine(), readable.getFirst().name(), names(disks)));
    }

    private static String names(GuestDisks disks) {
        List<String> names =
                disks.volumes().stream()
                        .map(volume ->
                                volume.name()
                                        + " ("
                                        + volume.content().kind()
                                        + volume.content()
                                                .reason()
                                                .map(reason -> ", " + reason)
                                                .orElse("")
                                        + ")")
                        .toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /**
     * A file in a listing.
     *
     * @param path where it is
     * @param kind {@code file}, {@code directory}, {@code symlink}…
     * @param mode permissions in octal
     * @param uid the owner's number
     * @param gid the group's number
     * @param bytes its size
     * @param modified ISO 8601; empty when unknown
     * @param target of a link; else empty
     */
    public record Listed(
            String path,
            String kind,
            String mode,
            long uid,
            long gid,
            long bytes,
            String modified,
            String target) {}

    /** Receives files as they are found. */
    @FunctionalInterface
    public interface Listing {
        /** One more file. */
        void accept(Listed file) throws IOException;
    }

    /** The file at a path, links followed. */
    public GuestTree.Located at(String path) throws IOException {
        Optional<GuestTree.Located> found = tree.find(path);
        if (found.isEmpty()) {
            throw new OperationException(
                    Failure.NOT_FOUND, "%s: there is no %s".formatted(machine.title(), path));
        }
        return found.get();
    }

    /** Lists a directory, or a file alone. */
    public void list(String path, boolean recursive, Task task, Listing listing)
            throws IOException {
        GuestTree.Located start = at(path);
        if (!start.node().attributes().isDirectory()) {
            listing.accept(listed(start.path(), start.node()));
            return;
        }
        list(start, recursive, task, listing, 0);
    }

    private static final int MOST_DEPTH = 512;

    private void list(
            GuestTree.Located directory, boolean recursive, Task task, Listing listing, int depth)
            throws IOException {
        if (depth > MOST_DEPTH) {
            throw new ImageException.Damaged(
                    "%s: directories more than %d deep found"
                            .formatted(directory.path(), MOST_DEPTH));
        }
        List<Entry> entries = new ArrayList<>(tree.entries(directory));
        entries.sort(Comparator.comparing(Entry::name));
        for (Entry entry : entries) {
            task.check();
            String path = tree.child(directory.path(), entry.name());
            FileNode node = entry.open();
            listing.accept(listed(path, node));
            if (recursive && node.attributes().isDirectory()) {
                list(new GuestTree.Located(path, node), true, task, listing, depth + 1);
            }
        }
    }

    private static Listed listed(String path, FileNode node) throws IOException {
        Attributes attributes = node.attributes();
        return new Listed(
                path,
                attributes.kind().word(),
                "%04o".formatted(attributes.mode()),
                attributes.uid(),
                attributes.gid(),
                attributes.sizeBytes(),
                attributes.times().modified().map(Object::toString).orElse(""),
                attributes.isSymlink() ? node.target() : "");
    }

    /** The file at a path, which has to be one with content. */
    public GuestTree.Located file(String path) throws IOException {
        GuestTree.Located found = at(path);
        if (found.node().attributes().kind() != NodeKind.FILE) {
            throw new OperationException(
                    Failure.USAGE,
                    "%s is a %s, not a file"
                            .formatted(
                                    found.path(),
                                    found.node()
                                            .attributes()
                                            .kind()
                                            .name()
                                            .toLowerCase(Locale.ROOT)));
        }
        return found;
    }

    /** Writes the content of a file. */
    public void read(String path, Task task, OutputStream out) throws IOException {
        BlockSource content = file(path).node().content();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long at = 0; at < content.size(); at += chunk.limit()) {
            task.check();
            chunk.clear().limit((int) Math.min(CHUNK, content.size() - at));
            content.read(at, chunk);
            out.write(chunk.array(), 0, chunk.limit());
        }
    }

    /** All file systems of the tree. */
    GuestTree tree() {
        return tree;
    }

    @Override
    public void close() throws IOException {
        machine.close();
    }
}
