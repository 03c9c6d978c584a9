package io.colama.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All index files of a repository, youngest first.
 *
 * <p>Opening maps each file and looks at its header, so it costs the number of files; merging keeps
 * that number logarithmic in the number of check-ins. A file whose header is damaged is left out
 * and remembered; what it covered is found again by {@link IndexRecovery}.
 *
 * <p>Threads: any number look up, on a snapshot; one at a time changes.
 */
final class IndexSet {

    /** So many files of about one size are merged into one. */
    static final int MERGE_WIDTH = 6;

    private static final int MOST_LISTINGS = 20;
    private static final String MERGE_LOCK = "index";

    private final Backend backend;
    private volatile List<IndexFile> files = List.of();
    private volatile Map<Hash, String> damaged = Map.of();

    IndexSet(Backend backend) throws IOException {
        this.backend = backend;
        refresh();
    }

    /** The files in use, youngest first. */
    List<IndexFile> files() {
        return files;
    }

    /** The files that cannot be used, and why. */
    Map<Hash, String> damaged() {
        return damaged;
    }

    /**
     * Looks for files that came or went. A merge in another process first adds a file, then removes
     * others; a listing that runs beside it may miss both, so it counts only when the next one is
     * the same.
     */
    synchronized void refresh() throws IOException {
        List<String> entries = backend.list(Formats.INDEX);
        for (int i = 0; i < MOST_LISTINGS; i++) {
            boolean all = refresh(entries);
            List<String> again = backend.list(Formats.INDEX);
            if (all && again.equals(entries)) {
                return;
            }
            entries = again;
        }
    }

    /** Opens the listed files; returns whether all of them were still there. */
    private boolean refresh(List<String> entries) throws IOException {
        boolean all = true;
        Map<Hash, IndexFile> known = new HashMap<>();
        files.forEach(file -> known.put(file.name(), file));
        Map<Hash, String> bad = new HashMap<>();
        List<IndexFile> found = new ArrayList<>();
        for (String entry : entries) {
            Optional<Hash> name = parse(entry);
            if (name.isEmpty()) {
                continue;
            }
            IndexFile file = known.get(name.get());
            try {
                found.add(file != null ? file : IndexFile.open(backend, name.get()));
            } catch (NoSuchFileException e) {
                all = false; // merged away since it was listed; the next listing has its successor
            } catch (StoreException.Damaged e) {
                bad.put(name.get(), e.getMessage());
            }
        }
        Set<Hash> superseded = new HashSet<>();
        found.forEach(file -> superseded.addAll(file.superseded()));
        found.removeIf(file -> superseded.contains(file.name()));
        found.sort(
                Comparator.comparingLong(IndexFile::generation)
                        .reversed()
                        .thenComparing(IndexFile::name));
        files = List.copyOf(found);
        damaged = Map.copyOf(bad);
        return all;
    }

    private static Optional<Hash> parse(String entry) {
        if (!entry.endsWith(Formats.INDEX_SUFFIX)) {
            return Optional.empty();
        }
        return PackNames.parse(entry.substring(0, entry.length() - Formats.INDEX_SUFFIX.length()));
    }

    List<IndexFile.Location> samples(long prefix) {
        return collect(prefix, IndexFile::findSamples);
    }

    List<IndexFile.Location> nodes(long prefix) {
        return collect(prefix, IndexFile::findNodes);
    }

    private List<IndexFile.Location> collect(
            long prefix,
            java.util.function.BiFunction<IndexFile, Long, List<IndexFile.Location>> lookup) {
        List<IndexFile.Location> all = List.of();
        for (IndexFile file : files) {
            List<IndexFile.Location> found = lookup.apply(file, prefix);
            if (all.isEmpty()) {
                all = found;
            } else if (!found.isEmpty()) {
                all = new ArrayList<>(all);
                all.addAll(found);
            }
        }
        return all;
    }

