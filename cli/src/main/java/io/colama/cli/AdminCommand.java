package io.colama.cli;

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
        return new CommandLine(new AdminCommand())
                .addSubcommand("audit", AdminAuditCommand.of(colama));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "missing command; 'colama admin --help' lists them");
    }
}
