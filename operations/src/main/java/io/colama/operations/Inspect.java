package io.colama.operations;

import io.colama.inspect.Inspector;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.sbom.CycloneDx;
import io.colama.inspect.sbom.Described;
import io.colama.inspect.sbom.Spdx;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.RevisionException;
import io.colama.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Tells what is inside a revision or a disk image. */
public final class Inspect {

    private final Environment environment;

    /** Inspects in an environment. */
    public Inspect(Environment environment) {
        this.environment = environment;
    }

    /**
     * What to inspect.
     *
     * @param name a revision or the path of an image
     * @param anew whether to look again although the result is known
     * @param deep whether to look through all files for libraries, too; the result is not kept
     */
    public record Request(String name, boolean anew, boolean deep) {}

    /**
     * What was found.
     *
     * @param machine the machine, or the image's file
     * @param revision its id; empty for an image
     * @param time when it was checked in, or the image last written; ISO 8601
     * @param inspection the facts
     */
    public record Result(String machine, String revision, String time, Inspection inspection) {

        /**
         * The bill of materials of what was found.
         *
         * @param toolVersion the version of this program, as the bill names it
         */
        public String bill(Bill form, String toolVersion) {
            String id = revision.isEmpty() ? machine : revision;
            Described described = new Described(machine, id, Instant.parse(time), toolVersion);
            return switch (form) {
                case CYCLONEDX -> CycloneDx.write(described, inspection);
                case SPDX -> Spdx.write(described, inspection);
            };
        }
    }

    /** Forms of bills of materials. */
    public enum Bill {
        /** CycloneDX 1.6 as JSON. */
        CYCLONEDX,
        /** SPDX 2.3 as JSON. */
        SPDX
    }

    /** Inspects, or answers with what is known of the revision. */
    public Result run(Request request, Task task) throws IOException {
        if (request.deep()) {
            return deeply(request.name(), task);
        }
        if (!GuestMachine.isFile(request.name())) {
            try (Repository repository = environment.open()) {
                return stored(repository, repository.resolve(request.name()), request.anew(), task);
            } catch (RevisionException.NotFound | StoreException.NotARepository none) {
                if (GuestMachine.file(request.name()).isEmpty()) {
                    throw none;
                }
            }
        }
        return image(request.name(), task);
    }

    private Result deeply(String name, Task task) throws IOException {
        try (GuestMachine machine = GuestMachine.open(environment, name)) {
            task.begin(machine.title(), 0);
            Inspection found = Inspector.inspectDeeply(machine.disks(), task::cancelled);
            Optional<Resolved> revision = machine.revision();
            return new Result(
                    machine.title(),
                    revision.map(known -> known.id().toString()).orElse(""),
                    revision.isPresent()
                            ? revision.get().revision().time().toString()
                            : modified(name),
                    found);
        }
    }

    private static String modified(String image) throws IOException {
        return Files.getLastModifiedTime(Path.of(image)).toInstant().toString();
    }

    /** Inspects an image. */
    Result image(String name, Task task) throws IOException {
        try (GuestMachine machine = GuestMachine.open(environment, name)) {
            task.begin(machine.title(), 0);
            Inspection found = Inspector.inspect(machine.disks());
            return new Result(machine.title(), "", modified(name), found);
        }
    }

    /**
     * Inspects a revision of an open repository, unless it is known or nothing of what was read of
     * an ancestor has changed. A new result is kept where the repository can be written to.
     */
    Result stored(Repository repository, Resolved revision, boolean anew, Task task)
            throws IOException {
        Inspections kept = new Inspections(environment.repository());
        String machine = revision.machine().orElse(revision.revision().machine());
        String id = revision.id().toString();
        String time = revision.revision().time().toString();
        Optional<Inspections.Kept> known = anew ? Optional.empty() : kept.find(revision.id());
        if (known.isPresent()) {
            return new Result(machine, id, time, known.get().inspection());
        }
        task.begin(machine, 0);
        Optional<Inspections.Kept> inherited =
                anew ? Optional.empty() : kept.inherited(repository, revision.revision(), task);
        Inspections.Kept found =
                inherited.isPresent() ? inherited.get() : inspect(repository, revision);
        if (Files.isWritable(environment.repository())) {
            kept.keep(revision.id(), found);
        }
        return new Result(machine, id, time, found.inspection());
    }

    private static Inspections.Kept inspect(Repository repository, Resolved revision)
            throws IOException {
        try (GuestMachine opened = GuestMachine.open(repository, revision)) {
            Inspection inspection = Inspector.inspect(opened.disks());
            return new Inspections.Kept(opened.reads(), inspection);
        }
    }
}
