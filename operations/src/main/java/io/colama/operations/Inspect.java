package io.colama.operations;

import io.colama.inspect.Inspector;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.sbom.CycloneDx;
import io.colama.inspect.sbom.Described;
import io.colama.inspect.sbom.Spdx;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
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
        try (GuestNames names = GuestNames.open(environment, request.name())) {
            return request.deep()
                    ? look(names, names.first(), true, task)
                    : run(names, names.first(), request.anew(), task);
        }
    }

    /** Inspects one of some names, or answers with what is known of the revision. */
    Result run(GuestNames names, GuestNames.Named one, boolean anew, Task task) throws IOException {
        return one.revision().isPresent()
                ? stored(names.repository(), one.revision().get(), anew, task)
                : look(names, one, false, task);
    }

    private static Result look(GuestNames names, GuestNames.Named one, boolean deep, Task task)
            throws IOException {
        try (GuestMachine machine = names.machine(one)) {
            task.begin(machine.title(), 0);
            Inspection found =
                    deep
                            ? Inspector.inspectDeeply(machine.disks(), task::cancelled)
                            : Inspector.inspect(machine.disks());
            Optional<Resolved> revision = one.revision();
            return new Result(
                    machine.title(),
                    revision.map(known -> known.id().toString()).orElse(""),
                    revision.isPresent()
                            ? revision.get().revision().time().toString()
                            : Files.getLastModifiedTime(Path.of(one.name())).toInstant().toString(),
                    found);
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
