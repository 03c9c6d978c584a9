package io.colama.cli;

import io.colama.operations.Failure;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The program {@code colama}. */
public final class Main {

    private Main() {}

    /** Runs one command line and ends the process with its exit status. */
    public static void main(String[] args) {
        StandardOutput stdout = new StandardOutput(FileDescriptor.out);
        StandardOutput stderr = new StandardOutput(FileDescriptor.err);
        PrintWriter out = stdout.writer(System.getProperty("stdout.encoding", "UTF-8"));
        PrintWriter err = stderr.writer(System.getProperty("stderr.encoding", "UTF-8"));
        Interruption interruption = new Interruption();
        interruption.listen(err);
        int status = run(out, stdout, err, Terminal.ofProcess(), interruption, args);
        out.flush();
        Optional<IOException> unwritten = stdout.failure();
        if (status == 0 && unwritten.isPresent()) {
            err.println("colama: cannot write the output: " + Failure.message(unwritten.get()));
            status = Failure.of(unwritten.get()).exitStatus();
        }
        interruption.end(status);
        System.exit(status);
    }

    /**
     * Runs one command line.
     *
     * @return the exit status: 0, or that of a {@link Failure}
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(out, new TextBytes(out), err, Terminal.NONE, new Interruption(), args);
    }

    /**
     * Runs one command line.
     *
     * @param bytes where {@code out} writes to, for what is not text
     */
    static int run(
            PrintWriter out,
            OutputStream bytes,
            PrintWriter err,
            Terminal terminal,
            Interruption interruption,
            String... args) {
        if (args.length == 1 && args[0].equals("--version")) {
            // scripts ask often, and building the parser takes most of a start
            out.println(Colama.version());
            return 0;
        }
        Colama colama = new Colama(out, bytes, err, terminal, interruption);
        ErrorReport report = new ErrorReport(colama);
        try {
            return commandLine(colama, Commands.named(args))
                    .setOut(out)
                    .setErr(err)
                    .setColorScheme(colours(terminal))
                    .setParameterExceptionHandler(report)
                    .setExecutionExceptionHandler(report)
                    .execute(args);
        } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
            return report.report(e); // the last: an installation that is not whole
        }
    }

    private static Help.ColorScheme colours(Terminal terminal) {
        boolean on = terminal.outStyle() == Style.COLOURED;
        return Help.defaultColorScheme(on ? Help.Ansi.ON : Help.Ansi.OFF);
    }

    /**
     * All commands and their options, as the parser, the help, the manual and the completion know
     * them.
     */
    public static CommandLine commandLine() {
        PrintWriter nowhere =
                new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return commandLine(
                new Colama(
                        nowhere,
                        OutputStream.nullOutputStream(),
                        nowhere,
                        Terminal.NONE,
                        new Interruption()),
                Optional.empty());
    }

    private static CommandLine commandLine(Colama colama, Optional<String> command) {
        CommandLine line = new CommandLine(colama);
        Commands.addTo(line, colama, command);
        if (command.isEmpty()) {
            line.getCommandSpec().usageMessage().exitCodeList(statuses());
        }
        return line.setUsageHelpAutoWidth(true).setAbbreviatedOptionsAllowed(false);
    }

    /** The exit statuses and what they mean. */
    static Map<String, String> statuses() {
        Map<String, String> statuses = new LinkedHashMap<>();
        statuses.put("0", "done");
        for (Failure failure : Failure.values()) {
            statuses.put(Integer.toString(failure.exitStatus()), failure.meaning());
        }
        return statuses;
    }
}
