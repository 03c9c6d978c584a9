package io.colama.guest.fat;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.FileExtents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads directories of exFAT. */
final class ExfatDirectory implements DirectoryReader {

    private static final Limit BYTES = new Limit("bytes of a directory", 1 << 26);
    private static final int ENTRY = 32;
    private static final int LABEL = 0x83;
    private static final int FILE = 0x85;
    private static final int STREAM = 0xc0;
    private static final int NAME = 0xc1;
    private static final int NAME_UNITS = 15;
    private static final int MOST_LABEL = 11;
    private static final int CONTIGUOUS = 2;

    private final ClusterHeap heap;
    private final long rootCluster;

    ExfatDirectory(ClusterHeap heap, long rootCluster) {
        this.heap = heap;
        this.rootCluster = rootCluster;
    }

    /** The root directory, which no directory names. */
    static FatEntry root() {
        return new FatEntry("", "", FatEntry.DIRECTORY, 0, false, 0, 0, Attributes.Times.NONE, 0);
    }

    @Override
    public ClusterHeap heap() {
        return heap;
    }

    private FileExtents extents(FatEntry directory) throws IOException {
        String what = "directory at 0x%x".formatted(directory.id());
        if (directory.id() == 0) {
            return heap.directory(rootCluster, BYTES, "root directory");
        }
        if (directory.first() == 0) {
            return FileExtents.of(0).build();
        }
        long size = BYTES.check(directory.sizeBytes());
        return directory.isContiguous()
                ? heap.contiguous(directory.first(), size, size, what)
                : heap.chained(directory.first(), size, size, what);
    }

    private ByteBuffer read(FileExtents extents) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES.checkInt(extents.sizeBytes()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        extents.over(heap.metadata(), "directory").read(0, bytes);
        return bytes.flip();
    }

    @Override
    public List<FatEntry> list(FatEntry directory) throws IOException {
        FileExtents extents = extents(directory);
        ByteBuffer bytes = read(extents);
        List<FatEntry> entries = new ArrayList<>();
        for (int at = 0; at <= bytes.limit() - ENTRY; at += ENTRY) {
            int type = bytes.get(at) & 0xff;
            if (type == 0) {
                break;
            }
            int more = bytes.get(at + 1) & 0xff;
            if (type != FILE || more < 2 || (more + 1) * ENTRY > bytes.limit() - at) {
                continue;
            }
            ByteBuffer set = bytes.slice(at, (more + 1) * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
            if ((set.get(ENTRY) & 0xff) == STREAM && checksum(set) == (set.getShort(2) & 0xffff)) {
                entries.add(entry(set, extents.pieceAt(at).host()));
                at += more * ENTRY;
            }
        }
        return entries;
    }

    private static int checksum(ByteBuffer set) {
        int sum = 0;
        for (int i = 0; i < set.limit(); i++) {
            if (i != 2 && i != 3) {
                sum = ((sum & 1) << 15) + (sum >>> 1) + (set.get(i) & 0xff);
                sum &= 0xffff;
            }
        }
        return sum;
    }

    private static FatEntry entry(ByteBuffer set, long id) throws ImageException {
        int units = set.get(ENTRY + 3) & 0xff;
        StringBuilder name = new StringBuilder();
        for (int at = 2 * ENTRY; at < set.limit() && (set.get(at) & 0xff) == NAME; at += ENTRY) {
            for (int i = 0; i < NAME_UNITS && name.length() < units; i++) {
                name.append(set.getChar(at + 2 + i * Character.BYTES));
            }
        }
        if (name.length() < units) {
            throw new ImageException.Damaged(
                    "a name of %d letters with %d of them in the directory at 0x%x found"
                            .formatted(units, name.length(), id));
        }
        long valid = set.getLong(ENTRY + 8);
        long size = set.getLong(ENTRY + 24);
        if (size < 0 || valid < 0) {
            throw new ImageException.Damaged(
                    "a file of %s bytes, %s of them valid, in the directory at 0x%x found"
                            .formatted(
                                    Long.toUnsignedString(size), Long.toUnsignedString(valid), id));
        }
        Attributes.Times times =
                new Attributes.Times(
                        DosTime.ofStamp(set.getInt(12), set.get(21) & 0xff, set.get(23)),
                        DosTime.ofStamp(set.getInt(16), 0, set.get(24)),
                        Optional.empty(),
                        DosTime.ofStamp(set.getInt(8), set.get(20) & 0xff, set.get(22)));
        return new FatEntry(
                name.toString(),
                name.toString(),
                set.getShort(4) & 0xffff,
                set.getInt(ENTRY + 20) & 0xffff_ffffL,
                (set.get(ENTRY + 1) & CONTIGUOUS) != 0,
                size,
                valid,
                times,
                id);
    }

    /** The label that the root directory holds. */
    Optional<String> label() throws IOException {
        ByteBuffer bytes = read(extents(root()));
        for (int at = 0; at <= bytes.limit() - ENTRY && bytes.get(at) != 0; at += ENTRY) {
            if ((bytes.get(at) & 0xff) == LABEL) {
                int units = Math.min(MOST_LABEL, bytes.get(at + 1) & 0xff);
                StringBuilder label = new StringBuilder();
                for (int i = 0; i < units; i++) {
                    label.append(bytes.getChar(at + 2 + i * Character.BYTES));
                }
                return Optional.of(label.toString()).filter(found -> !found.isEmpty());
            }
        }
        return Optional.empty();
    }
}
