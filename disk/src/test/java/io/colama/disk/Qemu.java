package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * qemu-img and qemu-io, the oracles of image formats. A test that uses them is skipped where they
 * are absent.
 */
public final class Qemu {

    private static final long TIMEOUT_SECONDS = 60;

    private Qemu() {}

    /** Skips the test where the tools are absent; fails it when COLAMA_REQUIRE_TOOLS is true. */
    public static void require() {
        boolean present = onPath("qemu-img") && onPath("qemu-io");
        if (Boolean.parseBoolean(System.getenv("COLAMA_REQUIRE_TOOLS"))) {
            assertThat(present).as("qemu-img and qemu-io are on the PATH").isTrue();
        }
        Assumptions.assumeTrue(present, "qemu-img and qemu-io are not installed");
    }

    private static boolean onPath(String tool) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String directory : path.split(":")) {
            if (Files.isExecutable(Path.of(directory, tool))) {
                return true;
            }
        }
        return false;
    }

    /** Runs qemu-img; a failure of it is a failure of the test. */
    public static String img(Object... arguments) throws IOException {
        return run("qemu-img", List.of(arguments), 0).output;
    }

    /**
     * Runs commands of qemu-io on an image. A write that qemu refuses, such as a compressed one
     * over data, is left out.
     */
    public static void io(Path image, String format, List<String> commands) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("-f", format, "-d", "unmap"));
        for (String command : commands) {
            arguments.add("-c");
            arguments.add(command);
        }
        arguments.add(image);
        String output = run("qemu-io", arguments, 1).output;
        assertThat(output).doesNotContain("can't open").doesNotContain("command not found");
    }

    private record Result(int status, String output) {}

    /** The bytes of the disk that an image holds, as qemu sees them. */
    public static byte[] bytes(Path image, String format, String... more) throws IOException {
        Path raw = Files.createTempFile(image.toAbsolutePath().getParent(), "oracle", ".raw");
        List<Object> arguments = new ArrayList<>(List.of("convert", "-f", format, "-O", "raw"));
        arguments.addAll(List.of(more));
        arguments.add(image);
        arguments.add(raw);
        run("qemu-img", arguments, 0);
        byte[] content = Files.readAllBytes(raw);
        Files.delete(raw);
        return content;
    }

    private static Result run(String tool, List<?> arguments, int worstStatus) throws IOException {
        List<String> command = new ArrayList<>(List.of(tool));
        arguments.forEach(argument -> command.add(argument.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command + " did not end: " + output);
            }
            if (process.exitValue() > worstStatus) {
                throw new IOException(
                        command + " failed with " + process.exitValue() + ": " + output);
            }
            return new Result(process.exitValue(), output);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            process.destroy();
        }
    }
}
