package io.colama.cli;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code colama demo}: runs the real commands and prints each of them. */
@Command(
        name = "demo",
        description = {
            "Show the main things on two small real machines, in a new repository.",
            "Prints every command that it runs, and what to try next, and ends with a server on these",
            "machines until Ctrl-C. Remove DIR when you are done."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  colama demo", "  colama demo --no-serve /tmp/demo"})
final class DemoCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Where, absent or empty; by default a new directory for temporary files.")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--no-serve", description = "Leave out the server at the end.")
    private boolean noServe;

    DemoCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        Path samples = samples();
        Path home = home();
        Session session = colama.session();
        DemoScript script = new DemoScript(session, home, command());
        return script.run(samples, !noServe);
    }

    private Path home() throws IOException {
        if (directory.isEmpty()) {
            String named = System.getenv("TMPDIR"); // which the JDK does not ask
            String place =
                    named == null || named.isEmpty() ? System.getProperty("java.io.tmpdir") : named;
            return Files.createTempDirectory(Path.of(place), "colama-demo-");
        }
        Path home = directory.get();
        if (Files.isDirectory(home)) {
            try (Stream<Path> entries = Files.list(home)) {
                if (entries.findAny().isPresent()) {
                    throw new OperationException(
                            Failure.CONFLICT, home + ": the directory is not empty");
                }
            }
        }
        return Files.createDirectories(home);
    }

    /** Where the sample machines are: in the distribution, or in the checkout. */
    private static Path samples() throws IOException {
        List<Path> places = new ArrayList<>();
        for (String property : List.of("colama.samples", "colama.home")) {
            String value = System.getProperty(property);
            if (value != null) {
                Path place = Path.of(value);
                places.add(property.equals("colama.home") ? place.resolve("share/samples") : place);
            }
        }
        for (Path place : places) {
            if (Files.isRegularFile(place.resolve(DemoScript.FIRST))) {
                return place.toRealPath();
            }
        }
        throw new OperationException(
                Failure.NOT_FOUND, "the sample machines are not part of this installation");
    }

    /** How the user started this program. */
    private static String command() {
        return Optional.ofNullable(System.getenv("COLAMA_COMMAND")).orElse("colama");
    }

    /** Words as a shell takes them. */
    static String quoted(String... words) {
        return Arrays.stream(words)
                .map(word ->
                        word.matches("[A-Za-z0-9_@%+=:,./~-]+")
                                ? word
                                : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
