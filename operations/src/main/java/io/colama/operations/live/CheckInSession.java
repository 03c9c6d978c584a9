package io.colama.operations.live;

import io.colama.operations.Environment;
import io.colama.operations.Task;
import io.colama.revision.CheckInRequest;
import io.colama.revision.CheckInResult;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.RevisionException;
import io.colama.revision.session.OpenSession;
import io.colama.revision.session.SessionInfo;
import io.colama.revision.session.Sessions;
import io.colama.store.ChangedFrom;
import io.colama.store.IngestResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes what a session has become the next revision of its machine, and ends the session. */
public final class CheckInSession {

    private final Environment environment;

    /** Checks in to the repository of the environment. */
    public CheckInSession(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to check in.
     *
     * @param session its name
     * @param message why
     * @param tag a name for the revision
     * @param machine another machine than that of the session: one that does not exist yet begins
     *     with this revision
     * @param keep whether the session stays
     */
    public record Request(
            String session,
            String message,
            Optional<String> tag,
            Optional<String> machine,
            boolean keep) {}

    /**
     * What was checked in.
     *
     * @param session the session
     * @param machine the machine
     * @param revision the new revision's id
     * @param parent the revision that the session began with
     * @param bytesWritten what was written in the session
     * @param bytesNew bytes of blocks that the repository did not have, uncompressed
     * @param bytesStored bytes added to packs
     * @param seconds how long it took
     */
    public record Result(
            String session,
            String machine,
            String revision,
            String parent,
            long bytesWritten,
            long bytesNew,
            long bytesStored,
            double seconds) {}

    /**
     * Checks in.
     *
     * @throws io.colama.revision.RevisionException.Conflict when the session is in use, or the head
     *     of its machine is not the revision that it began with
     */
    public Result run(Request request, Task task) throws IOException {
        var begin = environment.clock().instant();
        try (Repository repository = environment.open()) {
            Sessions sessions = new Sessions(environment.repository(), repository);
            SessionInfo info = sessions.find(request.session());
            requireNew(repository, request.machine());
            CheckInResult stored;
            long written;
            try (OpenSession session = sessions.open(info, repository::open)) {
                written = session.bytesWritten();
                task.begin("checking in", written);
                stored = repository.checkIn(request(repository, session, request), task);
            }
            if (!request.keep()) {
                sessions.discard(info);
            }
            Duration took = Duration.between(begin, environment.clock().instant());
            return new Result(
                    info.name(),
                    request.machine().orElse(info.machine()),
                    stored.id().hex(),
                    info.base().hex(),
                    written,
                    stored.disks().stream().mapToLong(IngestResult::newBytes).sum(),
                    stored.bytesStored(),
                    took.toNanos() / 1e9);
        }
    }

    private static void requireNew(Repository repository, Optional<String> machine)
            throws IOException {
        if (machine.isPresent() && repository.find(machine.get()).isPresent()) {
            throw new RevisionException.Conflict(
                    "there is a machine \"%s\" already: choose another name"
                            .formatted(machine.get()));
        }
    }

    private CheckInRequest request(Repository repository, OpenSession session, Request request)
            throws IOException {
        SessionInfo info = session.info();
        Revision base = repository.revision(info.base());
        List<CheckInRequest.SourceDisk> disks = new ArrayList<>();
        for (OpenSession.Disk disk : session.disks()) {
            disks.add(
                    new CheckInRequest.SourceDisk(
                            disk.stored().name(),
                            disk.content(),
                            Optional.of(
                                    new ChangedFrom(
                                            disk.stored().id(), disk.content().changes()))));
        }
        Optional<CheckInRequest.DefinitionFile> definition = Optional.empty();
        if (base.definition().isPresent()) {
            Revision.Definition kept = base.definition().get();
            definition =
                    Optional.of(
                            new CheckInRequest.DefinitionFile(
                                    kept.fileName(), repository.definition(kept)));
        }
        boolean elsewhere = request.machine().isPresent();
        return new CheckInRequest(
                request.machine().orElse(info.machine()),
                disks,
                definition,
                elsewhere ? Optional.empty() : Optional.of(info.base()),
                elsewhere ? Optional.of(List.of(info.base())) : Optional.empty(),
                environment.actor(),
                environment.clock().instant(),
                request.message(),
                request.tag(),
                "session " + info.name(),
                CheckInRequest.Guard.NONE);
    }
}
