package io.colama.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The program {@code colama}. */
public final class Main {

    private Main() {}

    /** Runs one command line and ends the process with its exit status. */
    public static void main(String[] args) {
        System.exit(run(writer(System.out), writer(System.err), args));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /**
     * Runs one command line.
     *
     * @return the exit status, see {@link ExitStatus}
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        if (args.length == 1 && args[0].equals("--version")) {
            out.println(
                    Colama.version()); // scripts ask often, and building the parser takes most of
            // a start
            return ExitStatus.DONE.code();
        }
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    /**
     * All commands and their options, as the parser, the help, the manual and the completion know
     * them.
     */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Colama());
        Map<String, String> statuses = new LinkedHashMap<>();
        for (ExitStatus status : ExitStatus.values()) {
            statuses.put(Integer.toString(status.code()), status.meaning());
        }
        line.getCommandSpec().usageMessage().exitCodeList(statuses);
        return line.setUsageHelpAutoWidth(true).setAbbreviatedOptionsAllowed(false);
    }
}
