package io.colama.inspect.diff;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.tree.GuestTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares two trees of files.
 *
 * <p>Files of the same size, mode, owner and times are taken as equal; where only times differ, the
 * contents are compared. A directory that only one tree has is one change, with what is in it
 * counted. One thread.
 */
public final class TreeDiff {

    private static final int CHUNK = 1 << 18;
    private static final int MOST_DEPTH = 256;

    private final GuestTree before;
    private final GuestTree after;
    private final Visitor visitor;
    private final BooleanSupplier cancelled;
    private final ByteBuffer one = ByteBuffer.allocate(CHUNK);
    private final ByteBuffer other = ByteBuffer.allocate(CHUNK);

    /**
     * Two trees to compare.
     *
     * @param cancelled whether to stop; the comparison then ends early
     */
    public TreeDiff(GuestTree before, GuestTree after, Visitor visitor, BooleanSupplier cancelled) {
        this.before = before;
        this.after = after;
        this.visitor = visitor;
        this.cancelled = cancelled;
    }

    /** Receives what differs. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * A difference.
         *
         * @param before the file as it was, where there was one
         * @param after the file as it is, where there is one
         */
        void accept(Change change, Optional<FileNode> before, Optional<FileNode> after)
                throws IOException;
    }

    /** Compares everything below a path, which need not be in both. */
    public void compare(String path) throws IOException {
        Optional<GuestTree.Located> old = before.find(path);
        Optional<GuestTree.Located> now = after.find(path);
        if (old.isPresent()
                && now.isPresent()
                && isDirectory(old.get().node())
                && isDirectory(now.get().node())) {
            directories(old.get(), now.get(), 0);
        } else {
            pair(
                    path,
                    old.map(GuestTree.Located::node).orElse(null),
                    now.map(GuestTree.Located::node).orElse(null),
                    0);
        }
    }

    private static boolean isDirectory(FileNode node) {
        return node.attributes().isDirectory();
    }

    private void directories(GuestTree.Located old, GuestTree.Located now, int depth)
            throws IOException {
        if (depth > MOST_DEPTH || cancelled.getAsBoolean()) {
            return;
        }
        Map<String, Entry> olds = entries(before, old);
        Map<String, Entry> news = entries(after, now);
        SortedSet<String> names = new TreeSet<>(olds.keySet());
        names.addAll(news.keySet());
        for (String name : names) {
            Entry first = olds.get(name);
            Entry second = news.get(name);
            String path = after.child(now.path(), name);
            try {
                pair(
                        path,
                        first == null ? null : first.open(),
                        second == null ? null : second.open(),
                        depth + 1);
            } catch (ImageException unreadable) {
                // neither equal nor gone, for all that is known
                String why = "cannot be read: " + unreadable.getMessage();
                visitor.accept(
                        Change.changed("file", path, "", why), Optional.empty(), Optional.empty());
            }
        }
    }

    private static @Nullable FileNode open(Entry entry) throws IOException {
        try {
            return entry.open();
        } catch (ImageException unreadable) {
            return null;
        }
    }

    private static Map<String, Entry> entries(GuestTree tree, GuestTree.Located directory)
            throws IOException {
        Map<String, Entry> entries = new HashMap<>();
        for (Entry entry : tree.entries(directory)) {
            entries.put(entry.name(), entry);
        }
        return entries;
    }

    private void pair(String path, @Nullable FileNode old, @Nullable FileNode now, int depth)
            throws IOException {
        if (old == null && now == null) {
            return;
        }
        if (old == null) {
            visitor.accept(
                    Change.added("file", path, described(after, path, now)),
                    Optional.empty(),
                    Optional.of(Objects.requireNonNull(now)));
        } else if (now == null) {
            visitor.accept(
                    Change.removed("file", path, described(before, path, old)),
                    Optional.of(old),
                    Optional.empty());
        } else {
            both(path, old, now, depth);
        }
    }

    private void both(String path, FileNode old, FileNode now, int depth) throws IOException {
        Attributes first = old.attributes();
        Attributes second = now.attributes();
        boolean sameShown = isShownAlike(first, old, second, now);
        boolean sameContent =
                !sameShown || !first.isFile() || sameTimes(first, second) || sameContent(old, now);
        if (!sameShown || !sameContent) {
            String is = described(second, now);
            visitor.accept(
                    Change.changed(
                            "file",
                            path,
                            described(first, old),
                            sameContent ? is : is + ", other content"),
                    Optional.of(old),
                    Optional.of(now));
        }
        if (first.isDirectory() && second.isDirectory()) {
            directories(new GuestTree.Located(path, old), new GuestTree.Located(path, now), depth);
        }
    }

    /** Whether the descriptions of two files are the same, without their texts being made. */
    private static boolean isShownAlike(
            Attributes first, FileNode old, Attributes second, FileNode now) throws IOException {
        if (first.kind() != second.kind()) {
            return false;
        }
        if (first.isSymlink()) {
            return old.target().equals(now.target());
        }
        return first.mode() == second.mode()
                && first.uid() == second.uid()
                && first.gid() == second.gid()
                && (!first.isFile() || first.sizeBytes() == second.sizeBytes());
    }

    private static boolean sameTimes(Attributes first, Attributes second) {
        return first.times().modified().equals(second.times().modified())
                && first.times().changed().equals(second.times().changed());
    }

    private boolean sameContent(FileNode old, FileNode now) throws IOException {
        BlockSource first = old.content();
        BlockSource second = now.content();
        for (long at = 0; at < first.size(); at += one.limit()) {
            if (cancelled.getAsBoolean()) {
                return true;
            }
            int length = (int) Math.min(CHUNK, first.size() - at);
            first.read(at, one.clear().limit(length));
            second.read(at, other.clear().limit(length));
            if (one.flip().mismatch(other.flip()) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static String described(Attributes attributes, FileNode node) throws IOException {
        String kind = attributes.kind().shown();
        String owner = attributes.uid() + ":" + attributes.gid();
        String mode = "%04o".formatted(attributes.mode());
        return switch (attributes.kind()) {
            case FILE -> "%d bytes %s %s".formatted(attributes.sizeBytes(), mode, owner);
            case SYMLINK -> "link to " + node.target();
            case DIRECTORY -> "directory %s %s".formatted(mode, owner);
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, OTHER ->
                    "%s %s %s".formatted(kind, mode, owner);
        };
    }

    /** A whole subtree is described by what it holds. */
    private String described(GuestTree tree, String path, @Nullable FileNode node)
            throws IOException {
        FileNode found = Objects.requireNonNull(node);
        if (!found.attributes().isDirectory()) {
            return described(found.attributes(), found);
        }
        long[] count = new long[2];
        count(tree, new GuestTree.Located(path, found), count, 0);
        return "directory of %d files, %d bytes".formatted(count[0], count[1]);
    }

    private void count(GuestTree tree, GuestTree.Located directory, long[] count, int depth)
            throws IOException {
        if (depth > MOST_DEPTH || cancelled.getAsBoolean()) {
            return;
        }
        List<Entry> entries;
        try {
            entries = tree.entries(directory);
        } catch (ImageException unreadable) {
            return;
        }
        for (Entry entry : entries) {
            FileNode node = open(entry);
            if (node == null) {
                continue;
            }
            if (isDirectory(node)) {
                String path = tree.child(directory.path(), entry.name());
                count(tree, new GuestTree.Located(path, node), count, depth + 1);
            } else {
                count[0]++;
                count[1] += node.attributes().isFile() ? node.attributes().sizeBytes() : 0;
            }
        }
    }
}
