package io.colama.inspect.subject;

import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.tree.GuestTree;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.root.GuestRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A system under inspection: its files by path, within limits, and the list of what could not be
 * read. One thread.
 */
public final class Subject {

    /** The largest file that is read whole: databases and registry hives are smaller. */
    public static final long MOST_FILE_BYTES = 512L << 20;

    /** How much one inspection of a system reads of files at most. */
    public static final long MOST_BYTES = 2L << 30;

    private static final int MOST_TEXT_BYTES = 64 << 20;
    private static final int MOST_ENTRIES = 200_000;
    private static final int MOST_PROBLEMS = 1_000;

    private final GuestRoot root;
    private final Map<String, Condition> conditions;
    private final List<Problem> problems = new ArrayList<>();
    private long bytesRead;

    /**
     * A system.
     *
     * @param conditions how far each volume that was read can be believed, by its name
     */
    public Subject(GuestRoot root, Map<String, Condition> conditions) {
        this.root = root;
        this.conditions = Map.copyOf(conditions);
        problems.addAll(root.problems());
    }

    /** The system's files. */
    public GuestTree tree() {
        return root.tree();
    }

    /** What could not be read so far. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** A file that was read. */
    public record Text(String content, Origin origin) {

        /** Its lines, without what follows a {@code #} at their start and without empty ones. */
        public List<String> lines() {
            return content.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }

    /** A file that was read. */
    public record Content(byte[] bytes, Origin origin) {}

    /** Where a path is: the volume that is mounted there. */
    public Origin origin(String path) {
        String volume = volume(path);
        return new Origin(volume, path, condition(volume).map(Condition::word).orElse(""));
    }

    /** The same for a file that itself says how far it can be believed. */
    public Origin origin(String path, Condition content) {
        String volume = volume(path);
        Condition worse = condition(volume).map(content::orWorse).orElse(content);
        return new Origin(volume, path, worse.word());
    }

    private String volume(String path) {
        return root.mounts().stream()
                .filter(mount -> !mount.volume().isEmpty() && isBelow(path, mount.place()))
                .max(Comparator.comparingInt(mount -> mount.place().length()))
                .map(SystemFacts.Mount::volume)
                .orElse(root.volume().name());
    }

    private Optional<Condition> condition(String volume) {
        return Optional.ofNullable(conditions.get(volume));
    }

    private static boolean isBelow(String path, String place) {
        return path.equals(place)
                || path.startsWith(
                        place.endsWith("/") || place.endsWith("\\") ? place : place + "/");
    }

    /** Writes down that something could not be read. */
    public void problem(String code, String path, String message) {
        if (problems.size() < MOST_PROBLEMS) {
            String where = path.isEmpty() ? "" : ":" + path;
            problems.add(new Problem(code, root.volume().name() + where, message));
        }
    }

    /** The regular file at a path; empty when there is none. What is broken is written down. */
    public Optional<FileNode> file(String path) throws IOException {
        return located(path)
                .map(GuestTree.Located::node)
                .filter(node -> node.attributes().isFile());
    }

    /** Whether anything is at a path. */
    public boolean exists(String path) throws IOException {
        return located(path).isPresent();
    }

    private Optional<GuestTree.Located> located(String path) throws IOException {
        try {
            return tree().find(path);
        } catch (ImageException broken) {
            problem(code(broken), path, String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }

    private static String code(ImageException broken) {
        return broken instanceof ImageException.Unsupported ? "unsupported:file" : "damaged:file";
    }

    /** The text of a file, read as UTF-8; empty when there is none or it could not be read. */
    public Optional<Text> text(String path) throws IOException {
        return bytes(path, MOST_TEXT_BYTES)
                .map(found ->
                        new Text(
                                new String(found.bytes(), StandardCharsets.UTF_8), found.origin()));
    }

    /** The first line of a file that is neither empty nor a comment; else empty. */
    public String line(String path) throws IOException {
        return text(path).flatMap(text -> text.lines().stream().findFirst()).orElse("");
    }

    /**
     * The bytes of a file; empty when there is none.
     *
     * @param most how many bytes are expected at most; a larger file is a problem
     */
    public Optional<Content> bytes(String path, long most) throws IOException {
        Optional<GuestTree.Located> found = located(path);
        if (found.isEmpty() || !found.get().node().attributes().isFile()) {
            return Optional.empty();
        }
        try {
            long size = found.get().node().attributes().sizeBytes();
            long allowed = Math.min(Math.min(most, MOST_FILE_BYTES), MOST_BYTES - bytesRead);
            if (size > allowed) {
                problem(
                        "limit:file",
                        path,
                        "a file of %d bytes found, at most %d are read".formatted(size, allowed));
                return Optional.empty();
            }
            return Optional.of(read(found.get(), size));
        } catch (ImageException broken) {
            problem(code(broken), path, String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }

    private Content read(GuestTree.Located file, long length) throws IOException {
        bytesRead += length;
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        file.node().content().read(0, bytes);
        return new Content(bytes.array(), origin(file.path()));
    }

    /**
     * The first bytes of a file; empty when there is none.
     *
     * @param most how many are wanted; of a shorter file there are fewer
     */
    public Optional<Content> start(String path, int most) throws IOException {
        Optional<GuestTree.Located> found = located(path);
        if (found.isEmpty() || !found.get().node().attributes().isFile()) {
            return Optional.empty();
        }
        try {
            long size = found.get().node().attributes().sizeBytes();
            return Optional.of(
                    read(found.get(), Math.clamp(MOST_BYTES - bytesRead, 0, Math.min(most, size))));
        } catch (ImageException broken) {
            problem(code(broken), path, String.valueOf(broken.getMessage()));
            return Optional.empty();
        }
    }

    /** The names in a directory that are wanted, sorted; none when there is no such directory. */
    public List<String> names(String path, Predicate<String> wanted) throws IOException {
        Optional<GuestTree.Located> found = located(path);
        if (found.isEmpty() || !found.get().node().attributes().isDirectory()) {
            return List.of();
        }
        try {
            List<Entry> entries = tree().entries(found.get());
            if (entries.size() > MOST_ENTRIES) {
                problem(
                        "limit:directory",
                        path,
                        "%d names found, at most %d are looked at"
                                .formatted(entries.size(), MOST_ENTRIES));
                return List.of();
            }
            return entries.stream().map(Entry::name).filter(wanted).sorted().toList();
        } catch (ImageException broken) {
            problem(code(broken), path, String.valueOf(broken.getMessage()));
            return List.of();
        }
    }

    /** All names in a directory, sorted. */
    public List<String> names(String path) throws IOException {
        return names(path, _ -> true);
    }

    /** Where a link at a path leads, as it is written; empty when there is no link. */
    public String target(String path) throws IOException {
        try {
            Optional<GuestTree.Located> found = tree().findItself(path);
            return found.isPresent() && found.get().node().attributes().isSymlink()
                    ? found.get().node().target()
                    : "";
        } catch (ImageException broken) {
            problem(code(broken), path, String.valueOf(broken.getMessage()));
            return "";
        }
    }

    /** When a file was last written, ISO 8601; empty when there is none. */
    public String modified(String path) throws IOException {
        return located(path)
                .flatMap(found -> found.node().attributes().times().modified())
                .map(Object::toString)
                .orElse("");
    }
}
