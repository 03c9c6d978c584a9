package io.colama.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A repository in a directory.
 *
 * <p>A file is written below {@code tmp/}, synced, then renamed (or hard-linked, where the name
 * must be free) and its directory synced. Temporary files lie in a folder of their own for each
 * backend that writes; a kernel lock beside the folder dies with the process, and the next writer
 * removes folders whose lock is free. Nothing is decided by a file's time.
 */
public final class DirectoryBackend implements Backend {

    private static final String TMP = "tmp";
    private static final String LOCKS = "locks";

    /** Lock files that this process holds. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path root;

    /** Folders whose own names are durable, as far as this backend has seen to it. */
    private final Set<Path> settled = ConcurrentHashMap.newKeySet();

    private final AtomicLong temporaries = new AtomicLong();
    private @Nullable Path session;
    private @Nullable Lock sessionLock;

    /** A backend over {@code root}, which is created on the first write. */
    public DirectoryBackend(Path root) {
        this.root = root;
    }

    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public Output create() throws IOException {
        Path file = session().resolve(Long.toHexString(temporaries.getAndIncrement()));
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        return new FileOutput(file, channel);
    }

    @Override
    public Input open(String name) throws IOException {
        return new FileInput(name, FileChannel.open(root.resolve(name), StandardOpenOption.READ));
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(root.resolve(name));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(root.resolve(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Path file = root.resolve(name);
        if (Files.deleteIfExists(file)) {
            syncDirectory(parent(file));
        }
    }

    @Override
    public void sync(String folder) throws IOException {
        Path path = root.resolve(folder);
        if (Files.isDirectory(path)) {
            makeFolder(path);
            syncDirectory(path);
        }
    }

    @Override
    public Optional<Lock> tryLock(String name) throws IOException {
        makeFolder(root.resolve(LOCKS));
        return lockFile(root.resolve(LOCKS).resolve(name + ".lock"));
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            Path folder = session;
            if (folder != null && sessionLock != null) {
                try (Lock _ = sessionLock) {
                    session = null;
                    sessionLock = null;
                    removeSession(folder);
                }
            }
        }
    }

    /**
     * The folder of this backend's temporary files; made, and others' leftovers removed, on first
     * use.
     */
    private synchronized Path session() throws IOException {
        if (session == null) {
            Path tmp = root.resolve(TMP);
            makeFolder(tmp);
            removeAbandoned(tmp);
            String id;
            Optional<Lock> lock;
            do { // a writer that cleans up may take a new file for an abandoned one: then another
                // name is tried
                id = UUID.randomUUID().toString();
                lock = lockFile(tmp.resolve(id + ".lock"));
            } while (lock.isEmpty());
            sessionLock = lock.get();
            session = Files.createDirectory(tmp.resolve(id));
        }
        return session;
    }

    /**
     * Removes sessions whose lock is free; a crash may have left the folder of one without its lock
     * file.
     */
    private static void removeAbandoned(Path tmp) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> entries = Files.list(tmp)) {
            entries.forEach(entry ->
                    names.add(entry.getFileName().toString().replaceFirst("\\.lock$", "")));
        }
        for (String name : names) {
            Optional<Lock> taken = lockFile(tmp.resolve(name + ".lock"));
            if (taken.isPresent()) {
                try (Lock _ = taken.get()) {
                    removeSession(tmp.resolve(name));
                }
            }
        }
    }

    /** Removes a session's folder and lock file. The folder holds plain files only. */
    private static void removeSession(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            List<Path> files;
            try (Stream<Path> entries = Files.list(folder)) {
                files = entries.toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        }
        Files.deleteIfExists(folder.resolveSibling(folder.getFileName() + ".lock"));
    }

    /**
     * Takes the lock of a file. A process's own locks are looked up first: closing any channel of a
     * locked file would drop the kernel's lock for the whole process (POSIX, fcntl), so such a file
     * must not even be opened.
     */
    private static Optional<Lock> lockFile(Path file) throws IOException {
        Path key = parent(file).toRealPath().resolve(file.getFileName());
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null && Files.exists(file);
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            return Optional
                    .empty(); // removed by its owner, or held in this process by somebody who came
            // another way
        } finally {
            if (!locked) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(key);
            }
        }
        if (!locked) {
            return Optional.empty(); // held by another process, or removed by its owner
        }
        FileChannel held = channel;
        return Optional.of(() -> {
            held.close();
            HELD.remove(key);
        });
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no folder");
        }
        return parent;
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Makes a folder and its names all the way up durable. A folder that is there already counts as
     * durable only when this backend has synced the one above: whoever made it may have been killed
     * before that.
     */
    private void makeFolder(Path folder) throws IOException {
        if (settled.contains(folder)) {
            return;
        }
        if (folder.equals(root)) {
            makeRoot();
        } else {
            makeFolder(parent(folder));
            createIfAbsent(folder);
            syncDirectory(parent(folder));
        }
        settled.add(folder);
    }

    private void makeRoot() throws IOException {
        Path absolute = root.toAbsolutePath();
        List<Path> missing = new ArrayList<>();
        for (Path next = absolute;
                next != null && !Files.isDirectory(next);
                next = next.getParent()) {
            missing.add(next);
        }
        for (Path folder : missing.reversed()) {
            createIfAbsent(folder);
            syncDirectory(parent(folder));
        }
        if (missing.isEmpty() && absolute.getParent() != null) {
            try {
                syncDirectory(parent(absolute));
            } catch (AccessDeniedException e) {
                // the folder above belongs to somebody else, who made this one and could sync it
            }
        }
    }

    private static void createIfAbsent(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // another writer made it; its name is synced all the same
        }
    }

    private final class FileOutput implements Output {
        private final Path file;
        private final FileChannel channel;
        private long position;
        private boolean published;

        FileOutput(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void write(ByteBuffer source) throws IOException {
            while (source.hasRemaining()) {
                position += channel.write(source, position);
            }
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            readWhole(file.toString(), channel, offset, target);
        }

        @Override
        public void publish(String name) throws IOException {
            Path target = ready(name);
            Files.move(
                    file,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            published = true;
            syncDirectory(parent(target));
        }

        @Override
        public boolean publishIfAbsent(String name) throws IOException {
            Path target = ready(name);
            try {
                Files.createLink(target, file);
            } catch (FileAlreadyExistsException e) {
                return false;
            }
            published = true;
            syncDirectory(parent(target));
            Files.delete(file);
            return true;
        }

        private Path ready(String name) throws IOException {
            sync();
            channel.close();
            Path target = root.resolve(name);
            makeFolder(parent(target));
            return target;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            if (!published) {
                Files.deleteIfExists(file);
            }
        }
    }

    private record FileInput(String name, FileChannel channel, long size) implements Input {

        FileInput(String name, FileChannel channel) throws IOException {
            this(name, channel, channel.size());
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            try {
                readWhole(name, channel, offset, target);
            } catch (EOFException e) {
                throw new StoreException.Damaged(
                        "%s: the file ends at 0x%x, inside bytes that belong to it"
                                .formatted(name, size),
                        e);
            }
        }

        @Override
        public MemorySegment map() throws IOException {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto());
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static void readWhole(String name, FileChannel channel, long offset, ByteBuffer target)
            throws IOException {
        long at = offset;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                throw new EOFException(name + " ends at 0x" + Long.toHexString(at));
            }
            at += read;
        }
    }
}
