package io.colama.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code colama help}. */
@Command(
        name = "help",
        description = "Show the help of a command.",
        footerHeading = "%nExamples:%n",
        footer = {"  colama help", "  colama help checkin"})
final class HelpCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command.")
    private Optional<String> command = Optional.empty();

    @Override
    public Integer call() {
        CommandLine all = spec.parent().commandLine();
        CommandLine about = command.isEmpty() ? all : all.getSubcommands().get(command.get());
        if (about == null) {
            throw new ParameterException(
                    spec.commandLine(), "there is no command '" + command.get() + "'");
        }
        about.usage(about.getOut());
        return 0;
    }
}
