package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.Closing;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.OpenWatch;
import io.colama.nbd.client.NbdSource;
import io.colama.nbd.client.NbdUri;
import io.colama.revision.CheckInRequest;
import io.colama.store.ChangedFrom;
import io.colama.store.Hash;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The opened images of a check-in, and what their files looked like before they were read. */
final class Sources implements Closeable {

    private final List<CheckInRequest.SourceDisk> disks = new ArrayList<>();
    private final List<Closeable> owned = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> descriptions = new ArrayList<>();
    private final Map<Path, Map<String, Object>> before = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Optional<ServerDisk.Since> since;
    private final SourceFiles files;

    /**
     * Nothing yet.
     *
     * @param since reads of the disks of servers only what has changed
     * @param files opens what is in files
     */
    Sources(Optional<ServerDisk.Since> since, SourceFiles files) {
        this.since = since;
        this.files = files;
    }

    /**
     * Opens one more image as the disk of this name; {@code snapshot} names a state inside the
     * image.
     */
    void add(
            String name, Path file, OpenOptions options, Optional<String> snapshot, OpenWatch watch)
            throws IOException {
        if (!names.add(name)) {
            throw new OperationException(
                    Failure.USAGE, "two disks would be named \"%s\"".formatted(name));
        }
        if (since.isPresent()) {
            throw new OperationException(
                    Failure.USAGE,
                    "%s: dirty bitmaps are kept by servers: nbd://HOST/EXPORT".formatted(file));
        }
        DiskImage image = DiskImages.open(file, options.withFiles(files), watch);
        add(name, image, String.valueOf(file.getFileName()), snapshot, image.files());
    }

    /**
     * Takes an opened image as the disk of this name, and closes it with this.
     *
     * @param label what it is called
     * @param watched files that must not change while they are read
     */
    void add(
            String name,
            DiskImage image,
            String label,
            Optional<String> snapshot,
            List<Path> watched)
            throws IOException {
        owned.add(image);
        if (!files.growing()) {
            for (Path part : watched) {
                before.put(part, look(part));
            }
        }
        image.warnings().forEach(warning -> warnings.add(label + ": " + warning));
        disks.add(
                new CheckInRequest.SourceDisk(
                        name,
                        snapshot.isPresent() ? image.snapshot(snapshot.get()) : image.content()));
        descriptions.add(
                "%s (%s)%s"
                        .formatted(
                                label,
                                image.format().formatName(),
                                snapshot.map(s -> " @" + s).orElse("")));
    }

    /** Takes an overlay, of which only its own clusters are read, and closes it with this. */
    void add(String name, Overlay overlay) throws IOException {
        owned.add(overlay.image());
        for (Path part : overlay.image().files()) {
            before.put(part, look(part));
        }
        disks.add(
                new CheckInRequest.SourceDisk(
                        name, overlay.content(), Optional.of(overlay.changes())));
        descriptions.add(overlay.file() + " (overlay)");
    }

    /**
     * Opens the disk of a server under this name. It is not looked at to find a format, as what it
     * holds is a guest's: it is raw, or what the user says.
     */
    void add(String name, NbdUri uri, Optional<DiskFormat> format) throws IOException {
        NbdSource source = ServerDisk.connect(uri, since);
        owned.add(source);
        Path label = Path.of(ServerDisk.label(uri));
        if (format.isPresent() && format.get() != DiskFormat.RAW) {
            if (since.isPresent()) {
                throw new OperationException(
                        Failure.USAGE, "a dirty bitmap is one of the disk, not of an image in it");
            }
            DiskImage image = DiskImages.open(source, label, format);
            add(name, image, label.toString(), Optional.empty(), List.of());
            return;
        }
        Optional<ChangedFrom> changed =
                since.isPresent()
                        ? Optional.of(ServerDisk.changed(source, name, since.get()))
                        : Optional.empty();
        BlockSource content = changed.isPresent() ? source : source.readingAhead();
        disks.add(new CheckInRequest.SourceDisk(name, content, changed));
        descriptions.add(label + " (nbd)");
    }

    /** Takes a disk that is no image. */
    void add(String name, BlockSource content, String label) {
        disks.add(new CheckInRequest.SourceDisk(name, content));
        descriptions.add(label);
    }

    /** Notes that the user should see. */
    void warn(List<String> notes) {
        warnings.addAll(notes);
    }

    List<CheckInRequest.SourceDisk> disks() {
        return disks;
    }

    List<String> warnings() {
        return warnings;
    }

    String description() {
        return String.join(", ", descriptions);
    }

    /**
     * Ends the check-in when a regular file is not what it was before it was read: a mixture of two
     * states is not a revision.
     */
    void unchanged(Hash revision) throws IOException {
        files.settle(revision);
        for (Map.Entry<Path, Map<String, Object>> entry : before.entrySet()) {
            if (!look(entry.getKey()).equals(entry.getValue())) {
                throw new OperationException(
                        Failure.FAILED,
                        entry.getKey()
                                + " changed while it was being read: nothing was checked in; stop what writes to it "
                                + "(is a machine running from it?) or check in a copy");
            }
        }
    }

    private static Map<String, Object> look(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Map.of(); // a device has no size and time that would tell
        }
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return Files.readAttributes(
                        file,
                        unix ? "unix:size,lastModifiedTime,ctime,ino" : "size,lastModifiedTime")
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void close() throws IOException {
        Closing.all(owned.reversed());
    }
}
