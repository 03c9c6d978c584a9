package io.colama.operations;

import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskImage;
import io.colama.revision.CheckInRequest;
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
    private final List<DiskImage> images = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> descriptions = new ArrayList<>();
    private final Map<Path, Map<String, Object>> before = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();

    /**
     * Opens one more image as the disk of this name; {@code snapshot} names a state inside the
     * image.
     */
    void add(String name, Path file, OpenOptions options, Optional<String> snapshot)
            throws IOException {
        if (!names.add(name)) {
            throw new OperationException(
                    Failure.USAGE, "two disks would be named \"%s\"".formatted(name));
        }
        DiskImage image = DiskImages.open(file, options);
        images.add(image);
        for (Path part : image.files()) {
            before.put(part, look(part));
        }
        image.warnings().forEach(warning -> warnings.add(file + ": " + warning));
        disks.add(
                new CheckInRequest.SourceDisk(
                        name,
                        snapshot.isPresent() ? image.snapshot(snapshot.get()) : image.content()));
        descriptions.add(
                "%s (%s)%s"
                        .formatted(
                                file.getFileName(),
                                image.format().formatName(),
                                snapshot.map(s -> " @" + s).orElse("")));
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
    void unchanged() throws IOException {
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
        IOException failure = null;
        for (DiskImage image : images) {
            try {
                image.close();
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
}
