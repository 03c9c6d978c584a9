package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.ImageException;
import io.colama.disk.image.DiskFormat;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that QEMU's server offers, as images to look at and to convert. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
class ServerImageTest {

    private static final long SIZE = 64 << 20;

    @TempDir private Path directory;
    private Path image;

    @BeforeEach
    void makeImage() throws Exception {
        ForeignTool.require("qemu-nbd");
        image = directory.resolve("image.qcow2");
        ForeignTool.require("qemu-img").run("create", "-f", "qcow2", image, SIZE);
        RandomGenerator random = Seed.of(6).random();
        for (int i = 0; i < 10; i++) {
            long at = random.nextLong(SIZE / 4096 - 100) * 4096;
            String write =
                    "write -P %d %d %d"
                            .formatted(
                                    1 + random.nextInt(255), at, 512 * (1 + random.nextInt(700)));
            ForeignTool.require("qemu-io").run("-c", write, image);
        }
    }

    private static ImageInfo.Result info(String address, Optional<DiskFormat> format)
            throws IOException {
        return new ImageInfo().run(new ImageInfo.Request(SourceName.parse(address), format));
    }

    private static Convert.Result convert(
            String address, Path target, Optional<DiskFormat> sourceFormat) throws IOException {
        Convert.Request request =
                new Convert.Request(
                        SourceName.parse(address),
                        target,
                        sourceFormat,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        false,
                        false,
                        Optional.empty());
        return new Convert(Clock.systemUTC()).run(request, Task.SILENT);
    }

    @Test
    void isLookedAtAsTheDiskThatItIs() throws Exception {
        try (QemuServer server = QemuServer.start(image, "qcow2", List.of())) {
            ImageInfo.Result found = info(server.address(), Optional.empty());
            assertThat(found.file()).isEqualTo(server.address());
            assertThat(found.format()).isEqualTo("raw");
            assertThat(found.bytesLogical()).isEqualTo(SIZE);
            assertThat(found.bytesAllocated()).isBetween(1L, SIZE / 4);
            assertThat(found.files()).isEmpty();
        }
    }

    @Test
    void becomesAnImageThatQemuFindsEqual() throws Exception {
        try (QemuServer server = QemuServer.start(image, "qcow2", List.of())) {
            for (String name : List.of("copy.qcow2", "copy.vmdk", "copy.vhdx", "copy.raw")) {
                Path target = directory.resolve(name);
                Convert.Result made = convert(server.address(), target, Optional.empty());
                assertThat(made.source()).isEqualTo(server.address());
                assertThat(made.sourceFormat()).isEqualTo("raw");
                assertThat(made.bytesLogical()).isEqualTo(SIZE);
                assertThat(made.bytesData()).isBetween(1L, SIZE / 4);
                String format = name.substring(name.indexOf('.') + 1);
                ForeignTool.require("qemu-img")
                        .run("compare", "-f", "qcow2", "-F", format, image, target);
            }
        }
    }

    /** What a guest wrote to the start of its disk must not choose how the disk is read. */
    @Test
    void isRawUnlessTheUserSaysWhatLiesInIt() throws Exception {
        try (QemuServer server = QemuServer.start(image, "raw", List.of())) {
            ImageInfo.Result plain = info(server.address(), Optional.empty());
            assertThat(plain.format()).isEqualTo("raw");
            assertThat(plain.bytesLogical()).isLessThan(SIZE);
            Optional<DiskFormat> told = Optional.of(DiskFormat.QCOW2);
            ImageInfo.Result inside = info(server.address(), told);
            assertThat(inside.format()).isEqualTo("qcow2");
            assertThat(inside.bytesLogical()).isEqualTo(SIZE);
            Path target = directory.resolve("copy.raw");
            assertThat(convert(server.address(), target, told).sourceFormat()).isEqualTo("qcow2");
            ForeignTool.require("qemu-img").run("compare", "-F", "raw", image, target);
        }
    }

    @Test
    void mayNameNoFileHere() throws Exception {
        Path overlay = directory.resolve("overlay.qcow2");
        ForeignTool.require("qemu-img")
                .run("create", "-f", "qcow2", "-F", "qcow2", "-b", image, overlay);
        try (QemuServer server = QemuServer.start(overlay, "raw", List.of())) {
            Path target = directory.resolve("copy.raw");
            assertThatThrownBy(
                            () -> convert(server.address(), target, Optional.of(DiskFormat.QCOW2)))
                    .isInstanceOf(ImageException.Refused.class)
                    .hasMessageContaining("on a server");
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void anExportThatIsAbsentIsNamed() throws Exception {
        try (QemuServer server = QemuServer.start(image, "qcow2", List.of())) {
            Path target = directory.resolve("copy.raw");
            for (Work work :
                    List.<Work>of(
                            () -> info(server.address("other"), Optional.empty()),
                            () -> convert(server.address("other"), target, Optional.empty()))) {
                assertThatThrownBy(work::run)
                        .hasMessageContaining("\"other\"")
                        .hasMessageNotContaining("\n")
                        .satisfies(
                                told -> assertThat(Failure.of(told)).isEqualTo(Failure.NOT_FOUND));
            }
            assertThat(Files.exists(target)).isFalse();
        }
    }

    /** One of the two operations. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
