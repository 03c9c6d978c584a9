package io.colama.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.definition.machine.ReadDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files beside the tests. */
public final class Fixtures {

    private Fixtures() {}

    /** The bytes of a fixture. */
    public static byte[] bytes(String name) throws IOException {
        try (InputStream stream = Fixtures.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("no fixture " + name);
            }
            return stream.readAllBytes();
        }
    }

    /** What a fixture says. */
    public static ReadDefinition read(String name) throws IOException {
        return Definitions.read(name, bytes(name));
    }

    /**
     * Expects {@code actual} to be the golden file of this name; {@code -Dcolama.golden.write=true}
     * makes it so.
     */
    public static void assertGolden(String name, byte[] actual) throws IOException {
        if (Boolean.getBoolean("colama.golden.write")) {
            Path file =
                    Path.of(
                            System.getProperty("colama.project.root", ""),
                            "definition/src/test/resources/io/colama/definition",
                            name);
            Files.createDirectories(file.getParent());
            Files.write(file, actual);
            return;
        }
        assertThat(new String(actual, StandardCharsets.UTF_8))
                .isEqualTo(new String(bytes(name), StandardCharsets.UTF_8));
    }
}
