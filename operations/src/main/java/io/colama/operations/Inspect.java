package io.colama.operations;

import io.colama.inspect.Inspector;
import io.colama.inspect.fact.Inspection;
import io.colama.revision.Resolved;
import java.io.IOException;
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
     */
    public record Request(String name, boolean anew) {}

    /**
     * What was found.
     *
     * @param machine the machine, or the image's file
     * @param revision its id; empty for an image
     * @param inspection the facts
     */
    public record Result(String machine, String revision, Inspection inspection) {}

    /** Inspects, or answers with what is known of the revision. */
    public Result run(Request request, Task task) throws IOException {
        try (GuestMachine machine = GuestMachine.open(environment, request.name())) {
            Optional<Resolved> revision = machine.revision();
            task.begin(machine.title(), 0);
            Inspection inspection = Inspector.inspect(machine.disks());
            return new Result(
                    machine.title(),
                    revision.map(resolved -> resolved.id().toString()).orElse(""),
                    inspection);
        }
    }
}
