package io.colama.disk.image;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * An image file that is not there: its headers and tables are in memory, and all else is bytes of
 * the disk. So it can be read anywhere and its length is known, without a byte being written.
 *
 * <p>A format lays it out from what a disk knows of its zeros. Then {@link #over} makes a source of
 * it. The tables take 8 bytes of memory for each 64 KiB of data for the formats with the largest.
 * Laid out by one thread; the source is for any.
 */
public final class PlannedImage implements LayoutOutput {

    private static final long IN_MEMORY = -1;
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final List<Piece> pieces = new ArrayList<>();
    private long size;

    /**
     * A part of the file.
     *
     * @param offset in the file
     * @param length in bytes
     * @param disk where its bytes are in the disk, or that they are in memory
     * @param bytes these
     */
    private record Piece(long offset, long length, long disk, ByteBuffer bytes) {

        long end() {
            return offset + length;
        }

        boolean isFollowedBy(long nextOffset, long nextDisk) {
            return !isTable() && end() == nextOffset && disk + length == nextDisk;
        }

        boolean isTable() {
            return disk == IN_MEMORY;
        }
    }

    /** Says that {@code length} bytes of the disk come to lie at {@code offset} of the file. */
    public void data(long offset, long disk, long length) {
        if (!pieces.isEmpty() && pieces.getLast().isFollowedBy(offset, disk)) {
            Piece last = pieces.removeLast();
            pieces.add(new Piece(last.offset, last.length + length, last.disk, NONE));
        } else {
            pieces.add(new Piece(offset, length, disk, NONE));
        }
        extend(offset + length);
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        ByteBuffer copy = ByteBuffer.allocate(source.remaining());
        copy.put(source).flip();
        pieces.add(new Piece(offset, copy.remaining(), IN_MEMORY, copy));
        extend(offset + copy.remaining());
    }

    @Override
    public void extend(long least) {
        size = Math.max(size, least);
    }

    /**
     * Calls {@code layout} for each unit of the disk that may hold data, in ascending order.
     *
     * @param unitBytes the bytes of a unit
     */
    public static void eachUnit(BlockSource disk, long unitBytes, Unit layout) throws IOException {
        long next = 0;
        for (long at = 0; at < disk.size(); ) {
            Run run = disk.runAt(at);
            if (run.kind() == Run.Kind.DATA) {
                for (long unit = Math.max(next, at / unitBytes);
                        unit * unitBytes < run.end();
                        unit++) {
                    layout.accept(unit);
                    next = unit + 1;
                }
            }
            at = Math.max(run.end(), next * unitBytes);
        }
    }

    /** Takes a unit. */
    @FunctionalInterface
    public interface Unit {
        /** Gives the unit its place. */
        void accept(long unit) throws IOException;
    }

    /** Lays out a format that gives whole blocks their places. */
    public static PlannedImage of(BlockSource disk, UnitLayout layout) throws IOException {
        PlannedImage image = new PlannedImage();
        int bytes = layout.unitBytes();
        eachUnit(
                disk,
                bytes,
                unit -> {
                    long start = unit * bytes;
                    image.data(layout.place(unit), start, Math.min(bytes, disk.size() - start));
                });
        layout.finish(image);
        return image;
    }

    /** The file as a source. Closing it closes the disk. */
    public BlockSource over(BlockSource disk) {
        List<Piece> sorted = new ArrayList<>(pieces);
        sorted.sort(Comparator.comparingLong(Piece::offset));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).offset < sorted.get(i - 1).end()) {
                throw new IllegalStateException(
                        "two pieces of an image at 0x%x".formatted(sorted.get(i).offset));
            }
        }
        return new View(disk, sorted.toArray(Piece[]::new), size);
    }

    /** The pieces over a disk; between them are zeros. */
    private static final class View implements BlockSource {

        private final BlockSource disk;
        private final Piece[] pieces;
        private final long size;

        View(BlockSource disk, Piece[] pieces, long size) {
            this.disk = disk;
            this.pieces = pieces;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        /** The index of the last piece that begins at or before an offset; -1 before the first. */
        private int find(long offset) {
            int low = 0;
            int high = pieces.length - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                if (pieces[middle].offset <= offset) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return high;
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            Objects.checkFromIndexSize(offset, target.remaining(), size);
            int limit = target.limit();
            long at = offset;
            int index = find(offset);
            while (target.position() < limit) {
                boolean inside = index >= 0 && at < pieces[index].end();
                long next = index + 1 < pieces.length ? pieces[index + 1].offset : size;
                long end = inside ? pieces[index].end() : next;
                int length = (int) Math.min(limit - target.position(), end - at);
                target.limit(target.position() + length);
                if (inside) {
                    read(pieces[index], at, target);
                } else {
                    target.put(new byte[length]);
                }
                target.limit(limit);
                at += length;
                if (at == next) {
                    index++;
                }
            }
        }

        private void read(Piece piece, long at, ByteBuffer target) throws IOException {
            long within = at - piece.offset;
            if (piece.isTable()) {
                target.put(piece.bytes.slice((int) within, target.remaining()));
            } else {
                disk.read(piece.disk + within, target);
            }
        }

        @Override
        public Run runAt(long offset) throws IOException {
            Objects.checkIndex(offset, size);
            int index = find(offset);
            if (index < 0 || offset >= pieces[index].end()) {
                long next = index + 1 < pieces.length ? pieces[index + 1].offset : size;
                return new Run(offset, next - offset, Run.Kind.HOLE);
            }
            Piece piece = pieces[index];
            if (piece.isTable()) {
                return new Run(offset, piece.end() - offset, Run.Kind.DATA);
            }
            Run run = disk.runAt(piece.disk + offset - piece.offset);
            return new Run(offset, Math.min(run.length(), piece.end() - offset), run.kind());
        }

        @Override
        public void close() throws IOException {
            disk.close();
        }
    }
}
