package io.colama.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class ForeignToolTest {

    @TempDir Path directory;

    @Test
    void givesBackWhatTheToolWrote() throws IOException, InterruptedException {
        assertThat(ForeignTool.require("echo").run("a b", 1)).isEqualTo("a b 1\n");
        assertThat(ForeignTool.require("pwd").in(directory).run("-P"))
                .isEqualTo(directory.toRealPath() + "\n");
    }

    @Test
    void failsWithAllThatTheToolWrote() throws IOException, InterruptedException {
        ForeignTool shell = ForeignTool.require("sh");
        assertThatThrownBy(() -> shell.run("-c", "echo out; echo err >&2; exit 3"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exit 3")
                .hasMessageContaining("out")
                .hasMessageContaining("err");
        assertThat(shell.tryRun("-c", "exit 3").exitCode()).isEqualTo(3);
    }

    @Test
    void readsMoreThanAPipeHolds() throws IOException, InterruptedException {
        String script = "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2";
        ForeignTool.Outcome outcome = ForeignTool.require("sh").tryRun("-c", script);
        assertThat(outcome.output()).hasSize(1_000_000);
        assertThat(outcome.errors()).hasSize(1_000_000);
    }

    @Test
    void killsAToolThatTakesTooLong() {
        ForeignTool sleep = ForeignTool.require("sleep").timeout(Duration.ofMillis(100));
        assertThatThrownBy(() -> sleep.run(600))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no end after");
    }

    @Test
    void skipsWhenTheToolIsAbsentAndFailsWhereItMustNotBe() {
        Map<String, String> here = Map.of("PATH", directory.toString());
        assertThatThrownBy(() -> ForeignTool.require("qemu-img", here))
                .isInstanceOf(TestAbortedException.class);
        Map<String, String> strict =
                Map.of("PATH", directory.toString(), ForeignTool.REQUIRE_TOOLS, "true");
        assertThatThrownBy(() -> ForeignTool.require("qemu-img", strict))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void findsSamplesWhereTheEnvironmentSaysOrBesideTheProject() throws IOException {
        Path samples = directory.resolve("shared/samples");
        Path sample = Files.createDirectories(samples.resolve("images")).resolve("a.qcow2");
        Files.writeString(sample, "QFI");
        Map<String, String> named = Map.of(Samples.DIRECTORY, samples.toString());
        assertThat(Samples.find("images/a.qcow2", named, null)).isEqualTo(sample);
        String project = directory.resolve("project").toString();
        assertThat(Samples.find("images/a.qcow2", Map.of(), project)).isEqualTo(sample);
        assertThatThrownBy(() -> Samples.find("images/b.qcow2", named, project))
                .isInstanceOf(TestAbortedException.class);
        assertThatThrownBy(() -> Samples.find("images/a.qcow2", Map.of(), null))
                .isInstanceOf(TestAbortedException.class);
    }
}
