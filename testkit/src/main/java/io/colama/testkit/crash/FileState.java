package io.colama.testkit.crash;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * What is known of one file at one point of a log: bytes that are durable, and changes that may yet
 * be lost.
 */
final class FileState {

    private static final int SECTOR = 512;

    private final SparseBytes durable;
    private final Deque<Change> changes = new ArrayDeque<>();

    FileState(SparseBytes durable) {
        this.durable = durable;
    }

    /** What may become of one change that is not durable. */
    private enum Fate {
        LOST,
        APPLIED,
        /** The file has grown, the bytes have not come. */
        GROWN,
        /** The first sectors only. */
        PREFIX,
        /** Any sectors. */
        SECTORS
    }

    private static final class Change {
        final Operation operation;
        boolean certain;

        /** Whether a force failed over this change: no later force makes it certain. */
        boolean forsaken;

        Change(Operation operation) {
            this.operation = operation;
        }

        /** The first offset that this change does not touch. */
        long end() {
            return operation instanceof Operation.Write write ? write.end() : Long.MAX_VALUE;
        }
    }

    void add(Operation writeOrTruncate) {
        changes.add(new Change(writeOrTruncate));
    }

    void forced() {
        for (Change change : changes) {
            change.certain |= !change.forsaken;
        }
        while (!changes.isEmpty() && changes.element().certain) {
            apply(durable, changes.remove().operation);
        }
    }

    void forceFailed() {
        for (Change change : changes) {
            change.forsaken |= !change.certain;
        }
    }

    boolean pending() {
        return !changes.isEmpty();
    }

    /** The content after a crash, to be used before this state changes again. */
    SparseBytes survivors(Variant variant, RandomGenerator random) {
        if (changes.isEmpty()) {
            return durable;
        }
        SparseBytes content = durable.copy();
        int mood = random.nextInt(4);
        long lostBeyond = Long.MAX_VALUE;
        for (Change change : changes) {
            if (change.certain) {
                apply(content, change.operation);
                continue;
            }
            Fate fate = change.end() > lostBeyond ? Fate.LOST : fate(variant, mood, random);
            if (change.operation instanceof Operation.Truncate truncate) {
                if (fate == Fate.LOST) {
                    lostBeyond = Math.min(lostBeyond, truncate.size());
                } else {
                    content.truncate(truncate.size());
                }
            } else if (change.operation instanceof Operation.Write write) {
                apply(content, write, fate, random);
            }
        }
        return content;
    }

    private static Fate fate(Variant variant, int mood, RandomGenerator random) {
        return switch (variant) {
            case LOST -> Fate.LOST;
            case APPLIED -> Fate.APPLIED;
            case NAMES -> mood < 2 ? Fate.LOST : Fate.GROWN;
            case ORDERED, INDEPENDENT ->
                    switch (mood) {
                        case 0 -> Fate.LOST;
                        case 1 -> Fate.APPLIED;
                        default -> Fate.values()[random.nextInt(Fate.values().length)];
                    };
        };
    }

    private static void apply(SparseBytes content, Operation operation) {
        if (operation instanceof Operation.Write write) {
            content.write(write.offset(), write.bytes());
        } else if (operation instanceof Operation.Truncate truncate) {
            content.truncate(truncate.size());
        }
    }

    private static void apply(
            SparseBytes content, Operation.Write write, Fate fate, RandomGenerator random) {
        switch (fate) {
            case LOST -> {}
            case APPLIED -> apply(content, write);
            case GROWN -> content.extendTo(write.end());
            case PREFIX -> {
                long firstSector = write.offset() / SECTOR;
                long sectors = (write.end() + SECTOR - 1) / SECTOR - firstSector;
                long end = (firstSector + random.nextLong(sectors + 1)) * SECTOR;
                content.write(
                        write.offset(), part(write, write.offset(), Math.min(end, write.end())));
                grow(content, write, random);
            }
            case SECTORS -> {
                for (long at = write.offset(); at < write.end(); ) {
                    long end = Math.min((at / SECTOR + 1) * SECTOR, write.end());
                    if (random.nextBoolean()) {
                        content.write(at, part(write, at, end));
                    }
                    at = end;
                }
                grow(content, write, random);
            }
        }
    }

    /** Lets a torn write have its full length, or only that of what was written. */
    private static void grow(SparseBytes content, Operation.Write write, RandomGenerator random) {
        if (random.nextBoolean()) {
            content.extendTo(write.end());
        }
    }

    private static ByteBuffer part(Operation.Write write, long from, long to) {
        int start = (int) (from - write.offset());
        return write.bytes().slice(start, (int) Math.max(0, to - from));
    }
}
