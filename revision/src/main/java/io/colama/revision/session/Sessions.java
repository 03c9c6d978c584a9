package io.colama.revision.session;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.block.RunWalk;
import io.colama.block.cow.CopyOnWriteDisk;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.RevisionException;
import io.colama.store.AppendLog;
import io.colama.store.Hash;
import io.colama.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** The sessions of a repository. Threads: any number, also of several processes. */
public final class Sessions {

    private static final String FOLDER = "sessions";

    /** Begins the names of directories that are being made, or taken away. */
    private static final String HIDDEN = ".";

    private static final int MOST = 10_000;

    /** How often, and how far apart, a lock is tried that somebody may only be looking at. */
    private static final int LOOKS = 10;

    private static final long LOOK_NANOS = 10_000_000;

    /** After so many failures to take a name that seems free, the names are not the reason. */
    private static final int MOST_STRANGE = 20;

    private final Path folder;
    private final Repository repository;

    /** Opens a disk of a revision to be read by a machine that runs. */
    @FunctionalInterface
    public interface Reading {

        /** The disk as a source, closed with the session. */
        BlockSource open(Revision.Disk disk) throws IOException;
    }

    /**
     * The sessions in the directory of a repository.
     *
     * @param directory of the repository
     */
    public Sessions(Path directory, Repository repository) {
        this.folder = directory.resolve(FOLDER);
        this.repository = repository;
    }

    /**
     * What there is.
     *
     * @param sessions the oldest first
     * @param damaged what is wrong with others
     */
    public record Listing(List<SessionInfo> sessions, List<String> damaged) {}

