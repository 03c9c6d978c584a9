package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskImage;
import io.colama.guest.volume.GuestDisk;
import io.colama.guest.volume.GuestDisks;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
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
    private final List<ReadSet> reads;
    private final Deque<Closeable> opened;

    private GuestMachine(
            String title,
            Optional<Resolved> revision,
            GuestDisks disks,
            List<ReadSet> reads,
            Deque<Closeable> opened) {
        this.title = title;
        this.revision = revision;
        this.disks = disks;
        this.reads = reads;
        this.opened = opened;
    }

    /** Opens a revision of a repository that is open; closing this leaves it open. */
    static GuestMachine open(Repository repository, Resolved revision) throws IOException {
        Deque<Closeable> opened = new ArrayDeque<>();
        try {
            return stored(repository, revision, opened);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, () -> Closing.all(opened));
            throw failure;
        }
    }

    /** Opens what {@code name} stands for: a revision, else a disk image. */
    static GuestMachine open(Environment environment, String name) throws IOException {
        GuestNames names = GuestNames.open(environment, name);
        try {
            GuestMachine machine = names.machine(names.first());
            machine.opened.addLast(names);
            return machine;
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, names);
            throw failure;
        }
    }

    /** Whether a name is that of a file rather than of a machine. */
    static boolean isFile(String name) {
        return (name.indexOf('/') >= 0 || name.indexOf('.') >= 0) && file(name).isPresent();
    }

    /** The file of a name, when there is one. */
    static Optional<Path> file(String name) {
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
        List<ReadSet> reads = new ArrayList<>();
        for (Revision.Disk disk : resolved.revision().disks()) {
            BlockSource source =
                    BlockSources.cached(repository.open(disk), STORED_PAGE, STORED_PAGES);
            opened.push(source);
            ReadSet read = new ReadSet();
            reads.add(read);
            disks.add(new GuestDisk(disk.name(), read.watching(source)));
        }
        return new GuestMachine(
                resolved.machine().orElse(resolved.revision().machine()),
                Optional.of(resolved),
                GuestDisks.open(disks),
                reads,
                opened);
    }

    /** Opens a disk image. */
    static GuestMachine image(String name) throws IOException {
        Path file = Path.of(name);
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
            return new GuestMachine(file.toString(), Optional.empty(), disks, List.of(), opened);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, () -> Closing.all(opened));
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

    /** What was read of each disk of the revision so far, by the disks' names. */
    List<Inspections.Reads> reads() {
        List<Inspections.Reads> all = new ArrayList<>();
        for (int i = 0; i < reads.size(); i++) {
            String name = disks.layouts().get(i).disk().name();
            all.add(new Inspections.Reads(name, reads.get(i).ranges()));
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        Closing.all(opened);
    }
}
