package io.colama.revision.session;

import io.colama.block.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** That one process has a session. Ends with the process, however that ends. */
record SessionLock(FileChannel file, FileLock lock) implements Closeable {

    private static final String NAME = "lock";
    private static final int MOST_TRIES = 10;

    /** Takes the lock of a session's directory; empty when somebody has it. */
    @SuppressWarnings("MustBeClosedChecker")
    static Optional<SessionLock> tryTake(Path directory) throws IOException {
        FileChannel file =
                FileChannel.open(
                        directory.resolve(NAME),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return Optional.of(new SessionLock(file, lock));
            }
        } catch (OverlappingFileLockException ours) {
            // another thread of this process has it
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
        file.close(); // and with it the lock
    }
}