    /** All sessions. */
    public Listing list() throws IOException {
        List<SessionInfo> sessions = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return new Listing(sessions, damaged);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Sessions::isNamed)) {
            for (Path entry : entries) {
                try {
                    sessions.add(SessionFile.read(entry));
                } catch (NoSuchFileException discarded) {
                    // while this looked
                } catch (StoreException.Damaged damage) {
                    damaged.add(String.valueOf(damage.getMessage()));
                }
            }
        }
        sessions.sort(Comparator.comparing(SessionInfo::created).thenComparing(SessionInfo::name));
        return new Listing(sessions, damaged);
    }

    private static boolean isNamed(Path entry) {
        return !String.valueOf(entry.getFileName()).startsWith(HIDDEN);
    }

    /**
     * A session by its name.
     *
     * @throws RevisionException.NotFound with the names of the others, when there is none
     */
    public SessionInfo find(String name) throws IOException {
        try {
            return SessionFile.read(place(name));
        } catch (NoSuchFileException absent) {
            List<String> others = list().sessions().stream().map(SessionInfo::name).toList();
            throw new RevisionException.NotFound(
                    "there is no session \"%s\"; %s"
                            .formatted(
                                    name,
                                    others.isEmpty()
                                            ? "there are none"
                                            : "there are: " + String.join(", ", others)));
        }
    }

    private Path place(String name) throws RevisionException.Invalid {
        if (!AppendLog.isName(name)) {
            throw new RevisionException.Invalid(
                    "\"%s\" is not the name of a session".formatted(name));
        }
        return folder.resolve(name);
    }

    /** Whether some process has a session open. */
    public boolean isOpen(SessionInfo session) throws IOException {
        Optional<SessionLock> lock = SessionLock.tryTake(place(session.name()));
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    /**
     * The directory of a session, in which whoever has it open may keep further files.
     *
     * @param repository the directory of the repository
     */
    public static Path directory(Path repository, SessionInfo session) {
        return repository.resolve(FOLDER).resolve(session.name());
    }

    /** What the files of a session take, where the file system tells; else what they could. */
    public long bytesTaken(SessionInfo session) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(place(session.name()), "*.data")) {
            for (Path file : files) {
                try (BlockSource data = BlockSources.file(file)) {
                    for (RunWalk walk = RunWalk.of(data, 0, data.size()); walk.advance(); ) {
                        bytes += walk.run().isData() ? walk.run().length() : 0;
                    }
                }
            }
        }
        return bytes;
    }

    /**
     * Begins a session and opens it.
     *
     * @param machine the machine that a check-in is to go to
     * @param base the revision to begin with
     */
    public OpenSession create(String machine, Hash base, String by, Instant now, Reading reading)
            throws IOException {
        Revision revision = repository.revision(base);
        Files.createDirectories(folder);
        sweep();
        Path made = hidden("new-");
        Optional<SessionLock> taken = SessionLock.tryTakeNew(made);
        while (taken.isEmpty()) { // swept away by somebody between the two steps of it
            made = hidden("new-");
            taken = SessionLock.tryTakeNew(made);
        }
        SessionLock lock = taken.get();
        try {
            List<Revision.Disk> disks = revision.disks();
            for (int i = 0; i < disks.size(); i++) {
                CopyOnWriteDisk.create(
                        dataFile(made, i),
                        stateFile(made, i),
                        disks.get(i).sizeBytes(),
                        disks.get(i).id().toBytes());
            }
            SessionFile.write(made, new SessionInfo("", machine, base, by, now));
            sync(made);
            Path named = name(made, machine);
            sync(folder);
            return opened(named, lock, revision, reading);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, lock); // what is half made is swept away by the next
            throw failure;
        }
    }

    /** Gives a new session the first name that is free. */
    private Path name(Path made, String machine) throws IOException {
        int strange = 0;
        for (int i = 1; i < MOST; i++) {
            Path named = folder.resolve(machine + "-" + i);
            if (Files.exists(named)) {
                continue;
            }
            try {
                return Files.move(made, named, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException failure) {
                // It was taken by somebody who was faster, who may even have discarded it since.
                if (!Files.exists(named) && ++strange == MOST_STRANGE) {
                    throw failure;
                }
            }
        }
        throw new RevisionException.Conflict(
                "machine \"%s\" has %d sessions: discard some with 'colama session discard'"
                        .formatted(machine, MOST));
    }

    /**
     * Opens a session.
     *
     * @throws RevisionException.Conflict when a process has it open
     */
    public OpenSession open(SessionInfo session, Reading reading) throws IOException {
        Path directory = place(session.name());
        SessionLock lock = take(session);
        try {
            return opened(directory, lock, repository.revision(session.base()), reading);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, lock);
            throw failure;
        }
    }

    /** Takes the lock, also when somebody looks at that very moment whether it is taken. */
    private SessionLock take(SessionInfo session) throws IOException {
        for (int i = 0; i < LOOKS; i++) {
            Optional<SessionLock> lock = SessionLock.tryTake(place(session.name()));
            if (lock.isPresent()) {
                return lock.get();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new RevisionException.Conflict(
                "the session \"%s\" is in use: end the machine or server that has it first"
                        .formatted(session.name()));
    }

    private static OpenSession opened(
            Path directory, SessionLock lock, Revision revision, Reading reading)
            throws IOException {
        List<OpenSession.Disk> disks = new ArrayList<>();
        try {
            for (int i = 0; i < revision.disks().size(); i++) {
                disks.add(openDisk(directory, i, revision.disks().get(i), reading));
            }
            return new OpenSession(SessionFile.read(directory), lock, disks);
        } catch (IOException | RuntimeException failure) {
            for (OpenSession.Disk disk : disks) {
                Closing.after(failure, disk.content());
                Closing.after(failure, disk.base());
            }
            throw failure;
        }
    }

    private static OpenSession.Disk openDisk(
            Path directory, int number, Revision.Disk disk, Reading reading) throws IOException {
        BlockSource base = reading.open(disk);
        try {
            CopyOnWriteDisk content =
                    CopyOnWriteDisk.open(
                            dataFile(directory, number),
                            stateFile(directory, number),
                            disk.id().toBytes(),
                            base);
            return new OpenSession.Disk(disk, base, content);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, base);
            throw failure;
        }
    }

    private static Path dataFile(Path directory, int disk) {
        return directory.resolve(disk + ".data");
    }

    private static Path stateFile(Path directory, int disk) {
        return directory.resolve(disk + ".states");
    }

    /**
     * Deletes a session and what was written in it.
     *
     * @throws RevisionException.Conflict when a process has it open
     */
    public void discard(SessionInfo session) throws IOException {
        try (Closeable _ = take(session)) {
            Path gone = hidden("gone-");
            Files.move(place(session.name()), gone, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        }
        sweep();
    }

    /** Deletes what was given up, and what a crash has left half made. */
    private void sweep() throws IOException {
        List<Path> hidden = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, HIDDEN + "*-*")) {
            entries.forEach(hidden::add);
        }
        for (Path directory : hidden) {
            SessionLock.deleteUnlessHeld(directory);
        }
    }

    private Path hidden(String kind) {
        return folder.resolve(HIDDEN + kind + UUID.randomUUID());
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
