package io.colama.revision.session;

import io.colama.block.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
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

    /** The lock files that this process holds. */
    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    /** Takes the lock of a session's directory; empty when somebody has it. */
    static Optional<SessionLock> tryTake(Path directory) throws IOException {
        Path name = directory.resolve(NAME);
        try {
            Files.createFile(name);
        } catch (FileAlreadyExistsException before) {
            // the usual case
        }
        return tryTakeExisting(name);
    }

    /**
     * Makes a directory and takes its lock; empty when it was taken by somebody who sweeps up, who
     * cannot know that it is not left over from a crash until its lock is held.
     */
    static Optional<SessionLock> tryTakeNew(Path directory) throws IOException {
        Files.createDirectory(directory);
        try {
            Optional<SessionLock> lock = tryTake(directory);
            if (lock.isEmpty() || Files.exists(directory.resolve(NAME))) {
                return lock;
            }
            lock.get().close();
            return Optional.empty();
        } catch (NoSuchFileException swept) {
            return Optional.empty();
        }
    }

    /**
     * Deletes a directory that nobody has. One without a lock is either so new that it is empty or
     * left by a crash of the system, because the lock is made first and deleted last.
     */
    static void deleteUnlessHeld(Path directory) throws IOException {
        List<Path> files = files(directory);
        Path name = directory.resolve(NAME);
        try (Closeable lock = Files.exists(name) ? tryTakeExisting(name).orElse(null) : () -> {}) {
            if (lock == null) {
                return;
            }
            for (Path file : files) {
                if (!file.equals(name)) {
                    Files.deleteIfExists(file);
                }
            }
            if (files.contains(name)) {
                Files.deleteIfExists(name);
            }
            Files.deleteIfExists(directory);
        } catch (NoSuchFileException | DirectoryNotEmptyException meanwhile) {
            // somebody else swept, or whoever makes it has gone on
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(files::add);
        } catch (NoSuchFileException gone) {
            // somebody else swept
        }
        return files;
    }

    private static Optional<SessionLock> tryTakeExisting(Path name) throws IOException {
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

    /** What the file is, whatever it is called. */
    private static Object keyOf(Path name) throws IOException {
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

    @Override
    public void close() throws IOException {
        try {
            file.close(); // and with it the lock
        } finally {
            HELD.remove(key);
        }
    }
}
