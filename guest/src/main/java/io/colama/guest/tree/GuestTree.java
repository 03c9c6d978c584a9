package io.colama.guest.tree;

import io.colama.block.ImageException;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.PathRules;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a guest by path, across its file systems. Immutable; any number of threads.
 *
 * <p>Paths are absolute whether or not they start with a separator. On Windows a path without a
 * drive is one of the drive that the tree was made of.
 */
public final class GuestTree {

    /** How many symbolic links one lookup follows, as many as Linux. */
    public static final int MOST_LINKS = 40;

    /** How many names one lookup takes, those in links included. */
    public static final int MOST_NAMES = 4096;

    private final PathRules rules;
    private final String home;
    private final SortedMap<String, FileNode> mounts;

    private GuestTree(PathRules rules, String home, SortedMap<String, FileNode> mounts) {
        this.rules = rules;
        this.home = home;
        this.mounts = mounts;
    }

    /** The tree of one file system whose root is the guest's. */
    public static GuestTree posix(FileNode root) {
        return new GuestTree(PathRules.POSIX, "", new TreeMap<>(Map.of("", root)));
    }

    /**
     * The tree of one volume of Windows.
     *
     * @param drive its letter, {@code A} to {@code Z}
     */
    public static GuestTree windows(char drive, FileNode root) {
        String home = "/" + Character.toUpperCase(drive) + ":";
        return new GuestTree(PathRules.WINDOWS, home, new TreeMap<>(Map.of(home, root)));
    }

    /** The tree of a file system alone, by its own rules; a Windows volume is drive C. */
    public static GuestTree of(GuestFileSystem fileSystem) throws IOException {
        return switch (fileSystem.rules()) {
            case POSIX -> posix(fileSystem.root());
            case WINDOWS -> windows('C', fileSystem.root());
        };
    }

    /**
     * This tree with another file system at a place.
     *
     * @param place a path without links, such as {@code /boot}, or a drive such as {@code D:}
     */
    public GuestTree with(String place, FileNode root) {
        SortedMap<String, FileNode> more = new TreeMap<>(mounts);
        StringBuilder key = new StringBuilder();
        for (String name : names(place)) {
            key.append('/').append(isDrive(name) ? name.toUpperCase(Locale.ROOT) : name);
        }
        more.put(key.toString(), root);
        return new GuestTree(rules, home, more);
    }

    /** How paths are written and names are compared. */
    public PathRules rules() {
        return rules;
    }

    /** The places of file systems: paths, the first of which is the root or a drive. */
    public List<String> places() {
        return mounts.keySet().stream().map(key -> key.isEmpty() ? "/" : shown(key)).toList();
    }

    /**
     * A file that was found, and where.
     *
     * @param path without links: {@code /usr/lib/os-release}, or {@code C:\Windows}
     */
    public record Located(String path, FileNode node) {}

    /** The file at a path, links followed; empty where there is none or a link leads nowhere. */
    public Optional<Located> find(String path) throws IOException {
        return locate(path, true);
    }

    /** The file at a path, links followed except in the last name. */
    public Optional<Located> findItself(String path) throws IOException {
        return locate(path, false);
    }

    /** The regular file at a path, links followed. */
    public Optional<FileNode> file(String path) throws IOException {
        return find(path).map(Located::node).filter(node -> node.attributes().isFile());
    }

    /** The directory at a path, links followed. */
    public Optional<FileNode> directory(String path) throws IOException {
        return find(path).map(Located::node).filter(node -> node.attributes().isDirectory());
    }

    /**
     * What a directory of this tree holds, with mounted file systems in the place of what is below.
     */
    public List<Entry> entries(Located directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        String key = key(directory.path());
        for (Entry entry : directory.node().entries()) {
            FileNode mounted = mounts.get(key + "/" + entry.name());
            entries.add(
                    mounted == null
                            ? entry
                            : new Entry(
                                    entry.name(),
                                    Optional.of(mounted.attributes().kind()),
                                    () -> mounted));
        }
        return entries;
    }

    /** The last name of a path; empty for the root and for drives. */
    public Optional<String> name(String path) {
        List<String> names = names(path);
        boolean drive =
                rules == PathRules.WINDOWS && names.size() == 1 && isDrive(names.getFirst());
        return names.isEmpty() || drive ? Optional.empty() : Optional.of(names.getLast());
    }

