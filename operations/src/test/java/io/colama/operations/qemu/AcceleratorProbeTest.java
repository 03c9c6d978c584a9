package io.colama.operations.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether guests get on is found by one that does. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class AcceleratorProbeTest {

    /** What the guest of the probe ends QEMU with. */
    private static final int ENDED_BY_GUEST = 33;

    @TempDir private Path directory;

    /** A program that notes each start and ends with a status. */
    private Qemu pretend(int status) throws IOException {
        Path program = directory.resolve("qemu-system-x86_64");
        Files.writeString(
                program, "#!/bin/sh\necho started >> '%s'\nexit %d\n".formatted(starts(), status));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new Qemu(program, "x86_64");
    }

    private Path starts() {
        return directory.resolve("starts");
    }

    private static boolean canTryKvm() {
        String host = System.getProperty("os.arch");
        return Files.isWritable(Path.of("/dev/kvm"))
                && (host.equals("amd64") || host.equals("x86_64"));
    }

    @Test
    void bringsARealGuestToItsEndInSoftware() throws IOException {
        Path real = Path.of(ForeignTool.require("qemu-system-x86_64").toString());
        assertThat(AcceleratorProbe.runs(new Qemu(real, "x86_64"), Accelerator.TCG)).isTrue();
    }

    @Test
    void believesTheGuestAlone() throws IOException {
        for (int status : new int[] {0, 1, 32, 34}) {
            assertThat(AcceleratorProbe.runs(pretend(status), Accelerator.KVM)).isFalse();
        }
        assertThat(AcceleratorProbe.runs(pretend(ENDED_BY_GUEST), Accelerator.KVM)).isTrue();
    }

    @Test
    void triesOncePerStartOfTheHostAndProgram() throws IOException {
        assumeTrue(canTryKvm(), "there is no /dev/kvm to try");
        Qemu qemu = pretend(ENDED_BY_GUEST);
        AcceleratorProbe probe = new AcceleratorProbe(directory.resolve("cache"));
        assertThat(probe.best(qemu)).isEqualTo(Accelerator.KVM);
        assertThat(new AcceleratorProbe(directory.resolve("cache")).best(qemu))
                .isEqualTo(Accelerator.KVM);
        assertThat(Files.readAllLines(starts())).hasSize(1);
        Files.writeString(directory.resolve("cache/accelerator"), "another boot kvm\n");
        assertThat(probe.best(pretend(0))).isEqualTo(Accelerator.TCG);
        assertThat(Files.readAllLines(starts())).hasSize(2);
    }

    @Test
    void triesNothingForAGuestOfAnotherKind() throws IOException {
        Qemu other = new Qemu(pretend(ENDED_BY_GUEST).program(), "aarch64");
        assertThat(new AcceleratorProbe(directory.resolve("cache")).best(other))
                .isEqualTo(Accelerator.TCG);
        assertThat(starts()).doesNotExist();
    }
}
