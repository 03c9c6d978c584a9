package io.colama.inspect.hive;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.tree.GuestTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A registry hive that was opened to be read. One thread; the sources must stay open.
 *
 * <p>What is damaged is left out of answers and told by {@link #damages}; an exception is only
 * thrown where the hive cannot be opened at all or its bytes cannot be had.
 */
public final class Hive {

    private static final int MOST_DAMAGES = 100;
    private static final long MOST_CELLS = 1L << 24;
    private static final int HEAD = 4;
    private static final List<String> LOGS = List.of(".LOG", ".LOG1", ".LOG2");

    private final BaseBlock block;
    private final HiveBytes bytes;
    private final Condition condition;
    private final SequencedSet<String> damages = new LinkedHashSet<>();
    private long cells;

    private Hive(Replay.Result replayed, HiveBytes bytes) {
        this.block = replayed.block();
        this.bytes = bytes;
        this.condition = replayed.condition();
        damages.addAll(replayed.notes());
    }

    /**
     * Opens a hive.
     *
     * @param primary the hive itself
     * @param logs those of its logs that exist, in any order; empty ones are none
     * @throws ImageException.NotThisFormat when it is no hive, and no log holds a copy
     * @throws ImageException.Damaged when its root cannot be read
     */
    public static Hive open(BlockSource primary, List<BlockSource> logs) throws IOException {
        Replay.Result replayed = Replay.of(primary, logs);
        Hive hive = new Hive(replayed, new HiveBytes(primary, replayed.size(), replayed.patches()));
        HiveKey.open(hive, replayed.block().root(), Optional.empty());
        return hive;
    }

    /**
     * Opens the hive at a path with those of its logs that are beside it.
     *
     * @return empty when there is no file
     */
    public static Optional<Hive> find(GuestTree tree, String path) throws IOException {
        Optional<FileNode> primary = tree.file(path);
        if (primary.isEmpty()) {
            return Optional.empty();
        }
        List<BlockSource> logs = new ArrayList<>();
        for (String suffix : LOGS) {
            Optional<FileNode> log = tree.file(path + suffix);
            if (log.isPresent() && log.get().attributes().sizeBytes() > 0) {
                logs.add(log.get().content());
            }
        }
        return Optional.of(open(primary.get().content(), logs));
    }

    /** The key that all others are below. */
    public HiveKey root() throws IOException {
        return HiveKey.open(this, block.root(), Optional.empty());
    }

    /** How far this equals what Windows would see. */
    public Condition condition() {
        return condition;
    }

    /** When the hive was last written, by itself; empty where it says nothing. */
    public Optional<Instant> lastWritten() {
        return FileTimes.instant(block.written());
    }

    /** What was left out of answers so far and why, up to a hundred reasons. */
    public List<String> damages() {
        return List.copyOf(damages);
    }

    void damage(String message) {
        if (damages.size() < MOST_DAMAGES) {
            damages.add(message);
        }
    }

    /** Whether long values are in pieces. */
    boolean hasPieces() {
        return block.minor() > 3;
    }

    /** All bytes, with the logs laid over them. */
    HiveBytes bytes() {
        return bytes;
    }

    /** The content of an allocated cell; it may be longer than what is in it. */
    ByteBuffer cell(long offset, int least, int most) throws IOException {
        if (++cells > MOST_CELLS) {
            throw new ImageException.Damaged(
                    "more than %d cells found; the rest is not read".formatted(MOST_CELLS));
        }
        long at = BaseBlock.BINS_AT + offset;
        long length = -(long) bytes.read(at, HEAD).getInt() - HEAD;
        if (offset % 4 != 0 || length < least || length > bytes.size() - at - HEAD) {
            throw new ImageException.Damaged(
                    "a cell of %d bytes at 0x%x found, from %d to %d expected"
                            .formatted(length, at, least, bytes.size() - at - HEAD));
        }
        return bytes.read(at + HEAD, (int) Math.min(length, most));
    }
}
