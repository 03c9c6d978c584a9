package io.colama.guest.file;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A whole tree of files as a value: for each path what it is, its content's hash, its target, mode,
 * owner, time and extended attributes. Two trees are compared with {@code
 * assertThat(a).isEqualTo(b)}.
 */
public final class FileTree {

    private static final int CHUNK = 1 << 20;
    private static final int PERMISSIONS = 0xfff;

    private FileTree() {}

    /** What a tree is compared by. */
    public enum Detail {
        /** Kind, size, content and target. */
        CONTENT,
        /** Also mode, owner, group, number of links and modification time in seconds. */
        OWNED,
        /** Also extended attributes of the user's name space. */
        ALL
    }

    /** The tree below a guest's directory, by paths that start with {@code /}. */
    public static SortedMap<String, String> of(FileNode directory, Detail detail)
            throws IOException {
        SortedMap<String, String> tree = new TreeMap<>();
        walk(directory, "", detail, tree);
        return tree;
    }

    private static void walk(
            FileNode directory, String path, Detail detail, Map<String, String> tree)
            throws IOException {
        for (Entry entry : directory.entries()) {
            FileNode node = entry.open();
            String name = path + "/" + entry.name();
            entry.kind()
                    .filter(kind -> kind != node.attributes().kind())
                    .ifPresent(kind -> {
                        throw new AssertionError(
                                "%s: %s in the directory, %s in the file"
                                        .formatted(name, kind, node.attributes().kind()));
                    });
            String before = tree.put(name, describe(node, detail));
            if (before != null) {
                throw new AssertionError(name + " is listed twice");
            }
            if (node.attributes().isDirectory()) {
                walk(node, name, detail, tree);
            }
        }
    }

    private static String describe(FileNode node, Detail detail) throws IOException {
        Attributes attributes = node.attributes();
        StringBuilder text = new StringBuilder(attributes.kind().toString());
        switch (attributes.kind()) {
            case FILE ->
                    text.append(' ')
                            .append(attributes.sizeBytes())
                            .append(' ')
                            .append(hash(node.content()));
            case SYMLINK -> text.append(" -> ").append(node.target());
            case CHARACTER_DEVICE, BLOCK_DEVICE ->
                    text.append(' ')
                            .append(attributes.device() >>> 32)
                            .append(':')
                            .append(attributes.device() & 0xffff_ffffL);
            case DIRECTORY, FIFO, SOCKET, OTHER -> {}
        }
        if (detail != Detail.CONTENT) {
            text.append(
                    " %o %d:%d".formatted(attributes.mode(), attributes.uid(), attributes.gid()));
            if (!attributes.isDirectory()) {
                text.append(" links ").append(attributes.links());
            }
            text.append(' ').append(attributes.times().modified().orElseThrow().getEpochSecond());
        }
        if (detail == Detail.ALL) {
            node.extendedAttributes()
                    .forEach((name, value) -> {
                        if (name.startsWith("user.")) {
                            text.append(' ').append(name).append('=');
                            text.append(HexFormat.of().formatHex(value));
                        }
                    });
        }
        return text.toString();
    }

    /** The SHA-256 of a source in hexadecimal, read in pieces that do not fall on blocks. */
    public static String hash(BlockSource content) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK + 13);
        byte[] zeros = new byte[1 << 16];
        for (long at = 0; at < content.size(); ) {
            Run run = content.runAt(at);
            if (run.kind() == Run.Kind.DATA) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), content.size() - at));
                content.read(at, buffer);
                digest.update(buffer.flip());
                at += buffer.limit();
            } else {
                long left = run.length();
                while (left > 0) {
                    int now = (int) Math.min(left, zeros.length);
                    digest.update(zeros, 0, now);
                    left -= now;
                }
                at += run.length();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The tree below a directory of this machine, such as a mounted file system.
     *
     * @param wanted says of a path that starts with {@code /} whether it belongs to the tree
     */
    public static SortedMap<String, String> of(
            Path directory, Detail detail, Predicate<String> wanted) throws IOException {
        SortedMap<String, String> tree = new TreeMap<>();
        walk(directory, "", detail, wanted, tree);
        return tree;
    }

    private static void walk(
            Path directory,
            String path,
            Detail detail,
            Predicate<String> wanted,
            Map<String, String> tree)
            throws IOException {
        try (var names = Files.newDirectoryStream(directory)) {
            for (Path file : names) {
                String name = path + "/" + file.getFileName();
                if (!wanted.test(name)) {
                    continue;
                }
                tree.put(name, describe(file, detail));
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    walk(file, name, detail, wanted, tree);
                }
            }
        }
    }

    private static String describe(Path file, Detail detail) throws IOException {
        Map<String, Object> unix = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) number(unix, "mode");
        NodeKind kind = NodeKind.ofMode(mode);
        StringBuilder text = new StringBuilder(kind.toString());
        switch (kind) {
            case FILE -> text.append(' ').append(unix.get("size")).append(' ').append(hash(file));
            case SYMLINK -> text.append(" -> ").append(Files.readSymbolicLink(file));
            case CHARACTER_DEVICE, BLOCK_DEVICE -> {
                long device = number(unix, "rdev");
                text.append(' ').append(((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL));
                text.append(':').append((device & 0xff) | ((device >>> 12) & ~0xffL));
            }
            case DIRECTORY, FIFO, SOCKET, OTHER -> {}
        }
        if (detail != Detail.CONTENT) {
            text.append(
                    " %o %d:%d"
                            .formatted(
                                    mode & PERMISSIONS, number(unix, "uid"), number(unix, "gid")));
            if (kind != NodeKind.DIRECTORY) {
                text.append(" links ").append(unix.get("nlink"));
            }
            FileTime time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
            text.append(' ').append(time.toInstant().getEpochSecond());
        }
        if (detail == Detail.ALL && (kind == NodeKind.FILE || kind == NodeKind.DIRECTORY)) {
            text.append(userAttributes(file));
        }
        return text.toString();
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
    }

    private static String userAttributes(Path file) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(
                        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        StringBuilder text = new StringBuilder();
        for (String name : view.list().stream().sorted().toList()) {
            ByteBuffer value = ByteBuffer.allocate(view.size(name));
            view.read(name, value);
            text.append(" user.").append(name).append('=');
            text.append(HexFormat.of().formatHex(value.array()));
        }
        return text.toString();
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What differs between two trees, a line each, {@code -} for the first and {@code +}. */
    public static List<String> difference(
            SortedMap<String, String> first, SortedMap<String, String> second) {
        SortedSet<String> paths = new TreeSet<>(first.keySet());
        paths.addAll(second.keySet());
        List<String> lines = new ArrayList<>();
        for (String path : paths) {
            String before = first.get(path);
            String after = second.get(path);
            if (!Objects.equals(before, after)) {
                lines.add("- %s %s%n+ %s %s".formatted(path, before, path, after));
            }
        }
        return lines;
    }

    /** The file at a path of plain names below a directory. */
    public static Optional<FileNode> find(FileNode directory, String path) throws IOException {
        FileNode node = directory;
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                Optional<FileNode> next = node.child(name);
                if (next.isEmpty()) {
                    return next;
                }
                node = next.get();
            }
        }
        return Optional.of(node);
    }
}
