package io.colama.cli.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the AOT cache of a distribution out of jars {@linkplain ClassFileUpgrade that it takes}, by
 * a {@linkplain Training training run} with the very options and class path of its launcher, and
 * leaves beside it the name of the JDK that made it, since no other can use it.
 *
 * <p>A cache that cannot be made is no failure: the distribution works without one, its commands
 * start slower, and a line on standard error says so.
 */
public final class StartCache {

    private final Path home;
    private final Path java;

    private StartCache(Path home, Path java) {
        this.home = home;
        this.java = java;
    }

    /**
     * Makes the cache.
     *
     * @param args the distribution's directory, the list of training commands, the moment when the
     *     build started
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(args[0]).toAbsolutePath();
        Path jdk = Path.of(System.getProperty("java.home"));
        StartCache cache = new StartCache(home, jdk.resolve("bin/java"));
        String problem = cache.make(Path.of(args[1]));
        if (!problem.isEmpty()) {
            Files.deleteIfExists(cache.file());
            System.err.println("colama: no AOT cache, commands will start slower: " + problem);
        }
        // The launcher compares sources with the time of this file: what was edited during the
        // build is newer.
        Path stamp = home.resolve("lib/jdk");
        Files.writeString(stamp, jdk + "\n");
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.parse(args[2])));
    }

    private Path file() {
        return home.resolve("lib/colama.aot");
    }

    /** Trains, then starts once with the cache required. Answers what went wrong, or nothing. */
    private String make(Path list) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("colama-training");
        try {
            Files.deleteIfExists(file());
            for (Path jar : jars()) {
                new ClassFileUpgrade(jar).run();
            }
            List<String> train = options("-XX:AOTCacheOutput=" + file());
            train.addAll(
                    List.of(
                            Training.class.getName(),
                            list.toString(),
                            scratch.toString(),
                            home.resolve("share/samples").toString()));
            String problem = run(train);
            if (!problem.isEmpty()) {
                return problem;
            }
            if (!Files.exists(file())) {
                return "the JVM wrote none";
            }
            List<String> use = options("-XX:AOTMode=on", "-XX:AOTCache=" + file());
            use.addAll(List.of("io.colama.cli.Main", "--version"));
            return run(use);
        } finally {
            delete(scratch);
        }
    }

    /**
     * The launcher's options, one a line in a file that it reads too, then {@code more}, then the
     * class path.
     */
    private List<String> options(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(Files.readString(home.resolve("lib/options")).split("\\s+")));
        command.addAll(List.of(more));
        Path cli =
                jars().stream()
                        .filter(jar -> jar.getFileName().toString().startsWith("colama-cli-"))
                        .findAny()
                        .orElseThrow(() ->
                                new IOException("no colama-cli jar in " + home.resolve("lib")));
        command.addAll(List.of("-cp", cli.toString()));
        return command;
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar")).toList();
        }
    }

    /** Runs a command to its end. Answers what went wrong, or nothing. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int status = process.waitFor();
        return status == 0 ? "" : "status " + status + " of " + String.join(" ", command);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