    /** Publishes the entries of new packs as one file. Both lists are sorted here. */
    void add(
            Set<Hash> dataPacks,
            Set<Hash> nodePacks,
            List<IndexFile.Location> samples,
            List<IndexFile.Location> nodes)
            throws IOException {
        samples.sort(IndexSet::byPrefix);
        nodes.sort(IndexSet::byPrefix);
        IndexWriter.write(
                backend,
                nextGeneration(),
                dataPacks,
                nodePacks,
                Set.of(),
                IndexWriter.table(samples),
                IndexWriter.table(nodes));
        refresh();
    }

    private long nextGeneration() {
        return files.stream().mapToLong(IndexFile::generation).max().orElse(0) + 1;
    }

    private static int byPrefix(IndexFile.Location a, IndexFile.Location b) {
        return Long.compareUnsigned(a.prefix(), b.prefix());
    }

    /** Removes a file that is damaged, so that what it covered is indexed anew. */
    void drop(Hash name) throws IOException {
        backend.delete(Formats.indexName(name));
        refresh();
    }

    /**
     * Merges files while there are many of about one size. Another process may be doing the same:
     * then nothing happens. Readers that still use the inputs keep their mappings.
     *
     * @return whether all files were sound; a damaged one was removed, and what it covered must be
     *     indexed anew
     */
    boolean merge() throws IOException {
        if (batch().isEmpty()) {
            return true;
        }
        Optional<Backend.Lock> lock = backend.tryLock(MERGE_LOCK);
        if (lock.isEmpty()) {
            return true;
        }
        boolean sound = true;
        try (Backend.Lock _ = lock.get()) {
            refresh();
            removeSuperseded();
            for (List<IndexFile> batch = batch(); !batch.isEmpty(); batch = batch()) {
                List<IndexFile> bad = unsound(batch);
                for (IndexFile file : bad) {
                    drop(file.name());
                }
                if (bad.isEmpty()) {
                    merge(batch);
                }
                sound &= bad.isEmpty();
            }
        }
        return sound;
    }

    /** Those of some files that do not have their checksum. */
    static List<IndexFile> unsound(List<IndexFile> files) {
        List<IndexFile> bad = new ArrayList<>();
        for (IndexFile file : files) {
            try {
                file.check();
            } catch (StoreException.Damaged e) {
                bad.add(file);
            }
        }
        return bad;
    }

    /** Index files that a crash left behind their successor. */
    private void removeSuperseded() throws IOException {
        for (IndexFile file : files) {
            for (Hash old : file.superseded()) {
                backend.delete(Formats.indexName(old));
            }
        }
    }

    /**
     * The smallest files, when at least {@link #MERGE_WIDTH} lie within a factor of four of each
     * other.
     */
    private List<IndexFile> batch() {
        List<IndexFile> bySize = new ArrayList<>(files);
        bySize.sort(Comparator.comparingLong(IndexFile::sizeBytes));
        for (int from = 0; from + MERGE_WIDTH <= bySize.size(); from++) {
            int to = from;
            long limit = Math.max(1 << 16, bySize.get(from).sizeBytes() * 4);
            while (to < bySize.size() && bySize.get(to).sizeBytes() <= limit) {
                to++;
            }
            if (to - from >= MERGE_WIDTH) {
                return List.copyOf(bySize.subList(0, to));
            }
        }
        return List.of();
    }

    private void merge(List<IndexFile> batch) throws IOException {
        List<IndexFile> inputs = new ArrayList<>(batch);
        inputs.sort(Comparator.comparingLong(IndexFile::generation).reversed());
        Set<Hash> dataPacks = new java.util.LinkedHashSet<>();
        Set<Hash> nodePacks = new java.util.LinkedHashSet<>();
        List<Hash> names = new ArrayList<>();
        for (IndexFile input : inputs) {
            dataPacks.addAll(input.dataPacks());
            nodePacks.addAll(input.nodePacks());
            names.add(input.name());
        }
        IndexWriter.write(
                backend,
                inputs.getFirst().generation(),
                dataPacks,
                nodePacks,
                names,
                IndexWriter.samples(inputs),
                IndexWriter.nodes(inputs));
        for (Hash name : names) {
            backend.delete(Formats.indexName(name));
        }
        refresh();
    }
}
