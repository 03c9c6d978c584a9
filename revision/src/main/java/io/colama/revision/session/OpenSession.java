package io.colama.revision.session;

import io.colama.block.BlockSource;
import io.colama.block.Closing;
import io.colama.block.cow.CopyOnWriteDisk;
import io.colama.revision.Revision;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A session that this process has open. Threads: any number. Closing flushes: the session stays,
 * with all that was written. A process that is killed leaves what was flushed.
 */
public final class OpenSession implements Closeable {

    private final SessionInfo info;
    private final SessionLock lock;
    private final List<Disk> disks;

    /**
     * A disk of a session.
     *
     * @param stored what it began with
     * @param base the same as a source
     * @param content as it is now
     */
    public record Disk(Revision.Disk stored, BlockSource base, CopyOnWriteDisk content) {}

    OpenSession(SessionInfo info, SessionLock lock, List<Disk> disks) {
        this.info = info;
        this.lock = lock;
        this.disks = List.copyOf(disks);
    }

    /** What it is. */
    public SessionInfo info() {
        return info;
    }

    /** Its disks, in the order of the base. */
    public List<Disk> disks() {
        return disks;
    }

    /** How many bytes were written, blocks that were written several times counting once. */
    public long bytesWritten() {
        return disks.stream()
                .flatMap(disk -> disk.content().changes().stream())
                .mapToLong(run -> run.isData() ? run.length() : 0)
                .sum();
    }

    @Override
    public void close() throws IOException {
        List<Closeable> all = new ArrayList<>();
        disks.forEach(disk -> all.add(disk.content()::flush));
        disks.forEach(disk -> all.add(disk.content()));
        disks.forEach(disk -> all.add(disk.base()));
        all.add(lock);
        Closing.all(all);
    }
}
