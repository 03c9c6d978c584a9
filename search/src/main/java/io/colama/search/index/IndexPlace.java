package io.colama.search.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.SleepingLockWrapper;

/**
 * Where an index is kept: a directory, or memory.
 *
 * <p>An index says which version of this program's documents it holds and whose revisions; one that
 * says anything else, that cannot be read, or whose checksums are wrong, is as good as none.
 */
public final class IndexPlace implements Closeable {

    /**
     * Changes whenever {@link EntryDocument} writes something else, or something in another way.
     */
    static final int VERSION = 1;

    private static final String LOCK = "changes.lock";
    private static final long WAIT_MILLIS = 2_000;

    private final Directory directory;
    private final Map<String, String> identity;

    /** The parts whose checksums were compared: a part never changes. */
    private final Set<String> whole = ConcurrentHashMap.newKeySet();

    private IndexPlace(Directory directory, String owner, int facts) {
        this.directory = directory;
        this.identity = Map.of("version", VERSION + "." + facts, "owner", owner);
    }

    /**
     * A directory, which is made.
     *
     * @param owner whose revisions the index holds, such as the id of a repository
     */
    public static IndexPlace in(Path directory, String owner) throws IOException {
        Files.createDirectories(directory);
        return new IndexPlace(FSDirectory.open(directory), owner, facts());
    }

    /**
     * Memory, with what is in a directory for a beginning, if there is something that can be used.
     */
    public static IndexPlace inMemory(Path directory, String owner) throws IOException {
        IndexPlace memory = new IndexPlace(new ByteBuffersDirectory(), owner, facts());
        if (Files.isDirectory(directory)) {
            try (IndexPlace place = new IndexPlace(FSDirectory.open(directory), owner, facts());
                    IndexReading sound = place.read().orElse(null)) {
                if (sound != null) {
                    for (String file : sound.reader().getIndexCommit().getFileNames()) {
                        memory.directory.copyFrom(place.directory, file, file, IOContext.READONCE);
                    }
                }
            }
        }
        return memory;
    }

    private static int facts() {
        return io.colama.inspect.fact.Inspection.VERSION;
    }

    /**
     * Opens the index to read; empty when there is none that can be used. Takes no lock. What was
     * found to be whole before is not read through again.
     */
    public Optional<IndexReading> read() throws IOException {
        DirectoryReader reader;
        try {
            reader = DirectoryReader.open(directory);
        } catch (IOException | RuntimeException missingOrDamaged) {
            return Optional.empty();
        }
        try {
            if (reader.getIndexCommit().getUserData().equals(identity)) {
                IndexReading reading = new IndexReading(reader);
                reading.verify(whole);
                return Optional.of(reading);
            }
        } catch (IOException | RuntimeException damaged) {
            // as good as none
        }
        reader.close();
        return Optional.empty();
    }

    /**
     * Opens the index to change it; it is empty afterwards when it cannot be used. Waits a little
     * for others that change it; empty when they take longer.
     */
    public Optional<IndexWriting> write() throws IOException {
        Lock lock;
        try {
            lock = new SleepingLockWrapper(directory, WAIT_MILLIS, 20).obtainLock(LOCK);
        } catch (LockObtainFailedException others) {
            return Optional.empty();
        }
        try {
            Optional<IndexReading> sound = read();
            if (sound.isEmpty()) {
                clear();
            } else {
                sound.get().close();
            }
            return Optional.of(new IndexWriting(directory, lock, sound.isEmpty(), identity));
        } catch (IOException | RuntimeException | Error failure) {
            lock.close();
            throw failure;
        }
    }

    private void clear() throws IOException {
        for (String file : directory.listAll()) {
            if (!file.endsWith(".lock")) {
                directory.deleteFile(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
