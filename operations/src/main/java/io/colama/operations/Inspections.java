package io.colama.operations;

import io.colama.block.Run;
import io.colama.disk.image.TargetFile;
import io.colama.disk.image.WriteOptions;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.InspectionJson;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.store.Hash;
import io.colama.store.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The inspections that a repository keeps: {@code inspections/AB/ABCDEF….gz}, by the revision's id.
 *
 * <p>A file is gzip around: {@code u32} magic and version, {@code u32} number of disks, for each
 * its name and {@code u32} number of ranges that the inspection read, each two {@code u64}; then
 * the facts as JSON, {@code u32} length and UTF-8. All of it can be made again, so a file that
 * cannot be read is made again. It appears whole or not at all.
 */
public final class Inspections {

    private static final int MAGIC = 0xc01a1001;
    private static final int MOST_DISKS = 1024;
    private static final int MOST_RANGES = 1 << 22;
    private static final int MOST_BYTES = 256 << 20;
    private static final int MOST_STEPS = 8;

    private final Path directory;

    /** The inspections of a repository. */
    public Inspections(Path repository) {
        this.directory = repository.resolve("inspections");
    }

    /** A disk's read set by the disk's name. */
    public record Reads(String disk, List<long[]> ranges) {}

    /** A stored inspection. */
    public record Kept(List<Reads> reads, Inspection inspection) {}

    private Path file(Hash revision) {
        String hex = revision.toString();
        return directory.resolve(hex.substring(0, 2)).resolve(hex + ".gz");
    }

    /** The folder that they are kept in. */
    Path directory() {
        return directory;
    }

    /** What changes when what is kept for a revision does; empty when nothing is kept. */
    String stamp(Hash revision) throws IOException {
        try {
            BasicFileAttributes file =
                    Files.readAttributes(file(revision), BasicFileAttributes.class);
            return file.lastModifiedTime().to(TimeUnit.NANOSECONDS) + "." + file.size();
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    /** What is kept for a revision; empty when there is nothing that can be used. */
    public Optional<Kept> find(Hash revision) throws IOException {
        try (DataInputStream in =
                new DataInputStream(
                        new GZIPInputStream(
                                new ByteArrayInputStream(Files.readAllBytes(file(revision)))))) {
            // all of it, so that the checksum at its end is compared
            byte[] whole = in.readNBytes(MOST_BYTES);
            return read(new DataInputStream(new ByteArrayInputStream(whole)));
        } catch (NoSuchFileException | ZipException | EOFException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<Kept> read(DataInputStream in) throws IOException {
        int disks = in.readInt() == MAGIC ? in.readInt() : -1;
        if (disks < 0 || disks > MOST_DISKS) {
            return Optional.empty();
        }
        List<Reads> reads = new ArrayList<>();
        for (int i = 0; i < disks; i++) {
            String name = in.readUTF();
            int count = in.readInt();
            if (count < 0 || count > MOST_RANGES) {
                return Optional.empty();
            }
            List<long[]> ranges = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                ranges.add(new long[] {in.readLong(), in.readLong()});
            }
            reads.add(new Reads(name, ranges));
        }
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] json = in.readNBytes(length);
        return json.length < length
                ? Optional.empty()
                : InspectionJson.read(new String(json, StandardCharsets.UTF_8))
                        .map(inspection -> new Kept(reads, inspection));
    }

    /** Keeps an inspection; one that was there is replaced. */
    void keep(Hash revision, Kept kept) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(MAGIC);
            out.writeInt(kept.reads.size());
            for (Reads reads : kept.reads) {
                out.writeUTF(reads.disk);
                out.writeInt(reads.ranges.size());
                for (long[] range : reads.ranges) {
                    out.writeLong(range[0]);
                    out.writeLong(range[1]);
                }
            }
            byte[] json = InspectionJson.write(kept.inspection).getBytes(StandardCharsets.UTF_8);
            out.writeInt(json.length);
            out.write(json);
        }
        Path file = file(revision);
        Files.createDirectories(directory.resolve(revision.toString().substring(0, 2)));
        TargetFile.save(file, bytes.toByteArray(), WriteOptions.defaults().withReplace(true));
    }

    /**
     * What is known of a revision because nothing that was read of an ancestor's disks has changed
     * since. Looks at the line of first parents, a few steps far.
     */
    Optional<Kept> inherited(Repository repository, Revision revision, Progress progress)
            throws IOException {
        Revision ancestor = revision;
        for (int step = 0; step < MOST_STEPS && !ancestor.parents().isEmpty(); step++) {
            Hash id = ancestor.parents().getFirst();
            ancestor = repository.revision(id);
            Optional<Kept> kept = find(id);
            if (kept.isPresent()) {
                return isUnchanged(repository, ancestor, revision, kept.get().reads, progress)
                        ? kept
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isUnchanged(
            Repository repository,
            Revision before,
            Revision after,
            List<Reads> reads,
            Progress progress)
            throws IOException {
        if (before.disks().size() != after.disks().size()
                || before.disks().size() != reads.size()) {
            return false;
        }
        for (int i = 0; i < reads.size(); i++) {
            Revision.Disk old = before.disks().get(i);
            Revision.Disk now = after.disks().get(i);
            boolean same =
                    old.name().equals(now.name())
                            && old.name().equals(reads.get(i).disk)
                            && old.sizeBytes() == now.sizeBytes();
            if (!same) {
                return false;
            }
            if (!old.id().equals(now.id())) {
                List<Run> changes = repository.store().changes(old.id(), now.id(), progress);
                if (ReadSet.touches(reads.get(i).ranges, changes)) {
                    return false;
                }
            }
        }
        return true;
    }
}
