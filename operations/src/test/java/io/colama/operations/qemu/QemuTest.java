package io.colama.operations.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which program runs machines of an architecture. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class QemuTest {

    @TempDir private Path directory;

    private Path program(String name) throws IOException {
        Path program = directory.resolve(name);
        Files.writeString(program, "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private String path() {
        return directory.resolve("nothing") + File.pathSeparator + directory;
    }

    @Test
    void isFoundOnThePathByTheArchitecture() throws IOException {
        Path pc = program("qemu-system-i386");
        Path arm = program("qemu-system-aarch64");
        assertThat(Qemu.find("i686", Optional.empty(), path()).program()).isEqualTo(pc);
        Qemu found = Qemu.find("aarch64", Optional.empty(), path());
        assertThat(found.program()).isEqualTo(arm);
        assertThat(found.needsUefi()).isTrue();
        assertThat(found.isPc()).isFalse();
    }

    @Test
    void isTheOneThatIsNamed() throws IOException {
        Path own = program("my-qemu");
        assertThat(Qemu.find("x86_64", Optional.of(own), "").program()).isEqualTo(own);
        assertThatThrownBy(
                        () -> Qemu.find("x86_64", Optional.of(directory.resolve("none")), path()))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(Failure.NOT_FOUND));
    }

    @Test
    void saysWhatToInstall() {
        assertThatThrownBy(() -> Qemu.find("s390x", Optional.empty(), path()))
                .isInstanceOf(OperationException.class)
                .hasMessageStartingWith("qemu-system-s390x was not found: install QEMU")
                .hasMessageContaining("qemu-system-misc");
        assertThatThrownBy(() -> Qemu.find("vax", Optional.empty(), path()))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(Failure.UNSUPPORTED));
    }
}
