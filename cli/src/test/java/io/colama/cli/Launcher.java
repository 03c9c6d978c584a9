package io.colama.cli;

import io.colama.testkit.ForeignTool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The launcher of the distribution, with the classes of this build behind it. */
final class Launcher {

    private Launcher() {}

    /** Makes a distribution that has no more than is needed. Answers the launcher's path. */
    static Path in(Path home) throws IOException {
        ForeignTool.require("bash");
        Path sources = Path.of("..", "dist", "src", "main");
        if (!Files.exists(sources)) {
            throw new TestAbortedException(sources + " is not there");
        }
        for (String folder : new String[] {"bin", "lib"}) {
            Path target = Files.createDirectories(home.resolve(folder));
            try (Stream<Path> all = Files.list(sources.resolve(folder))) {
                for (Path one : all.toList()) {
                    Files.copy(one, target.resolve(one.getFileName().toString()));
                }
            }
        }
        Files.writeString(home.resolve("lib/jdk"), System.getProperty("java.home") + "\n");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(
                                        System.getProperty("java.class.path")
                                                .split(File.pathSeparator))
                                .map(one -> Path.of(one).toUri().toString())
                                .collect(Collectors.joining(" ")));
        Path jar = home.resolve("lib/colama-cli-0.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Path launcher = home.resolve("bin/colama");
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException(launcher + " cannot be made executable");
        }
        return launcher;
    }
}
