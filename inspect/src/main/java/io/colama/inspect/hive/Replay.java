package io.colama.inspect.hive;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the logs of a hive change in it, by the rules of Windows. */
final class Replay {

    private static final int SECTOR = 512;

    private final BlockSource primary;
    private final Map<Integer, Patch> patches = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    private Replay(BlockSource primary) {
        this.primary = primary;
    }

    /** Where a sector of 512 bytes is instead. */
    record Patch(BlockSource log, long at) {}

    /**
     * A hive with its logs.
     *
     * @param block the base block that counts
     * @param size how many bytes it has, the base block's 4096 among them
     * @param patches changed sectors by their number
     * @param notes what went wrong
     */
    record Result(
            BaseBlock block,
            long size,
            Map<Integer, Patch> patches,
            Condition condition,
            List<String> notes) {}

    static Result of(BlockSource primary, List<BlockSource> logs) throws IOException {
        Optional<BaseBlock.Found> found = BaseBlock.read(primary);
        if (found.isPresent() && found.get().sound() && found.get().block().wasClosed()) {
            return new Replay(primary)
                    .result(found.get().block(), Condition.CLEAN, found.get().block().binBytes());
        }
        List<HiveLog> usable = new ArrayList<>();
        for (BlockSource log : logs) {
            HiveLog.read(log).ifPresent(usable::add);
        }
        return new Replay(primary).replay(found, usable);
    }

    private Result replay(Optional<BaseBlock.Found> found, List<HiveLog> logs) throws IOException {
        boolean sound = found.isPresent() && found.get().sound();
        List<HiveLog> chain =
                chain(
                        logs,
                        sound
                                ? Optional.of(found.orElseThrow().block())
                                : Optional.<BaseBlock>empty());
        if (!chain.isEmpty()) {
            long binBytes = 0;
            for (HiveLog log : chain) {
                for (LogEntry entry : log.entries()) {
                    patch(log.source(), entry.pieces());
                    binBytes = entry.binBytes();
                }
            }
            BaseBlock block = sound ? found.orElseThrow().block() : chain.getLast().block();
            return result(block, Condition.REPLAYED, binBytes);
        }
        if (found.isEmpty()) {
            throw new ImageException.NotThisFormat(
                    "no registry hive: \"regf\" expected at 0x0 of %d bytes"
                            .formatted(primary.size()));
        }
        BaseBlock block = found.get().block();
        for (HiveLog log : logs) {
            boolean fits =
                    !log.isNew()
                            && sound
                            && log.block().wasClosed()
                            && log.block().written() == block.written();
            Optional<List<LogEntry.Piece>> sectors = fits ? log.sectors() : Optional.empty();
            if (sectors.isPresent()) {
                patch(log.source(), sectors.get());
                return result(block, Condition.REPLAYED, log.block().binBytes());
            }
        }
        notes.add(
                sound
                        ? "the hive was in use (sequence %d, then %d) and none of %d logs fits"
                                .formatted(block.sequence1(), block.sequence2(), logs.size())
                        : "the checksum of the base block is wrong and none of %d logs fits"
                                .formatted(logs.size()));
        return result(block, Condition.POSSIBLY_STALE, block.binBytes());
    }

    /** The logs whose entries continue the hive and each other; where it is lost, the newest. */
    private static List<HiveLog> chain(List<HiveLog> logs, Optional<BaseBlock> primary) {
        List<HiveLog> left = new ArrayList<>(logs);
        left.removeIf(log -> log.entries().isEmpty());
        left.sort(Comparator.comparingLong(HiveLog::first));
        if (primary.isEmpty()) {
            return left.isEmpty() ? left : List.of(left.getLast());
        }
        while (!left.isEmpty() && left.getFirst().first() < primary.get().sequence2()) {
            left.removeFirst();
        }
        List<HiveLog> chain = new ArrayList<>();
        for (HiveLog log : left) {
            if (!chain.isEmpty() && log.first() != chain.getLast().last() + 1) {
                break;
            }
            chain.add(log);
        }
        return chain;
    }

    private void patch(BlockSource log, List<LogEntry.Piece> pieces) {
        for (LogEntry.Piece piece : pieces) {
            for (long done = 0; done < piece.length(); done += SECTOR) {
                long sector = (BaseBlock.BINS_AT + piece.at() + done) / SECTOR;
                patches.put((int) sector, new Patch(log, piece.inLog() + done));
            }
        }
    }

    private Result result(BaseBlock block, Condition condition, long binBytes) {
        long size = BaseBlock.BINS_AT + binBytes;
        if (condition != Condition.REPLAYED && size > primary.size()) {
            notes.add(
                    "%d bytes found, %d expected: the end is missing"
                            .formatted(primary.size(), size));
            size = primary.size();
        }
        return new Result(block, size, patches, condition, List.copyOf(notes));
    }
}
