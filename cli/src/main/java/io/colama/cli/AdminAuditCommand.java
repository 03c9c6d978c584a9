package io.colama.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code colama admin audit}, which does nothing alone. */
@Command(
        name = "audit",
        description = "The events of who did what, which form a chain.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = "  colama admin audit verify --server https://colama.example.org")
final class AdminAuditCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    /** The command with its own commands. */
    static CommandLine of(Colama colama) {
        return new CommandLine(new AdminAuditCommand())
                .addSubcommand("verify", new AdminAuditVerifyCommand(colama))
                .addSubcommand("export", new AdminAuditExportCommand(colama));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "missing command; 'colama admin audit --help' lists them");
    }
}
