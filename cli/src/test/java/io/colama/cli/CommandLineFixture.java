package io.colama.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs command lines on a repository in a directory and keeps what they print. */
final class CommandLineFixture {

    private final Path directory;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    CommandLineFixture(Path directory) {
        this.directory = directory;
    }

    /** Runs one command on the repository. Answers its exit status. */
    int run(String... words) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> line = new ArrayList<>(List.of("--repo", repository().toString()));
        line.addAll(List.of(words));
        return Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                line.toArray(String[]::new));
    }

    /** Runs one command that must work. Answers what it printed. */
    String ok(String... words) {
        int status = run(words);
        if (status != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + status + "\n" + err);
        }
        return out.toString();
    }

    /** The one record that a command prints. */
    JsonObject json(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.add("--json");
        return JsonParser.parseString(ok(line.toArray(String[]::new))).getAsJsonObject();
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    Path repository() {
        return directory.resolve("repository");
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** A raw disk of some of everything. Answers its path. */
    String disk(String name, long seed, long size) throws IOException {
        RandomDisk.of(Seed.of(seed), size).writeTo(path(name));
        return path(name).toString();
    }
}
