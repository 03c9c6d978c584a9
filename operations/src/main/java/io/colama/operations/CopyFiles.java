package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Run;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.NodeKind;
import io.colama.guest.tree.GuestTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Copies files out of a machine.
 *
 * <p>What exists already is never written over. Links are made as links and never followed, names
 * are single names, so nothing is written outside the target. Owners, devices and set-user-id bits
 * are not carried over: an archive does that.
 */
public final class CopyFiles {

    private static final int CHUNK = 1 << 20;
    static final int MOST_DEPTH = 512;
    static final int MOST_WARNINGS = 100;

    private final Environment environment;
    private final List<String> warnings = new ArrayList<>();
    private long files;
    private long bytes;

    /** Copies in an environment. */
    public CopyFiles(Environment environment) {
        this.environment = environment;
    }

    /**
     * What was copied.
     *
     * @param target where it is
     * @param files how many files, directories and links
     * @param bytes their content
     * @param warnings what was left out and why
     */
    public record Result(String target, long files, long bytes, List<String> warnings) {}

    /**
     * Copies a file or a directory with all below it.
     *
     * @param target the new file or directory; when it is a directory already, the copy is made in
     *     it under its own name
     */
    public Result run(GuestPath path, Path target, Task task) throws IOException {
        try (GuestFiles guest = GuestFiles.open(environment, path)) {
            GuestTree.Located from = guest.at(path.path());
            Path to = place(target, guest.tree().name(from.path()));
            task.begin(from.path(), 0);
            copy(guest.tree(), from, to, task, 0);
            return new Result(to.toString(), files, bytes, List.copyOf(warnings));
        }
    }

    /** Where the copy goes. */
    static Path place(Path target, Optional<String> own) throws IOException {
        if (!Files.isDirectory(target) || own.isEmpty()) {
            return target;
        }
        Path to = target.resolve(own.get());
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        return to;
    }

    private void warn(String warning) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        }
    }

    private void copy(GuestTree tree, GuestTree.Located from, Path to, Task task, int depth)
            throws IOException {
        task.check();
        Attributes attributes = from.node().attributes();
        try {
            switch (attributes.kind()) {
                case FILE -> copyFile(from.node(), to, task);
                case DIRECTORY -> {
                    copyDirectory(tree, from, to, task, depth);
                    return;
                }
                case SYMLINK -> Files.createSymbolicLink(to, Path.of(from.node().target()));
                case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, OTHER -> {
                    warn("%s: a %s is left out".formatted(from.path(), attributes.kind().shown()));
                    return;
                }
            }
        } catch (InvalidPathException unwritable) {
            warn("%s: left out, its name or target cannot be written here".formatted(from.path()));
            return;
        } catch (ImageException unreadable) {
            warn("%s: left out: %s".formatted(from.path(), unreadable.getMessage()));
            return;
        }
        files++;
        if (attributes.kind() == NodeKind.FILE) {
            finish(attributes.mode(), attributes.times().modified(), to);
        }
    }

    private void copyDirectory(
            GuestTree tree, GuestTree.Located from, Path to, Task task, int depth)
            throws IOException {
        if (depth > MOST_DEPTH) {
            warn("%s: left out, more than %d deep".formatted(from.path(), MOST_DEPTH));
            return;
        }
        if (!Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(to);
        }
        files++;
        List<Entry> entries;
        try {
            entries = tree.entries(from);
        } catch (ImageException unreadable) {
            warn("%s: left out: %s".formatted(from.path(), unreadable.getMessage()));
            return;
        }
        for (Entry entry : entries) {
            String path = tree.child(from.path(), entry.name());
            try {
                Path below = to.resolve(entry.name());
                if (below.getNameCount() != to.getNameCount() + 1) {
                    throw new InvalidPathException(entry.name(), "not a name");
                }
                copy(tree, new GuestTree.Located(path, entry.open()), below, task, depth + 1);
            } catch (InvalidPathException unwritable) {
                warn("%s: left out, its name cannot be written here".formatted(path));
            } catch (ImageException unreadable) {
                warn("%s: left out: %s".formatted(path, unreadable.getMessage()));
            }
        }
        Attributes attributes = from.node().attributes();
        finish(attributes.mode(), attributes.times().modified(), to);
    }

    private void copyFile(FileNode node, Path to, Task task) throws IOException {
        BlockSource content = node.content();
        try (FileChannel out =
                FileChannel.open(
                        to,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            for (long at = 0; at < content.size(); ) {
                task.check();
                Run run = content.runAt(at);
                if (run.kind() != Run.Kind.DATA) {
                    at = run.end();
                    continue;
                }
                chunk.clear().limit((int) Math.min(CHUNK, run.length()));
                content.read(at, chunk);
                chunk.flip();
                int length = chunk.limit();
                for (long place = at; chunk.hasRemaining(); ) {
                    place += out.write(chunk, place);
                }
                at += length;
                bytes += length;
                task.advance(length);
            }
            if (out.size() < content.size()) {
                out.write(ByteBuffer.allocate(1), content.size() - 1);
            }
        } catch (ImageException unreadable) {
            Files.deleteIfExists(to);
            throw unreadable;
        }
    }

    /** Sets what could not be set before: it must not keep the copy itself from being made. */
    static void finish(int mode, Optional<Instant> modified, Path to) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        to, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(permissions(mode));
        }
        if (modified.isPresent()) {
            Files.setLastModifiedTime(to, FileTime.from(modified.get()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] inOrder = PosixFilePermission.values();
        for (int i = 0; i < inOrder.length; i++) {
            if ((mode & (1 << (inOrder.length - 1 - i))) != 0) {
                set.add(inOrder[i]);
            }
        }
        return set;
    }
}
