package io.colama.operations.live;

import io.colama.nbd.server.Export;
import io.colama.nbd.server.Exports;
import io.colama.revision.Machine;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import io.colama.revision.RevisionException;
import io.colama.store.LiveDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stored disks, to be read. Of a server that is told revisions, these and no others; else all of
 * the repository, of which a list shows the heads and the tags.
 */
final class RevisionExports implements Exports {

    private static final int MOST_LISTED = 10_000;

    private final Repository repository;
    private final List<String> only;
    private final LiveDisks disks;

    /**
     * The disks of revisions.
     *
     * @param disks opens them
     * @param only the names of revisions; empty for all
     */
    RevisionExports(Repository repository, LiveDisks disks, List<String> only) {
        this.repository = repository;
        this.only = List.copyOf(only);
        this.disks = disks;
    }

    @Override
    public List<Listed> list() throws IOException {
        List<Listed> all = new ArrayList<>();
        if (!only.isEmpty()) {
            for (String name : only) {
                add(name, repository.resolve(name), all);
            }
            return all;
        }
        for (String name : repository.machineNames()) {
            Optional<Machine> machine = repository.find(name);
            if (machine.isPresent()) {
                add(name, repository.resolve(name), all);
                for (String tag : machine.get().tags().keySet()) {
                    add(name + "@" + tag, repository.resolve(name + "@" + tag), all);
                }
            }
            if (all.size() >= MOST_LISTED) {
                break; // the others can be asked for all the same
            }
        }
        return all;
    }

    private static void add(String name, Resolved resolved, List<Listed> all) {
        for (Revision.Disk disk : resolved.revision().disks()) {
            all.add(new Listed(name + "/" + disk.name(), describe(resolved, disk)));
        }
    }

    private static String describe(Resolved resolved, Revision.Disk disk) {
        Revision revision = resolved.revision();
        String message = revision.message().lines().findFirst().orElse("");
        return "%s of %s, %s%s"
                .formatted(
                        disk.name(),
                        resolved.machine().orElse(revision.machine())
                                + "@"
                                + resolved.id().abbreviated(),
                        revision.time(),
                        message.isEmpty() ? "" : ": " + message);
    }

    @Override
    public Optional<Export> open(String name) throws IOException {
        ExportName wanted = ExportName.parse(name);
        if (name.isEmpty() && only.size() == 1) {
            wanted = ExportName.parse(only.getFirst());
        }
        if (!only.isEmpty() && !only.contains(wanted.revision())) {
            return Optional.empty();
        }
        Resolved resolved;
        try {
            resolved = repository.resolve(wanted.revision());
        } catch (RevisionException.NotFound | RevisionException.Invalid none) {
            return Optional.empty();
        }
        Optional<Revision.Disk> disk = ExportName.disk(resolved.revision(), wanted.disk());
        return disk.isPresent()
                ? Optional.of(export(wanted.revision(), resolved, disk.get()))
                : Optional.empty();
    }

    private Export export(String revision, Resolved resolved, Revision.Disk disk)
            throws IOException {
        LiveDisk source = disks.open(disk);
        Since since =
                new Since(
                        repository,
                        resolved.machine().orElse(resolved.revision().machine()),
                        resolved.revision(),
                        resolved.id(),
                        disk);
        return new DiskExport(
                revision + "/" + disk.name(),
                describe(resolved, disk),
                source,
                source,
                since,
                () -> disks.giveBack(disk));
    }
}
