package io.colama.cli;

import com.google.gson.JsonObject;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code colama admin}, which does nothing alone. */
@Command(
        name = "admin",
        description = "Look after a server, as one of its administrators.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama admin audit verify --server https://colama.example.org",
            "  colama admin audit export --server https://colama.example.org > events.ndjson"
        })
final class AdminCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    /** The command with its own commands. */
    static CommandLine of(Colama colama) {
        CommandLine audit =
                new CommandLine(new Audit())
                        .addSubcommand("verify", new VerifyAudit(colama))
                        .addSubcommand("export", new ExportAudit(colama));
        return new CommandLine(new AdminCommand()).addSubcommand("audit", audit);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "missing command; 'colama admin --help' lists them");
    }

    /** {@code colama admin audit}, which does nothing alone. */
    @Command(
            name = "audit",
            description = "The events of who did what, which form a chain.",
            synopsisSubcommandLabel = "COMMAND",
            footerHeading = "%nExamples:%n",
            footer = "  colama admin audit verify --server https://colama.example.org")
    static final class Audit implements Runnable {

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(
                    spec.commandLine(), "missing command; 'colama admin audit --help' lists them");
        }
    }

    /** {@code colama admin audit verify}. */
    @Command(
            name = "verify",
            description = "Look whether no event was changed or removed; fails when one was.",
            footerHeading = "%nExamples:%n",
            footer = "  colama admin audit verify --server https://colama.example.org")
    static final class VerifyAudit implements Callable<Integer> {

        private final Colama colama;

        VerifyAudit(Colama colama) {
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

    /** {@code colama admin audit export}. */
    @Command(
            name = "export",
            description = "Print all events, the oldest first, one JSON document to a line.",
            footerHeading = "%nExamples:%n",
            footer =
                    "  colama admin audit export --server https://colama.example.org > events.ndjson")
    static final class ExportAudit implements Callable<Integer> {

        private final Colama colama;

        ExportAudit(Colama colama) {
            this.colama = colama;
        }

        @Override
        public Integer call() throws IOException {
            Session session = colama.anywhere();
            session.out().flush();
            try (InputStream in = colama.client().open("/audit/export")) {
                in.transferTo(session.bytes());
            }
            session.bytes().flush();
            return 0;
        }
    }
}
