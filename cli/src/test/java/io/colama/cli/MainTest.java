package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.operations.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void versionIsOneLineThatNamesTheProgramAndTheBuild() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("colama \\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpListsEveryExitStatus() {
        assertThat(run("--help")).isZero();
        for (Failure status : Failure.values()) {
            assertThat(out.toString()).contains(status.exitStatus() + " ", status.meaning());
        }
    }

    @Test
    void anUnknownOptionIsAUsageErrorOnStandardError() {
        assertThat(run("--no-such-option")).isEqualTo(Failure.USAGE.exitStatus());
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("--no-such-option");
    }

    @Test
    void noCommandIsAUsageErrorThatSaysWhereToLook() {
        assertThat(run()).isEqualTo(Failure.USAGE.exitStatus());
        assertThat(err.toString()).contains("colama --help");
    }
}
