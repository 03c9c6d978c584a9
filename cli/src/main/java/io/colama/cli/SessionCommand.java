package io.colama.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code colama session}, which does nothing alone. */
@Command(
        name = "session",
        description = {
            "Check in, resume or discard what running machines have written.",
            "A session is a writable copy of a revision: 'colama nbd --writable' and 'colama run' "
                    + "begin one. It keeps what was written until it is checked in or discarded."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama session ls",
            "  colama session checkin web-1 -m \"patched\"",
            "  colama session discard web-1"
        })
final class SessionCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    /** The command with its own commands. */
    static CommandLine of(Colama colama) {
        return new CommandLine(new SessionCommand())
                .addSubcommand("ls", new SessionLsCommand(colama))
                .addSubcommand("checkin", new SessionCheckInCommand(colama))
                .addSubcommand("resume", new SessionResumeCommand(colama))
                .addSubcommand("discard", new SessionDiscardCommand(colama));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "missing command; 'colama session --help' lists them");
    }
}
