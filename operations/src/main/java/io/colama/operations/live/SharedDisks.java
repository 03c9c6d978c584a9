package io.colama.operations.live;

import io.colama.block.BlockSource;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.store.Hash;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Stored disks that several clients read, opened once. Threads: any number. */
final class SharedDisks {

    private final Repository repository;
    private final Map<Hash, Opened> opened = new HashMap<>();

    private static final class Opened {
        private final BlockSource source;
        private int users;

        private Opened(BlockSource source) {
            this.source = source;
        }
    }

    SharedDisks(Repository repository) {
        this.repository = repository;
    }

    /** The disk, which is given back later. */
    synchronized BlockSource open(Revision.Disk disk) throws IOException {
        Opened found = opened.get(disk.id());
        if (found == null) {
            found = new Opened(repository.open(disk));
            opened.put(disk.id(), found);
        }
        found.users++;
        return found.source;
    }

    /** One user less; the last one closes the disk. */
    synchronized void giveBack(Revision.Disk disk) throws IOException {
        Opened found = opened.get(disk.id());
        if (found == null || found.users == 0) {
            throw new IllegalStateException("disk %s is not in use".formatted(disk.id()));
        }
        if (--found.users == 0) {
            opened.remove(disk.id());
            found.source.close();
        }
    }
}
