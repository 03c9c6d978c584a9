package io.colama.revision;

import io.colama.store.Geometry;
import io.colama.store.Hash;
import io.colama.store.StoreException;
import io.colama.store.VerityTree;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An immutable state of a machine: all its disks, its definition, where it comes from, who made it,
 * when and why.
 *
 * <p>Its id is the SHA-256 of its canonical encoding, so the same content, parents, author, time,
 * message and origin give the same id everywhere. Encoding, big-endian, lengths {@code u32}: {@code
 * COLAREV1}; count and 32 bytes for each parent; count and, for each disk, name, {@code u64} size,
 * 32 bytes id; {@code u8} 0, or 1 and the definition's file name and the 32 bytes SHA-256 of its
 * content; author; {@code u64} time in milliseconds since 1970; message; machine; source.
 *
 * @param parents the revisions that this one follows; none for the first of a line
 * @param disks in the order of the machine, names unique
 * @param definition the hardware definition as it was checked in
 * @param author who made it
 * @param time when, to the millisecond
 * @param message why; may be empty
 * @param machine the machine that it was checked in to
 * @param source what it was made from, for people: file names and formats; may be empty
 */
public record Revision(
        List<Hash> parents,
        List<Disk> disks,
        Optional<Definition> definition,
        String author,
        Instant time,
        String message,
        String machine,
        String source) {

    /** Most bytes in a message, source or note. */
    public static final int MAX_TEXT = 64 << 10;

    /** Most disks of a machine. */
    public static final int MAX_DISKS = 1024;

    private static final long MAGIC = 0x434f_4c41_5245_5631L; // "COLAREV1"

    /**
     * A disk of a revision.
     *
     * @param name unique in the revision, usable as a file name
     * @param sizeBytes its virtual size
     * @param id its fs-verity digest
     */
    public record Disk(String name, long sizeBytes, Hash id) {}

    /**
     * A definition file that was checked in, byte for byte.
     *
     * @param fileName its name without folder
     * @param content the SHA-256 of its bytes, which the store keeps
     */
    public record Definition(String fileName, Hash content) {}

    /** Copies the lists and drops what is smaller than a millisecond. */
    public Revision {
        parents = List.copyOf(parents);
        disks = List.copyOf(disks);
        time = time.truncatedTo(ChronoUnit.MILLIS);
        if (disks.stream().map(Disk::name).distinct().count() != disks.size()
                || disks.size() > MAX_DISKS) {
            throw new IllegalArgumentException(
                    "disk names must differ, and be at most " + MAX_DISKS);
        }
    }

    /** The id. */
    public Hash id() {
        byte[] bytes = encode();
        return new VerityTree().hash(bytes, 0, bytes.length);
    }

    /** The bytes of all disks together, holes and zeros included. */
    public long sizeBytes() {
        return disks.stream().mapToLong(Disk::sizeBytes).sum();
    }

    /** The first line of the message. */
    public String title() {
        return message.lines().findFirst().orElse("");
    }

    /** The canonical encoding. */
    byte[] encode() {
        RecordWriter out = new RecordWriter().u64(MAGIC).u32(parents.size());
        parents.forEach(out::hash);
        out.u32(disks.size());
        disks.forEach(disk -> out.text(disk.name).u64(disk.sizeBytes).hash(disk.id));
        if (definition.isEmpty()) {
            out.u8(0);
        } else {
            out.u8(1).text(definition.get().fileName).hash(definition.get().content);
        }
        return out.text(author).time(time).text(message).text(machine).text(source).toBytes();
    }

    /** Whether bytes begin as a revision does; other objects of the store are blobs too. */
    static boolean isRevision(byte[] bytes) {
        return bytes.length > 8 && java.nio.ByteBuffer.wrap(bytes).getLong() == MAGIC;
    }

    /**
     * The revision that these bytes encode; bytes that say the same in another way are refused, for
     * they would have another id.
     */
    static Revision decode(String name, byte[] bytes) throws StoreException.Damaged {
        Revision revision;
        try {
            revision = RecordReader.whole(name, bytes, Revision::read);
        } catch (IllegalArgumentException e) {
            throw new StoreException.Damaged(name + ": " + e.getMessage(), e);
        }
        if (!Arrays.equals(revision.encode(), bytes)) {
            throw new StoreException.Damaged(name + ": not the canonical encoding of a revision");
        }
        return revision;
    }

    private static Revision read(RecordReader in) throws StoreException.Damaged {
        if (in.u64() != MAGIC) {
            throw in.damaged("not a revision");
        }
        List<Hash> parents = new ArrayList<>();
        for (int i = in.count(Hash.BYTES); i > 0; i--) {
            parents.add(in.hash());
        }
        List<Disk> disks = new ArrayList<>();
        for (int i = in.count(12 + Hash.BYTES); i > 0; i--) {
            Disk disk = new Disk(in.text(), in.u64(), in.hash());
            if (disk.name.isEmpty() || disk.name.contains("/") || disk.name.contains("\0")) {
                throw in.damaged("disk name \"%s\" is no file name".formatted(disk.name));
            }
            if (disk.sizeBytes < 0 || disk.sizeBytes > Geometry.MAX_DISK_BYTES) {
                throw in.damaged(
                        "disk \"%s\" of %d bytes, 0 to %d expected"
                                .formatted(disk.name, disk.sizeBytes, Geometry.MAX_DISK_BYTES));
            }
            disks.add(disk);
        }
        Optional<Definition> definition =
                in.u8() == 0 ? Optional.empty() : Optional.of(new Definition(in.text(), in.hash()));
        return new Revision(
                parents, disks, definition, in.text(), in.time(), in.text(), in.text(), in.text());
    }
}
