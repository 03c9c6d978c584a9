package io.colama.operations.live;

import io.colama.block.Run;
import io.colama.revision.Machine;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import io.colama.revision.RevisionException;
import io.colama.store.Hash;
import io.colama.store.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has changed on a disk since other revisions of its machine.
 *
 * @param repository the repository
 * @param machine the machine in whose history names are looked up
 * @param revision the revision of the disk
 * @param id its id
 * @param disk the disk
 */
record Since(
        Repository repository, String machine, Revision revision, Hash id, Revision.Disk disk) {

    /** Begins the names of dirty bitmaps. */
    static final String PREFIX = "qemu:dirty-bitmap:since-";

    private static final int MOST_LISTED = 50;

    /** The names of bitmaps that are listed: since the revisions before, and since tags. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        Optional<Machine> found = repository.find(machine);
        List<Hash> before = new ArrayList<>();
        Optional<Hash> next = revision.parents().stream().findFirst();
        while (next.isPresent() && before.size() < MOST_LISTED) {
            before.add(next.get());
            next = repository.revision(next.get()).parents().stream().findFirst();
        }
        for (Map.Entry<String, Hash> tag :
                found.<Map<String, Hash>>map(Machine::tags).orElse(Map.of()).entrySet()) {
            if (before.contains(tag.getValue())) {
                names.add(PREFIX + tag.getKey());
            }
        }
        before.forEach(one -> names.add(PREFIX + one.abbreviated()));
        return names;
    }

    /**
     * The runs in which the disk differs from what it was in the revision that a bitmap names;
     * nothing when there is none, or it had no such disk.
     */
    Optional<List<Run>> changes(String bitmap) throws IOException {
        if (!bitmap.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Resolved then;
        try {
            then = repository.resolve(machine + "@" + bitmap.substring(PREFIX.length()));
        } catch (RevisionException.NotFound | RevisionException.Invalid none) {
            return Optional.empty();
        }
        Optional<Revision.Disk> earlier =
                then.revision().disks().stream()
                        .filter(one -> one.name().equals(disk.name()))
                        .findFirst();
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                repository.store().changes(earlier.get().id(), disk.id(), Progress.NONE));
    }
}
