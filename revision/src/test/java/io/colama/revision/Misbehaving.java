package io.colama.revision;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.testkit.RandomDisk;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** A disk whose source goes wrong, in one way, at one offset. */
final class Misbehaving implements BlockSource {

    /** In which way. */
    enum Way {
        /** Bytes cannot be read. */
        READ_FAILS(true),
        /** A bug below: an unchecked exception. */
        READ_BREAKS(true),
        /** It cannot be told where data is. */
        RUN_FAILS(true),
        /** The source ends earlier than it said, and says so from then on. */
        SHRINKS(true),
        /** The source says that it has become larger. */
        GROWS(true),
        /** A read returns before it is whole. */
        READS_SHORT(true),
        /** A hole reaches behind the end. */
        RUN_TOO_LONG(true),
        /** A run that begins elsewhere. */
        RUN_ELSEWHERE(true),
        /** Every read gives other bytes: whatever is stored must be whole in itself. */
        CHANGES(false);

        private final boolean fails;

        Way(boolean fails) {
            this.fails = fails;
        }

        /** Whether a check-in must fail. */
        boolean fails() {
            return fails;
        }
    }

    private final RandomDisk disk;
    private final Way way;
    private final long from;
    private final AtomicLong reads = new AtomicLong();
    private volatile boolean reached;

    Misbehaving(RandomDisk disk, Way way, long from) {
        this.disk = disk;
        this.way = way;
        this.from = from;
    }

    @Override
    public long size() {
        if (!reached) {
            return disk.size();
        }
        return switch (way) {
            case SHRINKS -> from;
            case GROWS -> disk.size() + (5 << 20);
            default -> disk.size();
        };
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        boolean here = offset + target.remaining() > from;
        reached |= here;
        if (here) {
            switch (way) {
                case READ_FAILS -> throw new IOException("cannot read at 0x" + hex());
                case READ_BREAKS -> throw new IllegalStateException("broken at 0x" + hex());
                case SHRINKS -> throw new EOFException("the source ends at 0x" + hex());
                case READS_SHORT -> target.limit(target.limit() - 1);
                default -> {
                    // goes wrong elsewhere
                }
            }
        }
        int start = target.position();
        if (offset < disk.size()) {
            int limit = target.limit();
            target.limit((int) Math.min(limit, start + disk.size() - offset));
            disk.read(offset, target);
            target.limit(limit);
        }
        if (way == Way.READS_SHORT && here) {
            target.limit(target.limit() + 1);
        }
        if (way == Way.CHANGES && target.position() > start) {
            target.put(start, (byte) reads.incrementAndGet());
        }
    }

    private String hex() {
        return Long.toHexString(from);
    }

    @Override
    public Run runAt(long offset) throws IOException {
        boolean here = offset >= from;
        reached |= here;
        if (here) {
            switch (way) {
                case RUN_FAILS -> throw new IOException("cannot tell what is at 0x" + hex());
                case RUN_TOO_LONG -> {
                    return new Run(offset, disk.size() - offset + (3 << 20), Run.Kind.HOLE);
                }
                case RUN_ELSEWHERE -> {
                    return new Run(offset + 1, 1 << 20, Run.Kind.ZERO);
                }
                default -> {
                    // goes wrong elsewhere
                }
            }
        }
        return new Run(offset, Math.min(size() - offset, 4096 - offset % 4096), Run.Kind.DATA);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
