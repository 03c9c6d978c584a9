package io.colama.operations.live;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.store.LiveDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A stored disk that remembers which pieces of it were read first. Threads: any number. Closing
 * leaves the disk open.
 */
final class FirstReads implements BlockSource {

    private final LiveDisk disk;
    private final Set<Long> pieces = new LinkedHashSet<>();
    private volatile boolean full;

    FirstReads(LiveDisk disk) {
        this.disk = disk;
    }

    /** The disk itself. */
    LiveDisk disk() {
        return disk;
    }

    /** The offsets of the pieces that were read, in order. */
    List<Long> offsets() {
        synchronized (pieces) {
            return List.copyOf(pieces);
        }
    }

    @Override
    public long size() {
        return disk.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        if (!full) {
            remember(offset, target.remaining());
        }
        disk.read(offset, target);
    }

    private void remember(long offset, int length) {
        synchronized (pieces) {
            long first = offset - offset % BootRanges.PIECE;
            for (long at = first; at < offset + length && !full; at += BootRanges.PIECE) {
                var _ = pieces.add(at);
                full = pieces.size() == BootRanges.MOST;
            }
        }
    }

    @Override
    public Run runAt(long offset) throws IOException {
        return disk.runAt(offset);
    }

    @Override
    public void close() {
        // the disk belongs to whoever opened it
    }
}
