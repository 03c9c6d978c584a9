package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.disk.DiskWriters;
import io.colama.disk.image.DiskFormat;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A disk of a revision as the bytes of an image file that is not there: it can be read from
 * anywhere, and its length is known before. The same disk and format have the same bytes.
 */
public final class DiskView implements Closeable {

    private final Repository repository;
    private final BlockSource content;
    private final Revision.Disk disk;
    private final String revision;
    private final String fileName;
    private final DiskFormat format;

    private DiskView(
            Repository repository,
            BlockSource content,
            Revision.Disk disk,
            String revision,
            String fileName,
            DiskFormat format) {
        this.repository = repository;
        this.content = content;
        this.disk = disk;
        this.revision = revision;
        this.fileName = fileName;
        this.format = format;
    }

    /**
     * Opens a disk.
     *
     * @param revision a name such as {@code web@v1}
     * @param diskName the name of the disk in the revision
     * @throws OperationException when there is no such disk, or it is too large for the format
     */
    public static DiskView open(
            Environment environment, String revision, String diskName, DiskFormat format)
            throws IOException {
        Repository repository = environment.open();
        try {
            Resolved resolved = repository.resolve(revision);
            Revision.Disk disk = disk(resolved.revision(), revision, diskName);
            String machine = resolved.machine().orElse(resolved.revision().machine());
            String fileName = "%s-%s.%s".formatted(machine, diskName, format.formatName());
            UUID identity =
                    UUID.nameUUIDFromBytes(disk.id().hex().getBytes(StandardCharsets.US_ASCII));
            BlockSource stored = repository.store().open(disk.id());
            BlockSource image = view(stored, format, diskName, identity);
            return new DiskView(repository, image, disk, resolved.id().hex(), fileName, format);
        } catch (IOException | RuntimeException failure) {
            io.colama.block.Closing.after(failure, repository);
            throw failure;
        }
    }

    /** The disk of this name. */
    static Revision.Disk disk(Revision revision, String revisionName, String diskName)
            throws OperationException {
        return revision.disks().stream()
                .filter(one -> one.name().equals(diskName))
                .findFirst()
                .orElseThrow(() ->
                        new OperationException(
                                Failure.NOT_FOUND,
                                "%s has no disk \"%s\"".formatted(revisionName, diskName)));
    }

    private static BlockSource view(
            BlockSource stored, DiskFormat format, String diskName, UUID identity)
            throws IOException {
        try {
            String inside = diskName + "." + format.formatName();
            return DiskWriters.view(stored, format, inside, identity);
        } catch (IllegalArgumentException notWritten) {
            throw new OperationException(
                    Failure.UNSUPPORTED, notWritten.getMessage() + "; choose another format");
        }
    }

    /** The bytes of the image; closed with this. */
    public BlockSource content() {
        return content;
    }

    /** The id of the revision. */
    public String revision() {
        return revision;
    }

    /** A name for a file with these bytes. */
    public String fileName() {
        return fileName;
    }

    /** The same for the same bytes, and for no others. */
    public String version() {
        return disk.id().hex() + "-" + format.formatName();
    }

    @Override
    public void close() throws IOException {
        try (repository) {
            content.close();
        }
    }
}
