package io.colama.revision.session;

import io.colama.block.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * That one process has a session. Ends with the process, however that ends.
 *
 * <p>The system's lock belongs to the process and ends when that closes the file, by whatever
 * channel: a file that this process has locked must not even be opened again. {@link #HELD} knows
 * them, by what they are and not by their names, because a session gets its name later.
 */
record SessionLock(FileChannel file, Object key) implements Closeable {

    private static final String NAME = "lock";
    private static final int MOST_TRIES = 10;

    /** The lock files that this process holds. */
    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    /** Takes the lock of a session's directory; empty when somebody has it. */
    static Optional<SessionLock> tryTake(Path directory) throws IOException {
        Path name = directory.resolve(NAME);
        Object key = keyOf(name);
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            Optional<SessionLock> lock = lock(name, key);
            taken = lock.isPresent();
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(key);
            }
        }
    }

    /** What the file is, whatever it is called; it is made when there is none. */
    private static Object keyOf(Path name) throws IOException {
        try {
            Files.createFile(name);
        } catch (FileAlreadyExistsException before) {
            // the usual case
        }
        Object key = Files.readAttributes(name, BasicFileAttributes.class).fileKey();
        return key == null ? name.toAbsolutePath() : key;
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static Optional<SessionLock> lock(Path name, Object key) throws IOException {
        FileChannel file = FileChannel.open(name, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return Optional.of(new SessionLock(file, key));
            }
        } catch (OverlappingFileLockException ours) {
            // in this process, by somebody who came another way
        } catch (IOException failure) {
            Closing.after(failure, file);
            throw failure;
        }
        file.close();
        return Optional.empty();
    }

    /**
     * Makes a directory and takes its lock. Whoever sweeps up may take away what is made and not
     * locked yet: then it is made again.
     */
    static SessionLock takeNew(Path directory) throws IOException {
        for (int i = 1; ; i++) {
            Files.createDirectories(directory);
            try {
                Optional<SessionLock> lock = tryTake(directory);
                if (lock.isPresent() && Files.isDirectory(directory)) {
                    return lock.get();
                }
            } catch (NoSuchFileException swept) {
                if (i == MOST_TRIES) {
                    throw swept;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.close(); // and with it the lock
        } finally {
            HELD.remove(key);
        }
    }
}
