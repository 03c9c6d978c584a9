package io.colama.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.guest.volume.LvmGroup;
import io.colama.testkit.ForeignTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on logical volumes of stored machines, by paths that name the volume. */
class VolumePathTest {

    @TempDir private Path directory;

    private Path blank(String name) throws IOException {
        Path file = directory.resolve(name);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(10 << 20);
        }
        return file;
    }

    @Test
    void readsAFileOnALogicalVolumeOfARevision() throws IOException, InterruptedException {
        // two extents of 4 MiB on each disk; the volume lies on the first
        List<Path> disks = List.of(blank("a.img"), blank("b.img"));
        LvmGroup.make("vg", disks, "-n data -l 2", "-n wide -l 2 -i 1");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.createDirectory(tree.resolve("etc"));
        Files.writeString(tree.resolve("etc/motd"), "on a logical volume");
        Path volume = directory.resolve("volume");
        ForeignTool.require("sh")
                .run("-c", "mke2fs -q -F -t ext4 -d '%s' '%s' 8M".formatted(tree, volume));
        try (RandomAccessFile disk = new RandomAccessFile(disks.getFirst().toFile(), "rw")) {
            disk.seek(1 << 20);
            disk.write(Files.readAllBytes(volume));
        }
        Environment environment =
                new Environment(directory.resolve("repository"), Clock.systemUTC(), "tester");
        new Init(environment).run();
        String revision =
                new CheckIn(environment)
                        .run(CheckIn.Request.of("web", disks, "test"), Task.SILENT)
                        .revision();
        GuestPath path = GuestPath.parse("web@%s:[lvm:vg/data]:/etc/motd".formatted(revision));
        try (GuestFiles files = GuestFiles.open(environment, path)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            files.read(path.path(), Task.SILENT, out);
            assertThat(out.toString(UTF_8)).isEqualTo("on a logical volume");
        }
        GuestPath other = GuestPath.parse("web:[lvm:vg/none]:/");
        assertThatThrownBy(() -> GuestFiles.open(environment, other).close())
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("lvm:vg/data (ext4)");
        GuestPath alone = GuestPath.parse(disks.getLast() + ":[lvm:vg/data]:/");
        assertThatThrownBy(() -> GuestFiles.open(environment, alone).close())
                .hasMessageContaining("needs-disk:0-of-1");
    }
}
