package io.colama.operations.live;

import io.colama.block.Closing;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.store.Hash;
import io.colama.store.LiveDisk;
import io.colama.store.LiveReading;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stored disks that a server reads, each opened once, with one cache. Threads: any number. */
final class LiveDisks implements Closeable {

    /** Decoded segments that are kept in memory, at least. */
    private static final long LEAST_CACHE_BYTES = 32L << 20;

    private final LiveReading live;
    private final Map<Hash, Opened> opened = new HashMap<>();

    private static final class Opened {
        private final LiveDisk source;
        private int users;

        private Opened(LiveDisk source) {
            this.source = source;
        }
    }

    LiveDisks(Repository repository) {
        // half of the heap, which the launcher makes as large as the host can afford
        long half = Runtime.getRuntime().maxMemory() / 2;
        live = repository.store().live(Math.max(LEAST_CACHE_BYTES, half));
    }

    /** The disk, which is given back later. */
    synchronized LiveDisk open(Revision.Disk disk) throws IOException {
        Opened found = opened.get(disk.id());
        if (found == null) {
            found = new Opened(live.open(disk.id()));
            opened.put(disk.id(), found);
        }
        found.users++;
        return found.source;
    }

    /** One user less; the last one closes the disk. */
    synchronized void giveBack(Revision.Disk disk) {
        Opened found = opened.get(disk.id());
        if (found == null || found.users == 0) {
            throw new IllegalStateException("disk %s is not in use".formatted(disk.id()));
        }
        if (--found.users == 0) {
            opened.remove(disk.id());
            found.source.close();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        List<Closeable> all = new ArrayList<>();
        opened.values().forEach(one -> all.add(one.source));
        opened.clear();
        all.add(live);
        Closing.all(all);
    }
}
