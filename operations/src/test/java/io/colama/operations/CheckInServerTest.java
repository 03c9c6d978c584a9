package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.disk.image.DiskFormat;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that QEMU's server offers, as sources of a check-in. */
class CheckInServerTest {

    private static final long SIZE = 64 << 20;

    @TempDir private Path directory;

    private Environment environment;

    @BeforeEach
    void makeRepository() throws IOException {
        environment = new Environment(directory.resolve("repository"), Clock.systemUTC(), "ana");
        new Init(environment).run();
    }

    /** A disk with data here and there, as an image. */
    private Path image(String name, Seed seed) throws Exception {
        Path image = directory.resolve(name + ".qcow2");
        ForeignTool.require("qemu-img").run("create", "-f", "qcow2", image, SIZE);
        RandomGenerator random = seed.random();
        for (int i = 0; i < 10; i++) {
            write(image, random);
        }
        return image;
    }

    private static void write(Path image, RandomGenerator random) throws Exception {
        long at = random.nextLong(SIZE / 4096 - 100) * 4096;
        String command =
                "write -P %d %d %d"
                        .formatted(1 + random.nextInt(255), at, 512 * (1 + random.nextInt(700)));
        ForeignTool.require("qemu-io").run("-c", command, image);
    }

    /** The bytes of a disk, as QEMU reads it. */
    private byte[] bytes(Path image) throws Exception {
        Path raw = directory.resolve("raw");
        ForeignTool.require("qemu-img").run("convert", "-O", "raw", image, raw);
        return Files.readAllBytes(raw);
    }

    /** Work while a server runs. */
    @FunctionalInterface
    private interface Work {
        CheckIn.Result run(List<String> addresses) throws IOException;
    }

    private CheckIn.Result whileServed(List<Path> images, List<String> options, Work work)
            throws Exception {
        List<QemuServer> servers = new ArrayList<>();
        try {
            for (Path image : images) {
                servers.add(QemuServer.start(image, "qcow2", options));
            }
            return work.run(servers.stream().map(QemuServer::address).toList());
        } finally {
            for (QemuServer server : servers) {
                server.close();
            }
        }
    }

    private CheckIn.Result checkIn(List<String> addresses, Optional<CheckIn.Request.Since> since)
            throws IOException {
        CheckIn.Request plain = CheckIn.Request.of("web", List.of(), "from a server");
        List<SourceName> sources = new ArrayList<>();
        for (String address : addresses) {
            sources.add(SourceName.parse(address));
        }
        return new CheckIn(environment)
                .run(
                        new CheckIn.Request(
                                plain.machine(),
                                sources,
                                plain.definition(),
                                plain.message(),
                                plain.tag(),
                                plain.author(),
                                plain.format(),
                                plain.snapshot(),
                                false,
                                plain.pick(),
                                false,
                                plain.importRoot(),
                                since,
                                SourceFiles.PLAIN),
                        Task.SILENT);
    }

    private void holds(String revision, Path... images) throws Exception {
        Path out = directory.resolve("out-" + revision);
        new CheckOut(environment)
                .run(
                        new CheckOut.Request(
                                revision,
                                Optional.of(out),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(DiskFormat.RAW),
                                false,
                                false),
                        Task.SILENT);
        for (int i = 0; i < images.length; i++) {
            byte[] found = Files.readAllBytes(out.resolve("disk" + i + ".raw"));
            assertThat(Arrays.mismatch(found, bytes(images[i]))).isEqualTo(-1);
        }
    }

    @Test
    void checksInWhatServersOffer() throws Exception {
        ForeignTool.require("qemu-nbd");
        List<Path> images = List.of(image("a", Seed.of(1)), image("b", Seed.of(2)));
        CheckIn.Result made = whileServed(images, List.of(), at -> checkIn(at, Optional.empty()));
        assertThat(made.disks())
                .extracting(CheckIn.Result.Disk::name)
                .containsExactly("disk0", "disk1");
        assertThat(made.bytesLogical()).isEqualTo(2 * SIZE);
        assertThat(made.bytesAllocated()).isBetween(1L, SIZE / 4);
        holds(made.revision(), images.get(0), images.get(1));
    }

    @Test
    void readsOnlyWhatABitmapMarks() throws Exception {
        ForeignTool.require("qemu-nbd");
        Path image = image("a", Seed.of(3));
        CheckIn.Result first =
                whileServed(List.of(image), List.of(), at -> checkIn(at, Optional.empty()));
        ForeignTool.require("qemu-img").run("bitmap", "--add", "--enable", image, "since");
        write(image, Seed.of(4).random());
        CheckIn.Request.Since since = new CheckIn.Request.Since("since", first.revision());
        CheckIn.Result second =
                whileServed(
                        List.of(image),
                        List.of("-B", "since"),
                        at -> checkIn(at, Optional.of(since)));
        assertThat(second.bytesAllocated()).isBetween(1L, 1L << 20);
        assertThat(second.parents()).containsExactly(first.revision());
        holds(second.revision(), image);
        CheckIn.Result whole =
                whileServed(List.of(image), List.of(), at -> checkIn(at, Optional.empty()));
        assertThat(whole.disks().getFirst().id()).isEqualTo(second.disks().getFirst().id());
    }

    @Test
    void namesABitmapThatIsNotThere() throws Exception {
        ForeignTool.require("qemu-nbd");
        Path image = image("a", Seed.of(5));
        CheckIn.Result first =
                whileServed(List.of(image), List.of(), at -> checkIn(at, Optional.empty()));
        CheckIn.Request.Since since = new CheckIn.Request.Since("never", first.revision());
        assertThatThrownBy(() ->
                        whileServed(
                                List.of(image), List.of(), at -> checkIn(at, Optional.of(since))))
                .hasMessageContaining("qemu:dirty-bitmap:never")
                .satisfies(told -> assertThat(Failure.of(told)).isEqualTo(Failure.NOT_FOUND));
        assertThatThrownBy(() -> checkIn(List.of(image.toString()), Optional.of(since)))
                .satisfies(told -> assertThat(Failure.of(told)).isEqualTo(Failure.USAGE));
    }

    @Test
    void saysWhenNobodyAnswers() {
        assertThatThrownBy(() ->
                        checkIn(List.of("nbd+unix:///x?socket=/none/there"), Optional.empty()))
                .hasMessageContaining("/none/there");
        assertThatThrownBy(() -> checkIn(List.of("nbd://host:x/y"), Optional.empty()))
                .satisfies(told -> assertThat(Failure.of(told)).isEqualTo(Failure.USAGE));
    }
}
