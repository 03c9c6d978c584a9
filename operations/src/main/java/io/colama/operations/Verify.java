package io.colama.operations;

import io.colama.revision.Machine;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.RevisionWalk;
import io.colama.store.Hash;
import io.colama.store.VerifyReport;
import io.colama.store.VerifyRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads back what a repository holds and names what is damaged, with the revisions that it
 * concerns.
 */
public final class Verify {

    private final Environment environment;

    /** Verifies the repository of the environment. */
    public Verify(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to verify.
     *
     * @param revision only this one, or with a bare machine name all of its revisions; left out,
     *     everything
     * @param fraction of everything, how much is decoded: above 0, at most 1
     * @param bytesPerSecond at most so much is read
     * @param resume whether to go on where the last full run was stopped
     */
    public record Request(
            Optional<String> revision, double fraction, long bytesPerSecond, boolean resume) {}

    /**
     * What was found.
     *
     * @param sound whether everything that was looked at can be read
     * @param findings each damaged place
     * @param lost each range of a disk that cannot be read, once for every revision that has it
     * @param revisions how many revisions were walked
     * @param packs how many data packs were looked at
     * @param segments how many segments were decoded
     * @param bytes how many bytes were read from packs
     * @param nodes how many nodes were proved
     */
    public record Result(
            boolean sound,
            List<Finding> findings,
            List<Lost> lost,
            long revisions,
            long packs,
            long segments,
            long bytes,
            long nodes) {}

    /**
     * A damaged place.
     *
     * @param file the file of the repository
     * @param detail what was found and expected, with the offset
     * @param state {@code damaged}, {@code repaired}, or {@code superseded} when nothing refers to
     *     it any more
     */
    public record Finding(String file, String detail, String state) {}

    /**
     * Bytes of a disk that cannot be read.
     *
     * @param revision the revision
     * @param machine the machine that it was checked in to
     * @param disk the disk
     * @param offset where they begin
     * @param length how many
     * @param file what they were in
     */
    public record Lost(
            String revision, String machine, String disk, long offset, long length, String file) {}

    /** Verifies. */
    public Result run(Request request, Task task) throws IOException {
        try (Repository repository = environment.open()) {
            Map<Hash, Revision> revisions = revisions(repository, request);
            Set<Hash> disks = new LinkedHashSet<>();
            revisions
                    .values()
                    .forEach(revision -> revision.disks().forEach(disk -> disks.add(disk.id())));
            VerifyRequest.Scope scope =
                    request.revision().isPresent()
                            ? VerifyRequest.Scope.DISKS
                            : request.fraction() < 1
                                    ? VerifyRequest.Scope.SAMPLE
                                    : VerifyRequest.Scope.ALL;
            if (request.resume() && scope != VerifyRequest.Scope.ALL) {
                throw new OperationException(
                        Failure.USAGE, "only a full verification can be resumed");
            }
            long total =
                    scope == VerifyRequest.Scope.ALL && !request.resume()
                            ? repository.store().stats().packBytes()
                            : 0;
            task.begin("verifying", total);
            long seed = environment.clock().millis();
            VerifyReport report =
                    repository
                            .store()
                            .verify(
                                    new VerifyRequest(
                                            disks,
                                            scope,
                                            request.fraction(),
                                            seed,
                                            request.bytesPerSecond(),
                                            request.resume()),
                                    task);
            return result(report, revisions);
        }
    }

    private static Map<Hash, Revision> revisions(Repository repository, Request request)
            throws IOException {
        List<Hash> heads = new ArrayList<>();
        Map<Hash, Revision> found = new LinkedHashMap<>();
        if (request.revision().isPresent()) {
            Optional<Machine> machine = repository.find(request.revision().get());
            if (machine.isEmpty()) {
                var resolved = repository.resolve(request.revision().get());
                return Map.of(resolved.id(), resolved.revision());
            }
            heads.add(machine.get().head());
            heads.addAll(machine.get().tags().values());
        } else {
            for (String name : repository.machineNames()) {
                Machine machine = repository.machine(name);
                heads.add(machine.head());
                heads.addAll(machine.tags().values());
            }
        }
        RevisionWalk walk = repository.walk(heads);
        for (var step = walk.next(); step.isPresent(); step = walk.next()) {
            found.put(step.get().id(), step.get().revision());
        }
        return found;
    }

    private static Result result(VerifyReport report, Map<Hash, Revision> revisions) {
        List<Finding> findings =
                report.findings().stream()
                        .map(finding ->
                                new Finding(
                                        finding.file(),
                                        finding.detail(),
                                        finding.state().name().toLowerCase(java.util.Locale.ROOT)))
                        .toList();
        List<Lost> lost = new ArrayList<>();
        for (VerifyReport.LostRange range : report.lost()) {
            revisions.forEach((id, revision) ->
                    revision.disks().stream()
                            .filter(disk -> disk.id().equals(range.disk()))
                            .forEach(disk ->
                                    lost.add(
                                            new Lost(
                                                    id.hex(),
                                                    revision.machine(),
                                                    disk.name(),
                                                    range.offset(),
                                                    range.length(),
                                                    range.file()))));
        }
        return new Result(
                report.isSound(),
                findings,
                List.copyOf(lost),
                revisions.size(),
                report.packs(),
                report.segments(),
                report.bytes(),
                report.nodes());
    }
}
