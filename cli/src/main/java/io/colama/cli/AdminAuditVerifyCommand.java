package io.colama.cli;

import com.google.gson.JsonObject;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code colama admin audit verify}. */
@Command(
        name = "verify",
        description = "Look whether no event was changed or removed; fails when one was.",
        footerHeading = "%nExamples:%n",
        footer = "  colama admin audit verify --server https://colama.example.org")
final class AdminAuditVerifyCommand implements Callable<Integer> {

    private final Colama colama;

    AdminAuditVerifyCommand(Colama colama) {
        this.colama = colama;
    }

    /**
     * What programs are told.
     *
     * @param events how many are sound, from the first on
     * @param end the hash of the last of these
     * @param problem what is wrong with the next; empty when there is none
     */
    private record Found(long events, String end, String problem) {}

    @Override
    public Integer call() throws IOException {
        Session session = colama.anywhere();
        JsonObject answer = colama.client().look("/audit/verification").body();
        Found found =
                new Found(
                        answer.get("events").getAsLong(),
                        answer.get("end").getAsString(),
                        answer.get("problem").isJsonNull()
                                ? ""
                                : answer.get("problem").getAsString());
        boolean sound = found.problem.isEmpty();
        if (!session.record(found) && sound) {
            session.out()
                    .println(
                            "%s, none changed and none missing; the last has the hash %s"
                                    .formatted(Sizes.count(found.events, "event"), found.end));
        }
        if (!sound) {
            throw new OperationException(Failure.DAMAGED, found.problem);
        }
        return 0;
    }
}
