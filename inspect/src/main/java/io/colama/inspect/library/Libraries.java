package io.colama.inspect.library;

import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.NodeKind;
import io.colama.guest.tree.GuestTree;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.subject.Subject;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipException;

/** Finds the libraries of a system by a walk through all its directories. One thread. */
public final class Libraries {

    private static final int MOST_TEXT = 1 << 20;
    private static final int MOST_FILES = 10_000_000;
    private static final int MOST_DEPTH = 200;

    /** An archive that unpacks to more than this many times its size is a bomb. */
    private static final int MOST_RATIO = 200;

    private static final int LEAST_BYTES = 1 << 20;
    private static final int BUFFER = 1 << 16;

    /** What a running system keeps there is not on its disk. */
    private static final Set<String> NOT_FILES = Set.of("/proc", "/sys", "/dev", "/run");

    private final Subject subject;
    private final BooleanSupplier cancelled;
    private final Set<String> seen = new HashSet<>();
    private final SortedMap<String, SortedMap<String, PackageFacts>> found = new TreeMap<>();
    private final Deque<Place> open = new ArrayDeque<>();
    private long files;

    /** A directory on the way. */
    private record Place(GuestTree.Located directory, int depth) {}

    /**
     * Looks into a system.
     *
     * @param cancelled whether to stop
     */
    public Libraries(Subject subject, BooleanSupplier cancelled) {
        this.subject = subject;
        this.cancelled = cancelled;
    }

    /**
     * The libraries by their package managers. What cannot be read is a problem of the subject.
     *
     * @throws InterruptedIOException when it was cancelled
     */
    public List<PackageSet> read() throws IOException {
        for (String start : subject.tree().places()) {
            subject.tree().find(start).ifPresent(root -> open.push(new Place(root, 0)));
        }
        while (!open.isEmpty()) {
            if (cancelled.getAsBoolean()) {
                throw new InterruptedIOException("cancelled");
            }
            Place place = open.pop();
            String path = place.directory.path();
            if (!NOT_FILES.contains(path) && isNew(place.directory)) {
                directory(place);
            }
        }
        List<PackageSet> sets = new ArrayList<>();
        for (Map.Entry<String, SortedMap<String, PackageFacts>> one : found.entrySet()) {
            List<PackageFacts> packages = new ArrayList<>(one.getValue().values());
            packages.sort(
                    Comparator.comparing(PackageFacts::name).thenComparing(PackageFacts::version));
            sets.add(new PackageSet(one.getKey(), subject.origin("/"), packages));
        }
        return sets;
    }

    /** A directory that is met twice is damage or mounted twice, an archive has two names. */
    private boolean isNew(GuestTree.Located file) {
        String place = subject.tree().place(file.path());
        return seen.add(place + "\n" + file.node().attributes().id());
    }

    private void directory(Place place) throws IOException {
        String path = place.directory.path();
        List<Entry> entries;
        try {
            entries = subject.tree().entries(place.directory);
        } catch (ImageException broken) {
            subject.problem("damaged:file", path, String.valueOf(broken.getMessage()));
            return;
        }
        for (Entry entry : entries) {
            if (++files > MOST_FILES) {
                subject.problem("limit:files", path, "more than " + MOST_FILES + " files found");
                open.clear();
                return;
            }
            String child = subject.tree().child(path, entry.name());
            try {
                look(child, entry, place.depth);
            } catch (ImageException broken) {
                subject.problem("damaged:file", child, String.valueOf(broken.getMessage()));
            }
        }
    }

    private void look(String path, Entry entry, int depth) throws IOException {
        String plain = path.replace('\\', '/');
        boolean wanted = isWanted(plain);
        Optional<NodeKind> kind = entry.kind();
        if (!wanted && kind.isPresent() && kind.get() != NodeKind.DIRECTORY) {
            return;
        }
        FileNode node = entry.open();
        if (node.attributes().isDirectory()) {
            if (depth < MOST_DEPTH) {
                open.push(new Place(new GuestTree.Located(path, node), depth + 1));
            } else {
                subject.problem("limit:depth", path, "more than " + MOST_DEPTH + " levels found");
            }
        } else if (wanted && node.attributes().isFile()) {
            file(path, plain, node);
        }
    }

    private static boolean isWanted(String path) {
        return JavaArchive.isOne(path)
                || Descriptions.isToRead(path)
                || Descriptions.named(path).isPresent();
    }

    private void file(String path, String plain, FileNode node) throws IOException {
        Optional<Library> named = Descriptions.named(plain);
        if (named.isPresent()) {
            add(named.get(), path);
        } else if (JavaArchive.isOne(plain)) {
            archive(path, plain, node);
        } else {
            Optional<Subject.Content> text = subject.start(path, MOST_TEXT);
            if (text.isPresent()) {
                describe(path, plain, new String(text.get().bytes(), StandardCharsets.UTF_8));
            }
        }
    }

    private void describe(String path, String plain, String text) {
        try {
            Descriptions.read(plain, text).ifPresent(library -> add(library, path));
        } catch (IllegalArgumentException broken) {
            subject.problem("damaged:library", path, String.valueOf(broken.getMessage()));
        }
    }

    private void archive(String path, String plain, FileNode node) throws IOException {
        if (!isNew(new GuestTree.Located(path, node))) {
            return;
        }
        long most = LEAST_BYTES + MOST_RATIO * Math.min(node.attributes().sizeBytes(), 1L << 40);
        try {
            var stream = new BufferedInputStream(BlockSources.stream(node.content()), BUFFER);
            String name = plain.substring(plain.lastIndexOf('/') + 1);
            for (Library library : JavaArchive.read(name, stream, most)) {
                add(library, path);
            }
        } catch (ImageException broken) {
            throw broken;
        } catch (ZipException | EOFException | IllegalArgumentException broken) {
            subject.problem("damaged:library", path, String.valueOf(broken.getMessage()));
        }
    }

    private void add(Library library, String path) {
        if (!library.name().isEmpty()) {
            found.computeIfAbsent(library.manager(), _ -> new TreeMap<>())
                    .putIfAbsent(library.name() + "\n" + library.version(), library.at(path));
        }
    }
}