    /** The place of the file system that a path without links is on. */
    public String place(String path) {
        String key = key(path);
        String found = home;
        for (String mount : mounts.keySet()) {
            boolean below = key.equals(mount) || key.startsWith(mount + "/");
            found = below && mount.length() >= found.length() ? mount : found;
        }
        return found.isEmpty() ? "/" : shown(found);
    }

    /** The path of a name in a directory. */
    public String child(String directory, String name) {
        String separator = rules == PathRules.WINDOWS ? "\\" : "/";
        return directory.endsWith(separator) ? directory + name : directory + separator + name;
    }

    private String key(String path) {
        StringBuilder key = new StringBuilder();
        for (String name : names(path)) {
            key.append('/').append(name);
        }
        return key.toString();
    }

    private String shown(String key) {
        return switch (rules) {
            case POSIX -> key.isEmpty() ? "/" : key;
            case WINDOWS -> {
                String path = key.substring(1).replace('/', '\\');
                yield isDrive(path) ? path + "\\" : path;
            }
        };
    }

    private List<String> names(String path) {
        String separated = rules == PathRules.WINDOWS ? path.replace('\\', '/') : path;
        List<String> names = new ArrayList<>();
        for (String name : separated.split("/", -1)) {
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    private static boolean isDrive(String name) {
        return name.length() == 2
                && name.charAt(1) == ':'
                && Character.toUpperCase(name.charAt(0)) >= 'A'
                && Character.toUpperCase(name.charAt(0)) <= 'Z';
    }

    /** A place on the way: where it is and what is there. */
    private record Step(String key, FileNode node) {}

    private Optional<Located> locate(String path, boolean followLast) throws IOException {
        Deque<String> left = new ArrayDeque<>(names(path));
        Deque<Step> way = new ArrayDeque<>();
        if (!start(left, way)) {
            return Optional.empty();
        }
        int links = 0;
        int taken = 0;
        while (!left.isEmpty()) {
            if (++taken > MOST_NAMES) {
                throw new ImageException.Damaged(
                        "%s: a path of more than %d names found".formatted(path, MOST_NAMES));
            }
            String name = left.pop();
            if (name.equals("..")) {
                if (way.size() > 1) {
                    way.pop();
                }
                continue;
            }
            Step here = way.element();
            if (!here.node.attributes().isDirectory()) {
                return Optional.empty();
            }
            Optional<Step> next = step(here, name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            FileNode node = next.get().node;
            if (!node.attributes().isSymlink() || (left.isEmpty() && !followLast)) {
                way.push(next.get());
                continue;
            }
            if (++links > MOST_LINKS) {
                return Optional.empty();
            }
            if (!follow(node.target(), left, way)) {
                return Optional.empty();
            }
        }
        Step end = way.element();
        return Optional.of(new Located(shown(end.key), end.node));
    }

    /** Puts the root or drive that the names start from on the way. */
    private boolean start(Deque<String> left, Deque<Step> way) {
        String key = home;
        if (rules == PathRules.WINDOWS && !left.isEmpty() && isDrive(left.element())) {
            key = "/" + left.pop().toUpperCase(Locale.ROOT);
        }
        FileNode root = mounts.get(key);
        if (root == null) {
            return false;
        }
        way.clear();
        way.push(new Step(key, root));
        return true;
    }

    private Optional<Step> step(Step here, String name) throws IOException {
        FileNode mounted = mounts.get(here.key + "/" + name);
        if (mounted != null) {
            return Optional.of(new Step(here.key + "/" + name, mounted));
        }
        Optional<FileNode> child = here.node.child(name);
        return child.map(node -> new Step(here.key + "/" + name, node));
    }

    private boolean follow(String target, Deque<String> left, Deque<Step> way) {
        String plain = target;
        if (rules == PathRules.WINDOWS) {
            for (String prefix : List.of("\\??\\", "\\\\?\\")) {
                if (plain.startsWith(prefix)) {
                    plain = plain.substring(prefix.length());
                }
            }
        }
        List<String> names = names(plain);
        boolean absolute =
                plain.startsWith("/")
                        || (rules == PathRules.WINDOWS
                                && (plain.startsWith("\\")
                                        || (!names.isEmpty() && isDrive(names.getFirst()))));
        for (String name : names.reversed()) {
            left.push(name);
        }
        return !absolute || start(left, way);
    }
}
