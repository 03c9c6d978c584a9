package io.colama.inspect.root;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.volume.GuestDisk;
import io.colama.inspect.Inspector;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Systems that are spread over volumes and disks. */
class RootsTest {

    private static final String VAR = "11111111-2222-3333-4444-555555555555";

    @TempDir private Path directory;

    private Path volume(String name, String options, Map<String, String> files)
            throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve(name + ".tree"));
        for (var file : files.entrySet()) {
            Path path = tree.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path image = directory.resolve(name);
        ForeignTool.require("sh")
                .run(
                        "-c",
                        "mke2fs -q -F -t ext4 %s -d '%s' '%s' 8M".formatted(options, tree, image));
        return image;
    }

    private Path disk(String name, String script, Path... volumes)
            throws IOException, InterruptedException {
        Path disk = directory.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(64 << 20);
        }
        Path input = Files.writeString(directory.resolve(name + ".script"), script);
        ForeignTool.require("sh").run("-c", "sfdisk -q '%s' < '%s'".formatted(disk, input));
        long at = 1 << 20;
        for (Path volume : volumes) {
            try (FileChannel from = FileChannel.open(volume);
                    FileChannel to = FileChannel.open(disk, StandardOpenOption.WRITE)) {
                to.transferFrom(from, at, from.size());
                at += from.size();
            }
        }
        return disk;
    }

    @Test
    void mountsWhatTheSystemsTableNames() throws IOException, InterruptedException {
        Path root =
                volume(
                        "root",
                        "-L root",
                        Map.of(
                                "etc/fstab",
                                """
                                LABEL=root / ext4 defaults 0 1
                                UUID=%s /var ext4 defaults 0 2
                                /dev/sdb2 /srv ext4 noatime 0 2
                                /dev/sdc1 /backup ext4 defaults 0 2
                                tmpfs /tmp tmpfs size=1G 0 0
                                /dev/sr0 /media/cdrom0 udf,iso9660 user,noauto 0 0
                                """
                                        .formatted(VAR),
                                "etc/os-release",
                                "ID=debian\nPRETTY_NAME=Debian\n",
                                "bin/sh",
                                "",
                                "var/hidden",
                                ""));
        Path var =
                volume(
                        "var",
                        "-U " + VAR,
                        Map.of(
                                "lib/dpkg/status",
                                "Package: a\nStatus: install ok installed\nVersion: 1\n"));
        Path srv = volume("srv", "", Map.of("data", "x"));
        Path first = disk("first", "label: gpt\nsize=8M\n", root);
        Path second = disk("second", "label: dos\nsize=8M\nsize=8M\n", var, srv);
        try (BlockSource one = BlockSources.file(first);
                BlockSource two = BlockSources.file(second)) {
            Inspection inspection =
                    Inspector.inspect(
                            List.of(new GuestDisk("disk0", one), new GuestDisk("disk1", two)));
            assertThat(inspection.volumes())
                    .extracting(Inspection.VolumeFacts::name)
                    .containsExactly("disk0p1", "disk1p1", "disk1p2");
            SystemFacts system = inspection.systems().getFirst();
            assertThat(inspection.systems()).hasSize(1);
            assertThat(system.mounts())
                    .extracting(mount -> mount.place() + " " + mount.volume())
                    .containsExactly("/ disk0p1", "/var disk1p1", "/srv disk1p2", "/backup ");
            assertThat(system.packages().getFirst().packages()).hasSize(1);
            assertThat(system.packages().getFirst().origin().volume()).isEqualTo("disk1p1");
            assertThat(system.problems())
                    .extracting(Problem::code)
                    .containsExactly("missing-volume:/backup");
        }
    }

    @Test
    void twoSystemsAreTwo() throws IOException, InterruptedException {
        Path one = volume("one", "", Map.of("etc/os-release", "ID=one\n", "bin/sh", ""));
        Path two = volume("two", "", Map.of("etc/os-release", "ID=two\n", "usr/bin/sh", ""));
        Path disk = disk("both", "label: gpt\nsize=8M\nsize=8M\n", one, two);
        try (BlockSource source = BlockSources.file(disk)) {
            Inspection inspection = Inspector.inspect(List.of(new GuestDisk("disk0", source)));
            assertThat(inspection.systems())
                    .extracting(system -> system.os().id())
                    .containsExactly("one", "two");
        }
    }

    @Test
    void whatIsNoSystemIsSaidToBeNone() throws IOException, InterruptedException {
        Path data = volume("data", "-L archive", Map.of("report", "text"));
        try (BlockSource source = BlockSources.file(data)) {
            Inspection inspection = Inspector.inspect(List.of(new GuestDisk("disk0", source)));
            assertThat(inspection.systems()).isEmpty();
            assertThat(inspection.volumes())
                    .singleElement()
                    .satisfies(volume -> {
                        assertThat(volume.name()).isEqualTo("disk0");
                        assertThat(volume.kind()).isEqualTo("ext4");
                        assertThat(volume.label()).isEqualTo("archive");
                        assertThat(volume.condition()).isEqualTo("clean");
                    });
        }
        Inspection empty =
                Inspector.inspect(List.of(new GuestDisk("disk0", BlockSources.zero(1 << 20))));
        assertThat(empty.volumes().getFirst().kind()).isEqualTo("empty");
    }
}
