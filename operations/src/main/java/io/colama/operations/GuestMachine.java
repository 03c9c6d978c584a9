package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskImage;
import io.colama.guest.volume.GuestDisk;
import io.colama.guest.volume.GuestDisks;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import io.colama.revision.RevisionException;
import io.colama.store.StoreException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The disks of a revision or of a disk image, opened to be looked into. */
final class GuestMachine implements Closeable {

    /** A segment of the store is decoded whole, so it is kept whole. */
    private static final int STORED_PAGE = 256 << 10;

    private static final int STORED_PAGES = 96;
    private static final int IMAGE_PAGE = 64 << 10;
    private static final int IMAGE_PAGES = 256;

    private final String title;
    private final Optional<Resolved> revision;
    private final GuestDisks disks;
    private final Deque<Closeable> opened;

    private GuestMachine(
            String title, Optional<Resolved> revision, GuestDisks disks, Deque<Closeable> opened) {
        this.title = title;
        this.revision = revision;
        this.disks = disks;
        this.opened = opened;
    }

    /**
     * Opens what {@code name} stands for: a revision, else a disk image.
     *
     * <p>A name with a slash or a dot in it is a file when there is one; all others are machines
     * first.
     */
    static GuestMachine open(Environment environment, String name) throws IOException {
        Optional<Path> file = file(name);
        if (file.isPresent() && (name.indexOf('/') >= 0 || name.indexOf('.') >= 0)) {
            return image(file.get());
        }
        Deque<Closeable> opened = new ArrayDeque<>();
        try {
            Repository repository = environment.open();
            opened.push(repository);
            return stored(repository, repository.resolve(name), opened);
        } catch (RevisionException.NotFound | StoreException.NotARepository none) {
            closeAll(opened);
            if (file.isPresent()) {
                return image(file.get());
            }
            throw none;
        } catch (IOException | RuntimeException failure) {
            closeQuietly(opened, failure);
            throw failure;
        }
    }

    private static Optional<Path> file(String name) {
        try {
            Path path = Path.of(name);
            return Optional.of(path)
                    .filter(found -> Files.exists(found) && !Files.isDirectory(found));
        } catch (InvalidPathException none) {
            return Optional.empty();
        }
    }

    private static GuestMachine stored(
            Repository repository, Resolved resolved, Deque<Closeable> opened) throws IOException {
        List<GuestDisk> disks = new ArrayList<>();
        for (Revision.Disk disk : resolved.revision().disks()) {
            BlockSource source =
                    BlockSources.cached(repository.open(disk), STORED_PAGE, STORED_PAGES);
            opened.push(source);
            disks.add(new GuestDisk(disk.name(), source));
        }
        return new GuestMachine(
                resolved.machine().orElse(resolved.revision().machine()),
                Optional.of(resolved),
                GuestDisks.open(disks),
                opened);
    }

    private static GuestMachine image(Path file) throws IOException {
        Deque<Closeable> opened = new ArrayDeque<>();
        try {
            OpenOptions options =
                    new OpenOptions(
                            Optional.empty(), OpenOptions.Parents.REFUSED, Optional.empty());
            DiskImage image = DiskImages.open(file, options);
            opened.push(image);
            BlockSource source =
                    BlockSources.cached(
                            BlockSources.view(image.content()), IMAGE_PAGE, IMAGE_PAGES);
            GuestDisks disks = GuestDisks.open(List.of(new GuestDisk("disk0", source)));
            return new GuestMachine(file.toString(), Optional.empty(), disks, opened);
        } catch (IOException | RuntimeException failure) {
            closeQuietly(opened, failure);
            throw failure;
        }
    }

    /** The machine's name, or the file's. */
    String title() {
        return title;
    }

    /** The revision; empty for an image. */
    Optional<Resolved> revision() {
        return revision;
    }

    /** What lies on the disks. */
    GuestDisks disks() {
        return disks;
    }

    @Override
    public void close() throws IOException {
        closeAll(opened);
    }

    /** Closes the newest first, and all of them even where one fails. */
    private static void closeAll(Deque<Closeable> opened) throws IOException {
        IOException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void closeQuietly(Deque<Closeable> opened, Exception failure) {
        try {
            closeAll(opened);
        } catch (IOException alsoThat) {
            failure.addSuppressed(alsoThat);
        }
    }
}
