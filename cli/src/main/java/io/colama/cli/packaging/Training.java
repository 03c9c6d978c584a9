package io.colama.cli.packaging;

import io.colama.cli.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A training run: the typical commands of a day, one after the other in one JVM, so that the JVM
 * learns which classes and methods a start needs.
 *
 * <p>The list is a text file with one command line per line, words parted by blanks, without the
 * word {@code colama}; {@code {dir}} stands for an empty scratch directory, {@code {samples}} for
 * that of the sample machines; empty lines and lines that start with {@code #} say nothing. What
 * the commands print is thrown away. A command that fails is reported and the run goes on: a worse
 * cache is better than none.
 */
public final class Training {

    private Training() {}

    /**
     * Runs the list {@code args[0]} in the scratch directory {@code args[1]} with the samples in
     * {@code args[2]}.
     */
    public static void main(String[] args) throws IOException {
        Path scratch = Path.of(args[1]);
        PrintWriter nowhere =
                new PrintWriter(OutputStream.nullOutputStream(), true, System.out.charset());
        for (List<String> command :
                commands(Files.readString(Path.of(args[0])), scratch, Path.of(args[2]))) {
            int status = Main.run(nowhere, nowhere, command.toArray(String[]::new));
            if (status != 0) {
                System.err.println(
                        "training: '"
                                + String.join(" ", command)
                                + "' ended with status "
                                + status);
            }
        }
        System.exit(0); // as a command ends, so that what the JVM does then is learned too
    }

    /** The commands in a list, with the directories filled in. */
    static List<List<String>> commands(String list, Path scratch, Path samples) {
        return list.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line ->
                        Arrays.stream(line.split(" +"))
                                .map(word ->
                                        word.replace("{dir}", scratch.toString())
                                                .replace("{samples}", samples.toString()))
                                .toList())
                .toList();
    }
}
