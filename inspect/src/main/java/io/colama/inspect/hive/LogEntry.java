package io.colama.inspect.hive;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry of a log of Windows 8.1 and later, whose hashes hold.
 *
 * @param sequence its number
 * @param binBytes how large the hive is after it
 * @param pieces what it changes
 * @param endsAt where the next entry would be
 */
record LogEntry(long sequence, long binBytes, List<Piece> pieces, long endsAt) {

    private static final int SECTOR = 512;
    private static final int REFERENCE = 8;
    private static final int HASHED_HEAD = 32;
    private static final long MOST_BYTES = 128L << 20;
    private static final long MOST_BIN_BYTES = 1L << 31;

    /**
     * Bytes of a hive in a log.
     *
     * @param at in the hive, behind its base block
     * @param length a multiple of 512, as is where it is
     * @param inLog where they are in the log
     */
    record Piece(long at, long length, long inLog) {}

    /** The head of an entry. */
    @OnDisk(size = 40, source = "Windows registry file format specification, New format, Log entry")
    record Head(
            @Magic(at = 0, value = "HvLE") String signature,
            @U32(at = 4) long size,
            @U32(at = 8) long flags,
            @U32(at = 12) long sequence,
            @U32(at = 16) long binBytes,
            @U32(at = 20) long pieces,
            @U64(at = 24) long hash1,
            @U64(at = 32) long hash2) {

        static final RecordLayout<Head> LAYOUT =
                RecordLayout.of(MethodHandles.lookup(), Head.class);
    }

    /** The entry at a place of a log; empty when none that is whole is there. */
    static Optional<LogEntry> read(BlockSource log, long at) throws IOException {
        int headBytes = Head.LAYOUT.size();
        if (at > log.size() - headBytes) {
            return Optional.empty();
        }
        ByteBuffer start = ByteBuffer.allocate(headBytes);
        log.read(at, start);
        Head head;
        try {
            head = Head.LAYOUT.parse(start.rewind(), "log entry");
        } catch (ImageException.NotThisFormat end) {
            return Optional.empty();
        }
        boolean fits =
                head.size >= headBytes
                        && head.size % SECTOR == 0
                        && head.size <= Math.min(MOST_BYTES, log.size() - at)
                        && head.pieces <= (head.size - headBytes) / REFERENCE
                        && head.binBytes <= MOST_BIN_BYTES;
        if (!fits) {
            return Optional.empty();
        }
        byte[] bytes = new byte[(int) head.size];
        log.read(at, ByteBuffer.wrap(bytes));
        boolean whole =
                Marvin.hash(bytes, headBytes, bytes.length) == head.hash1
                        && Marvin.hash(bytes, 0, HASHED_HEAD) == head.hash2;
        return whole ? pieces(head, bytes, at) : Optional.empty();
    }

    private static Optional<LogEntry> pieces(Head head, byte[] bytes, long at) {
        ByteBuffer entry = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Piece> pieces = new ArrayList<>();
        int reference = Head.LAYOUT.size();
        long data = reference + REFERENCE * head.pieces;
        for (int i = 0; i < head.pieces; i++, reference += REFERENCE) {
            long offset = Integer.toUnsignedLong(entry.getInt(reference));
            long length = Integer.toUnsignedLong(entry.getInt(reference + 4));
            boolean fits =
                    offset % SECTOR == 0
                            && length % SECTOR == 0
                            && data + length <= bytes.length
                            && offset + length <= head.binBytes;
            if (!fits) {
                return Optional.empty();
            }
            pieces.add(new Piece(offset, length, at + data));
            data += length;
        }
        return Optional.of(new LogEntry(head.sequence, head.binBytes, pieces, at + head.size));
    }
}
