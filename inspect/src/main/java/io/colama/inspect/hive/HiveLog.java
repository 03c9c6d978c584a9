package io.colama.inspect.hive;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log whose own base block is sound.
 *
 * @param source its bytes
 * @param block its base block
 * @param entries of the new kind, numbered without a gap; none in an old log
 */
record HiveLog(BlockSource source, BaseBlock block, List<LogEntry> entries) {

    private static final int SECTOR = 512;
    private static final String BITMAP = "DIRT";
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_ENTRIES = 1 << 18;

    /** Reads a log; empty when nothing of it can be used. */
    static Optional<HiveLog> read(BlockSource source) throws IOException {
        if (source.size() > MOST_BYTES) {
            return Optional.empty();
        }
        Optional<BaseBlock.Found> found = BaseBlock.read(source);
        if (found.isEmpty() || !found.get().sound()) {
            return Optional.empty();
        }
        BaseBlock block = found.get().block();
        return Optional.of(
                new HiveLog(
                        source,
                        block,
                        block.type() == BaseBlock.NEW_LOG ? entries(source, block) : List.of()));
    }

    private static List<LogEntry> entries(BlockSource source, BaseBlock block) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        long wanted = block.sequence1();
        Optional<LogEntry> next = LogEntry.read(source, SECTOR);
        while (next.isPresent()
                && next.get().sequence() == wanted
                && entries.size() < MOST_ENTRIES) {
            entries.add(next.get());
            wanted++;
            next = LogEntry.read(source, next.get().endsAt());
        }
        return entries;
    }

    boolean isNew() {
        return block.type() == BaseBlock.NEW_LOG;
    }

    long first() {
        return entries.getFirst().sequence();
    }

    long last() {
        return entries.getLast().sequence();
    }

    /** The dirty sectors of an old log; empty when they are not all there. */
    Optional<List<LogEntry.Piece>> sectors() throws IOException {
        long bits = block.binBytes() / SECTOR;
        long bitmapBytes = Math.ceilDiv(bits, Byte.SIZE);
        if (source.size() < SECTOR + BITMAP.length() + bitmapBytes) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(BITMAP.length() + (int) bitmapBytes);
        source.read(SECTOR, bytes);
        byte[] map = bytes.array();
        if (!new String(map, 0, BITMAP.length(), StandardCharsets.ISO_8859_1).equals(BITMAP)) {
            return Optional.empty();
        }
        long data = SECTOR + Math.ceilDiv(map.length, SECTOR) * (long) SECTOR;
        List<LogEntry.Piece> pieces = new ArrayList<>();
        for (long bit = 0; bit < bits; bit++) {
            int at = BITMAP.length() + (int) (bit / Byte.SIZE);
            if ((map[at] >> (bit % Byte.SIZE) & 1) != 0) {
                if (data > source.size() - SECTOR) {
                    return Optional.empty();
                }
                pieces.add(new LogEntry.Piece(bit * SECTOR, SECTOR, data));
                data += SECTOR;
            }
        }
        return Optional.of(pieces);
    }
}
