package io.colama.operations.live;

import io.colama.nbd.server.Export;
import io.colama.nbd.server.Exports;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.session.OpenSession;
import io.colama.revision.session.SessionInfo;
import io.colama.store.LiveDisk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The disks of one session, which can be written: {@code web-1/disk0}, or the name of the disk
 * alone.
 */
final class SessionExports implements Exports {

    private final Repository repository;
    private final OpenSession session;
    private final Revision revision;

    /** The disks of a session that stays open as long as this is used. */
    SessionExports(Repository repository, OpenSession session) throws IOException {
        this.repository = repository;
        this.session = session;
        this.revision = repository.revision(session.info().base());
    }

    @Override
    public List<Listed> list() {
        return session.disks().stream()
                .map(disk -> new Listed(name(disk), describe(disk)))
                .toList();
    }

    private String name(OpenSession.Disk disk) {
        return session.info().name() + "/" + disk.stored().name();
    }

    private String describe(OpenSession.Disk disk) {
        SessionInfo info = session.info();
        return "%s of a session over %s@%s, begun by %s at %s"
                .formatted(
                        disk.stored().name(),
                        info.machine(),
                        info.base().abbreviated(),
                        info.by(),
                        info.created());
    }

    @Override
    public Optional<Export> open(String name) throws IOException {
        List<OpenSession.Disk> disks = session.disks();
        boolean alone = name.isEmpty() || name.equals(session.info().name());
        if (alone) {
            return disks.size() == 1 ? Optional.of(export(disks.getFirst())) : Optional.empty();
        }
        return disks.stream()
                .filter(disk -> name.equals(name(disk)) || name.equals(disk.stored().name()))
                .findFirst()
                .map(this::export);
    }

    private Export export(OpenSession.Disk disk) {
        Since since =
                new Since(
                        repository,
                        session.info().machine(),
                        revision,
                        session.info().base(),
                        disk.stored());
        return new DiskExport(
                name(disk), describe(disk), disk.content(), stored(disk), since, () -> {});
    }

    private static LiveDisk stored(OpenSession.Disk disk) {
        if (disk.base() instanceof FirstReads reads) {
            return reads.disk();
        }
        throw new IllegalStateException("a session that was not opened to be served");
    }
}
