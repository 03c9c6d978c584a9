package io.colama.disk.qcow2;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.disk.image.DiskSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An internal snapshot.
 *
 * @param shown what callers see
 * @param l1Offset where its L1 table lies
 * @param l1Entries how many entries that has
 */
record Qcow2Snapshot(DiskSnapshot shown, long l1Offset, long l1Entries) {

    private static final Limit COUNT = new Limit("snapshots", 65_536);
    private static final Limit TABLE = new Limit("snapshot table bytes", 16L << 20);
    private static final Limit EXTRA = new Limit("snapshot extra data bytes", 1024);
    private static final Limit SIZE = new Limit("snapshot disk size", Long.MAX_VALUE);
    private static final int SIZE_IN_EXTRA = 8;

    /** Reads the table that {@code header} names. */
    static List<Qcow2Snapshot> readAll(BlockSource file, Qcow2Header header, String name)
            throws IOException {
        long count = COUNT.check(header.snapshotCount());
        List<Qcow2Snapshot> found = new ArrayList<>();
        long at = header.snapshotsOffset();
        for (long i = 0; i < count; i++) {
            TABLE.check(at - header.snapshotsOffset());
            SnapshotEntry entry =
                    SnapshotEntry.LAYOUT.parse(
                            bytes(file, at, SnapshotEntry.LAYOUT.size(), name), name);
            int extra = EXTRA.checkInt(entry.extraLength());
            at += SnapshotEntry.LAYOUT.size();
            ByteBuffer rest = bytes(file, at, extra + entry.idLength() + entry.nameLength(), name);
            long size =
                    extra >= SIZE_IN_EXTRA + Long.BYTES
                            ? rest.getLong(SIZE_IN_EXTRA)
                            : header.sizeBytes();
            String id = text(rest.slice(extra, entry.idLength()));
            String title = text(rest.slice(extra + entry.idLength(), entry.nameLength()));
            Instant created = Instant.ofEpochSecond(entry.seconds(), entry.nanoseconds());
            found.add(
                    new Qcow2Snapshot(
                            new DiskSnapshot(id, title, SIZE.check(size), created),
                            entry.l1Offset(),
                            entry.l1Size()));
            at += Math.ceilDiv(rest.capacity(), 8) * 8L;
        }
        return List.copyOf(found);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static ByteBuffer bytes(BlockSource file, long at, int length, String name)
            throws IOException {
        if (at < 0 || at > file.size() - length) {
            throw new ImageException.Damaged(
                    "%s: snapshot table entry of %d bytes at 0x%x, inside the file of %d bytes expected"
                            .formatted(name, length, at, file.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(at, bytes);
        return bytes.flip();
    }
}
