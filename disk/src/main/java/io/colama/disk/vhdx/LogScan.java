package io.colama.disk.vhdx;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.record.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds the entries of a log that have to be replayed: the sound ones that follow each other by
 * sequence number, up to the highest, from the one that the last of them names as the tail.
 *
 * <p>Source: [MS-VHDX] 2.3.2.
 */
final class LogScan {

    static final int PAGE = 4096;
    private static final Limit LOG_BYTES = new Limit("VHDX log bytes", 256 << 20);

    /** How often the log may be read over while entries that overlap are checked. */
    private static final int PASSES = 8;

    private final BlockSource file;
    private final String name;
    private final long logOffset;
    private final int logLength;
    private final UUID logId;
    private final Map<Integer, Optional<Found>> known = new HashMap<>();
    private long budget;

    LogScan(BlockSource file, String name, VhdxHeader header) throws ImageException {
        this.file = file;
        this.name = name;
        this.logOffset = header.logOffset();
        this.logLength = LOG_BYTES.checkInt(header.logLength());
        this.logId = Guid.read(header.logId(), 0);
        this.budget = (long) PASSES * logLength;
        if (logOffset < 0
                || logOffset % PAGE != 0
                || logLength % PAGE != 0
                || logOffset > file.size() - logLength) {
            throw new ImageException.Damaged(
                    "%s: VHDX log of %d bytes at 0x%x found, inside the file of %d bytes expected"
                            .formatted(name, logLength, logOffset, file.size()));
        }
    }

    /**
     * A sound entry.
     *
     * @param at where it starts in the log
     */
    record Found(int at, LogEntry entry) {}

    /** The entries to replay, in their order. */
    List<Found> active() throws IOException {
        List<Found> best = List.of();
        for (int at = 0; at < logLength; at += PAGE) {
            Optional<Found> head = sound(at);
            if (head.isEmpty()) {
                continue;
            }
            long sequence = head.get().entry.sequenceNumber();
            boolean higher =
                    best.isEmpty()
                            || Long.compareUnsigned(sequence, best.getLast().entry.sequenceNumber())
                                    > 0;
            if (higher) {
                List<Found> chain = chainTo(head.get());
                best = chain.isEmpty() ? best : chain;
            }
        }
        if (best.isEmpty()) {
            throw new ImageException.Damaged(
                    "%s: the VHDX log is not empty and has no sound entries; the image cannot be made whole"
                            .formatted(name));
        }
        return best;
    }

    /** The entries from the tail that {@code head} names up to it; empty when they do not lead. */
    private List<Found> chainTo(Found head) throws IOException {
        List<Found> chain = new ArrayList<>();
        int at = (int) (head.entry.tail() % Math.max(PAGE, logLength));
        long steps = logLength / PAGE;
        while (steps-- > 0) {
            Optional<Found> next = at % PAGE == 0 ? sound(at) : Optional.empty();
            boolean follows =
                    next.isPresent()
                            && (chain.isEmpty()
                                    || next.get().entry.sequenceNumber()
                                            == chain.getLast().entry.sequenceNumber() + 1);
            if (!follows) {
                return List.of();
            }
            chain.add(next.get());
            if (next.get().at == head.at) {
                return chain;
            }
            at = (int) ((at + next.get().entry.length()) % logLength);
        }
        return List.of();
    }

    private Optional<Found> sound(int at) throws IOException {
        Optional<Found> seen = known.get(at);
        if (seen == null) {
            seen = check(at);
            known.put(at, seen);
        }
        return seen;
    }

    private Optional<Found> check(int at) throws IOException {
        ByteBuffer start = bytes(at, LogEntry.LAYOUT.size());
        if (!new String(start.array(), 0, 4, StandardCharsets.ISO_8859_1)
                .equals(LogEntry.SIGNATURE)) {
            return Optional.empty();
        }
        LogEntry entry = LogEntry.LAYOUT.parse(start, name);
        boolean shaped =
                entry.length() >= PAGE
                        && entry.length() % PAGE == 0
                        && entry.length() <= logLength
                        && entry.sequenceNumber() != 0
                        && Guid.read(entry.logId(), 0).equals(logId);
        if (!shaped) {
            return Optional.empty();
        }
        budget -= entry.length();
        if (budget < 0) {
            throw new ImageException.Damaged(
                    "%s: the entries of the VHDX log overlap".formatted(name));
        }
        ByteBuffer all = bytes(at, (int) entry.length());
        return Checksum.of(all) == entry.checksum()
                ? Optional.of(new Found(at, entry))
                : Optional.empty();
    }

    /** Bytes of the log, which goes on at its start. */
    ByteBuffer bytes(int at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int straight = Math.min(length, logLength - at);
        file.read(logOffset + at, bytes.limit(straight));
        if (straight < length) {
            file.read(logOffset, bytes.limit(length));
        }
        return bytes.flip();
    }

    /** Where the byte at this distance from the start of an entry lies in the file. */
    long place(Found found, long within) {
        return logOffset + (found.at + within) % logLength;
    }
}
