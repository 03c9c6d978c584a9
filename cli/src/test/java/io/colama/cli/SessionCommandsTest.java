package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nbd}, {@code session} and {@code run} as far as they need no client and no guest. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class SessionCommandsTest {

    @TempDir private Path directory;
    private CommandLineFixture line;

    @BeforeEach
    void checkIn() throws IOException {
        line = new CommandLineFixture(directory);
        line.ok("init");
        line.ok("checkin", "web", line.disk("web.raw", 1, 1 << 20), "--no-inspect");
    }

    private void fails(int status, String message, String... words) {
        assertThat(line.run(words)).as(line.err()).isEqualTo(status);
        assertThat(line.err()).contains(message);
    }

    @Test
    void refuseWhatMakesNoSense() {
        fails(2, "--writable needs one revision", "nbd", "--writable");
        fails(2, "--writable needs one revision", "nbd", "web", "web", "--writable");
        fails(2, "exclude each other", "nbd", "--stdio", "--socket", line.path("s").toString());
        fails(2, "a machine is needed", "run");
        fails(2, "kvm, tcg or auto", "run", "web", "--accel", "magic");
        fails(2, "missing command", "session");
        fails(2, "mutually exclusive", "run", "web", "--keep", "--discard");
    }

    @Test
    void sayThatThereIsNoSession() throws IOException {
        String none = "there is no session \"web-1\"; there are none";
        for (String command : new String[] {"discard", "checkin", "resume"}) {
            assertThat(line.run("session", command, "web-1")).isNotZero();
            assertThat(line.err()).contains(none);
        }
        assertThat(line.run("run", "--session", "web-1", "--dry-run")).isNotZero();
        assertThat(line.err()).contains(none);
        assertThat(line.run("nbd", "none", "--writable")).isNotZero();
        assertThat(line.ok("session", "ls")).isEmpty();
        assertThat(Files.exists(line.repository().resolve("sessions"))).isFalse();
    }

    @Test
    void refuseAPlaceWhereNoSocketCanBe() {
        String there = line.path("web.raw").toString();
        assertThat(line.run("nbd", "--socket", there)).isNotZero();
        assertThat(line.err()).contains("exists already, and is not a socket");
    }

    @Test
    void showTheCommandOfAGuestWithoutBeginningASession() throws IOException {
        Path program = Files.createFile(line.path("qemu-system-x86_64"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String command =
                line.ok(
                        "run",
                        "web",
                        "--dry-run",
                        "--accel",
                        "tcg",
                        "--memory",
                        "300M",
                        "--cpus",
                        "3",
                        "--no-network",
                        "--vnc",
                        "2",
                        "--qemu",
                        program.toString(),
                        "--",
                        "-device",
                        "usb host");
        assertThat(command)
                .startsWith(program + " -name guest=web ")
                .contains(
                        " -m 300M ",
                        " -smp 3,sockets=3,cores=1,threads=1 ",
                        ",restrict=on ",
                        " -vnc 127.0.0.1:2 ",
                        ",export=disk0 ",
                        " -accel tcg")
                .endsWith(" -device 'usb host'" + System.lineSeparator());
        assertThat(line.ok("session", "ls")).isEmpty();
    }
}
