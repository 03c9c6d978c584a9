package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.revision.Repository;
import io.colama.revision.RevisionException;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Working copies of overlays, written by qemu-io. */
final class OverlayTest {

    private static final int SIZE = 12 << 20;
    private static final Seed SEED = Seed.of(551);

    @TempDir private Path directory = Path.of("");

    private Environment environment = new Environment(Path.of(""), Clock.systemUTC(), "tester");
    private byte[] content = new byte[0];
    private Path copy = Path.of("");

    @BeforeEach
    void checkIn() throws IOException {
        environment = new Environment(directory.resolve("repository"), Clock.systemUTC(), "tester");
        new Init(environment).run();
        RandomDisk disk = RandomDisk.of(SEED, SIZE);
        content = disk.bytes();
        disk.writeTo(directory.resolve("disk.raw"));
        new CheckIn(environment)
                .run(
                        CheckIn.Request.of(
                                "web", List.of(directory.resolve("disk.raw")), "as installed"),
                        Task.SILENT);
        copy = directory.resolve("work");
    }

    private void checkOut(Optional<String> server) throws IOException {
        new CheckOutOverlay(environment)
                .run(new CheckOutOverlay.Request("web", copy, server), Task.SILENT);
    }

    private void write(int pattern, int offset, int length)
            throws IOException, InterruptedException {
        ForeignTool.require("qemu-io")
                .run(
                        "-c",
                        "write -P %d %d %d".formatted(pattern, offset, length),
                        copy.resolve("disk0.qcow2"));
        for (int i = offset; i < offset + length; i++) {
            content[i] = (byte) pattern;
        }
    }

    private CheckIn.Result checkInCopy() throws IOException {
        return new CheckIn(environment)
                .run(
                        new CheckIn.Request(
                                Optional.empty(),
                                List.of(new SourceName.InFiles(copy)),
                                Optional.empty(),
                                "patched",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                false,
                                Optional.empty()),
                        Task.SILENT);
    }

    private byte[] stored() throws IOException {
        try (Repository repository = environment.open()) {
            ByteBuffer all = ByteBuffer.allocate(SIZE);
            repository.open(repository.resolve("web").revision().disks().getFirst()).read(0, all);
            return all.array();
        }
    }

    @Test
    void checksInOnlyTheOverlaysOwnClusters() throws IOException, InterruptedException {
        checkOut(Optional.empty());
        write(0x5a, 3 << 20, 100_000);
        CheckIn.Result made = checkInCopy();
        assertThat(stored()).isEqualTo(content);
        // two clusters of 64 KiB at most are touched beside the middle
        assertThat(made.bytesAllocated()).isBetween(100_000L, 100_000L + 2 * 65_536);
    }

    @Test
    void goesOnAfterACheckIn() throws IOException, InterruptedException {
        checkOut(Optional.empty());
        write(1, 0, 70_000);
        checkInCopy();
        write(2, 5 << 20, 4096);
        write(3, 10_000, 512);
        checkInCopy();
        assertThat(stored()).isEqualTo(content);
        assertThat(new Status(environment).run(copy, Task.SILENT).isClean()).isTrue();
    }

    @Test
    void storesNothingOfAnOverlayThatWasNotWritten() throws IOException {
        checkOut(Optional.empty());
        assertThat(new Status(environment).run(copy, Task.SILENT).isClean()).isTrue();
        assertThat(checkInCopy().bytesAllocated()).isZero();
        assertThat(stored()).isEqualTo(content);
    }

    @Test
    void leavesTheBaseReadOnly() throws IOException {
        checkOut(Optional.empty());
        assertThat(Files.readAllBytes(copy.resolve("disk0.base.raw"))).isEqualTo(content);
        assertThat(Files.getPosixFilePermissions(copy.resolve("disk0.base.raw")).toString())
                .doesNotContain("WRITE");
    }

    @Test
    void isAnImageThatQemuAccepts() throws IOException, InterruptedException {
        checkOut(Optional.empty());
        Path overlay = copy.resolve("disk0.qcow2");
        ForeignTool qemu = ForeignTool.require("qemu-img");
        assertThat(qemu.run("check", overlay)).contains("No errors");
        assertThat(qemu.run("compare", overlay, directory.resolve("disk.raw")))
                .contains("identical");
    }

    @Test
    void namesTheExportOfAServer() throws IOException, InterruptedException {
        checkOut(Optional.of("nbd+unix:///?socket=/tmp/a b.sock".replace(" ", "%20")));
        assertThat(copy.resolve("disk0.base.raw")).doesNotExist();
        assertThat(
                        ForeignTool.require("qemu-img")
                                .run("info", copy.resolve("disk0.qcow2"))
                                .lines()
                                .filter(line -> line.startsWith("backing file:"))
                                .toList())
                .singleElement()
                .asString()
                .matches(".*nbd\\+unix:///web@[0-9a-f]{64}/disk0\\?socket=/tmp/a%20b.sock.*");
        assertThat(checkInCopy().bytesAllocated()).isZero();
    }

    @Test
    void refusesAnOverlayThatLiesOverSomethingElseNow() throws IOException, InterruptedException {
        checkOut(Optional.empty());
        ForeignTool.require("qemu-img")
                .run(
                        "rebase",
                        "-u",
                        "-f",
                        "qcow2",
                        "-F",
                        "raw",
                        "-b",
                        directory.resolve("disk.raw"),
                        copy.resolve("disk0.qcow2"));
        assertThatThrownBy(this::checkInCopy)
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("was below it when it was checked out");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        for (String wrong : List.of("http://localhost", "nbd://localhost/export", "web", "::")) {
            assertThatThrownBy(() -> checkOut(Optional.of(wrong)))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("is not the address of a server");
        }
    }

    @Test
    void isAConflictWhenTheHeadMoved() throws IOException, InterruptedException {
        checkOut(Optional.empty());
        write(9, 0, 4096);
        new CheckIn(environment)
                .run(
                        CheckIn.Request.of(
                                "web", List.of(directory.resolve("disk.raw")), "by another"),
                        Task.SILENT);
        assertThatThrownBy(this::checkInCopy).isInstanceOf(RevisionException.Conflict.class);
    }
}
