package io.colama.cli;

import com.google.gson.Gson;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** A script for {@code nbdsh}, a shell of Python with a client for NBD in it. A value. */
record Nbdsh(String values, String script) {

    /** A script that lies beside the tests. */
    static Nbdsh script(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Nbdsh.class.getResourceAsStream(name), name)) {
            return new Nbdsh("", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The same with a variable, a text or a number or a list of these. */
    Nbdsh with(String name, Object value) {
        String literal =
                value instanceof Boolean yes ? (yes ? "True" : "False") : new Gson().toJson(value);
        return new Nbdsh(values + name + " = " + literal + "\n", script);
    }

    /** Runs it. Answers what it printed. */
    String run() throws IOException, InterruptedException {
        ForeignTool shell = ForeignTool.require("nbdsh");
        // the system's Python has the module, another one that comes first may not
        String path = "PATH=/usr/bin:" + System.getenv("PATH");
        ForeignTool env = ForeignTool.require("env").timeout(Duration.ofMinutes(15));
        return env.run(path, shell, "-c", values, "-c", script);
    }
}
