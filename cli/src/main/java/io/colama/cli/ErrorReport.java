package io.colama.cli;

import io.colama.operations.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a failed command says, in one line, and the exit status that it ends with. */
final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private static final String DEBUG = "COLAMA_DEBUG";

    private final Colama colama;

    ErrorReport(Colama colama) {
        this.colama = colama;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String command = line.getCommandSpec().qualifiedName();
        if (e instanceof UnmatchedArgumentException unmatched && line.getParent() == null) {
            message =
                    "there is no command or option '%s'"
                            .formatted(unmatched.getUnmatched().getFirst());
        }
        boolean says = message.contains("--help");
        return say(
                Failure.USAGE,
                says ? message : message + "; '" + command + " --help' says what there is");
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        return report(e);
    }

    /** Reports a failure of the program, from wherever it came. */
    int report(Throwable e) {
        Failure failure = Failure.of(e);
        String message = Failure.message(e);
        if (System.getenv(DEBUG) != null) {
            e.printStackTrace(colama.err());
        } else if (!(e instanceof IOException)) {
            message += "; this is a mistake in Colama: run again with " + DEBUG + "=1 for details";
        }
        return say(failure, message);
    }

    private int say(Failure failure, String message) {
        if (failure == Failure.INTERRUPTED && colama.interruption().getAsBoolean()) {
            return failure.exitStatus(); // said when the process ends
        }
        PrintWriter err = colama.err();
        if (colama.json()) {
            err.println(Json.line(Map.of("error", new Described(failure.code(), message))));
        } else {
            Style style = colama.terminal().errStyle();
            err.println(style.bad("colama:") + " " + Style.harmless(message));
        }
        err.flush();
        return failure.exitStatus();
    }

    /**
     * The failure, for programs.
     *
     * @param code the kind, as in the table of failures
     * @param message for people
     */
    private record Described(String code, String message) {}
}
