package io.colama.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A program of somebody else that a test compares Colama with, such as {@code qemu-img}.
 *
 * <p>A value; each run is a process of its own with an empty standard input and messages in
 * English. A run that takes longer than its timeout is killed with its children and fails.
 */
public final class ForeignTool {

    /** With the value {@code true}, a tool that is absent fails the test instead of skipping it. */
    public static final String REQUIRE_TOOLS = "COLAMA_REQUIRE_TOOLS";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

    private final Path program;
    private final Duration timeout;
    private final @Nullable Path directory;

    private ForeignTool(Path program, Duration timeout, @Nullable Path directory) {
        this.program = program;
        this.timeout = timeout;
        this.directory = directory;
    }

    /** What a run left behind. */
    public record Outcome(List<String> command, int exitCode, String output, String errors) {

        @Override
        public String toString() {
            return "%s: exit %d%n%s%s"
                    .formatted(String.join(" ", command), exitCode, output, errors);
        }
    }

    /**
     * The program called {@code name} on the {@code PATH}.
     *
     * @throws TestAbortedException when it is absent: the test is skipped, visibly
     * @throws AssertionError when it is absent and {@link #REQUIRE_TOOLS} says that it must not be
     */
    public static ForeignTool require(String name) {
        return require(name, System.getenv());
    }

    static ForeignTool require(String name, Map<String, String> environment) {
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path program = Path.of(directory, name);
            if (!directory.isEmpty()
                    && Files.isRegularFile(program)
                    && Files.isExecutable(program)) {
                return new ForeignTool(program, DEFAULT_TIMEOUT, null);
            }
        }
        if (Boolean.parseBoolean(environment.get(REQUIRE_TOOLS))) {
            throw new AssertionError(
                    "tool not found: " + name + ", and " + REQUIRE_TOOLS + " is true");
        }
        throw new TestAbortedException("tool not found: " + name);
    }

    /** The same tool with another timeout; the first is two minutes. */
    public ForeignTool timeout(Duration longest) {
        return new ForeignTool(program, longest, directory);
    }

    /** The same tool, run in a directory. */
    public ForeignTool in(Path workingDirectory) {
        return new ForeignTool(program, timeout, workingDirectory);
    }

    /**
     * Runs the tool and expects it to succeed.
     *
     * @param arguments each is passed as its {@code toString()}
     * @return what it wrote to standard output
     * @throws AssertionError when it exits with anything but 0, with all that it wrote
     */
    public String run(Object... arguments) throws IOException, InterruptedException {
        Outcome outcome = tryRun(arguments);
        if (outcome.exitCode() != 0) {
            throw new AssertionError(outcome.toString());
        }
        return outcome.output();
    }

    /**
     * Runs the tool, whatever it exits with.
     *
     * @throws AssertionError when it takes longer than its timeout
     */
    public Outcome tryRun(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            Executor readers = task -> Thread.ofVirtual().start(task);
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(() -> drain(process.getInputStream()), readers);
            CompletableFuture<String> errors =
                    CompletableFuture.supplyAsync(() -> drain(process.getErrorStream()), readers);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "no end after " + timeout + ": " + String.join(" ", command));
            }
            return new Outcome(
                    List.copyOf(command), process.exitValue(), output.join(), errors.join());
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static String drain(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return program.toString();
    }
}
