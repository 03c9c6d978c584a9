package io.colama.disk.vhdx;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Pieces;
import io.colama.block.Run;
import io.colama.block.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A file as it is after its log was worked off, without writing to it: pages of 4 KiB that come
 * from the log, and ranges that it makes zero. Memory holds where pages lie, not their bytes.
 *
 * <p>Source: [MS-VHDX] 2.3.1.2 to 2.3.1.4, 2.3.3.
 */
final class ReplayedFile implements BlockSource {

    private static final int PAGE = LogScan.PAGE;
    private static final int DESCRIPTOR = 32;
    private static final String DATA = "desc";
    private static final String ZERO = "zero";
    private static final String SECTOR = "data";
    private static final int TRAILING = 4;
    private static final long ZEROS = -1;

    private final BlockSource file;
    private final long size;
    private final NavigableMap<Long, Patch> patches = new TreeMap<>();

    /** A range of the file that is other than it stands there. */
    private record Patch(long length, long sector, long leading, int trailing) {}

    /** What lies at an offset: a patch or nothing, and to where. */
    private record Piece(Patch patch, long start, long end) {}

    private static final Patch NONE = new Patch(0, 0, 0, 0);

    private ReplayedFile(BlockSource file, long size) {
        this.file = file;
        this.size = size;
    }

    /** {@code file} with these entries applied. */
    static ReplayedFile of(BlockSource file, String name, LogScan log, List<LogScan.Found> entries)
            throws IOException {
        LogEntry last = entries.getLast().entry();
        if (Long.compareUnsigned(last.flushedFileSize(), file.size()) > 0) {
            throw new ImageException.Damaged(
                    "%s: file of %d bytes found, at least %s expected by its log; it was cut off"
                            .formatted(
                                    name,
                                    file.size(),
                                    Long.toUnsignedString(last.flushedFileSize())));
        }
        long size = Math.max(file.size(), Math.min(last.lastFileSize(), file.size() + (1L << 40)));
        ReplayedFile replayed = new ReplayedFile(file, size);
        for (LogScan.Found found : entries) {
            replayed.apply(found, log, name);
        }
        return replayed;
    }

    private void apply(LogScan.Found found, LogScan log, String name) throws IOException {
        long count = found.entry().descriptors();
        long room = (found.entry().length() - LogEntry.LAYOUT.size()) / DESCRIPTOR;
        if (count > room) {
            throw damaged(name, count + " descriptors in an entry with room for " + room);
        }
        long headBytes = LogEntry.LAYOUT.size() + count * DESCRIPTOR;
        long data = Math.ceilDiv(headBytes, (long) PAGE) * PAGE;
        ByteBuffer head = log.bytes(found.at(), (int) headBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int at = LogEntry.LAYOUT.size() + i * DESCRIPTOR;
            String kind = new String(head.array(), at, 4, StandardCharsets.ISO_8859_1);
            long offset = head.getLong(at + 16);
            long sequence = head.getLong(at + 24);
            if (sequence != found.entry().sequenceNumber() || offset < 0 || offset % PAGE != 0) {
                throw damaged(name, "descriptor for offset 0x%x".formatted(offset));
            }
            if (kind.equals(ZERO)) {
                long length = head.getLong(at + 8);
                if (length < 0 || length % PAGE != 0 || offset > size - length) {
                    throw damaged(name, "zero range of %d bytes at 0x%x".formatted(length, offset));
                }
                put(offset, new Patch(length, ZEROS, 0, 0));
            } else if (kind.equals(DATA)) {
                if (offset > size - PAGE || data >= found.entry().length()) {
                    throw damaged(name, "page for offset 0x%x".formatted(offset));
                }
                long sector = log.place(found, data);
                checkSector(sector, sequence, name);
                put(offset, new Patch(PAGE, sector, head.getLong(at + 8), head.getInt(at + 4)));
                data += PAGE;
            } else {
                throw damaged(name, "unknown kind of descriptor");
            }
        }
    }

    private void checkSector(long sector, long sequence, String name) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
        file.read(sector, page);
        String signature = new String(page.array(), 0, 4, StandardCharsets.ISO_8859_1);
        boolean sound =
                signature.equals(SECTOR)
                        && page.getInt(4) == (int) (sequence >>> 32)
                        && page.getInt(PAGE - TRAILING) == (int) sequence;
        if (!sound) {
            throw damaged(name, "torn data sector at 0x%x".formatted(sector));
        }
    }

    private static ImageException.Damaged damaged(String name, String what) {
        return new ImageException.Damaged("%s: VHDX log: %s found".formatted(name, what));
    }

    /** Lays a patch over whatever was known of its range. */
    private void put(long start, Patch patch) {
        if (patch.length == 0) {
            return;
        }
        long end = start + patch.length;
        Map.Entry<Long, Patch> before = patches.lowerEntry(start);
        if (before != null && before.getKey() + before.getValue().length > start) {
            keep(before.getKey(), before.getValue(), before.getKey(), start);
            keep(before.getKey(), before.getValue(), end, Long.MAX_VALUE);
        }
        Map.Entry<Long, Patch> inside = patches.ceilingEntry(start);
        while (inside != null && inside.getKey() < end) {
            patches.remove(inside.getKey());
            keep(inside.getKey(), inside.getValue(), end, Long.MAX_VALUE);
            inside = patches.ceilingEntry(start);
        }
        patches.put(start, patch);
    }

    /**
     * Keeps of a patch at {@code start} what lies from {@code from} to {@code to}; only zeros
     * split.
     */
    private void keep(long start, Patch patch, long from, long to) {
        long end = Math.min(start + patch.length, to);
        if (from < end) {
            patches.put(from, new Patch(end - from, patch.sector, patch.leading, patch.trailing));
        }
    }

    private Piece at(long offset) {
        Map.Entry<Long, Patch> below = patches.floorEntry(offset);
        if (below != null && offset < below.getKey() + below.getValue().length) {
            Patch patch = below.getValue();
            return new Piece(patch, below.getKey(), below.getKey() + patch.length);
        }
        Long next = patches.higherKey(offset);
        return new Piece(NONE, offset, next == null ? size : Math.min(next, size));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size);
        Pieces.read(
                offset, target, (at, _) -> at(at), (piece, at) -> piece.end - at, this::readPiece);
    }

    private void readPiece(Piece piece, long at, ByteBuffer target) throws IOException {
        if (piece.patch.equals(NONE)) {
            int inside = (int) Math.clamp(file.size() - at, 0L, target.remaining());
            ByteBuffer there = target.slice(target.position(), inside);
            if (inside > 0) {
                file.read(at, there);
            }
            target.position(target.position() + inside);
            Zeros.fill(target, target.remaining());
        } else if (piece.patch.sector == ZEROS) {
            Zeros.fill(target, target.remaining());
        } else {
            ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
            file.read(piece.patch.sector, page);
            page.putLong(0, piece.patch.leading).putInt(PAGE - TRAILING, piece.patch.trailing);
            target.put(page.slice((int) (at - piece.start), target.remaining()));
        }
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size);
        Piece piece = at(offset);
        boolean zero = piece.patch.sector == ZEROS;
        return new Run(offset, piece.end - offset, zero ? Run.Kind.ZERO : Run.Kind.DATA);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
