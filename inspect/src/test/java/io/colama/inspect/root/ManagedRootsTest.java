package io.colama.inspect.root;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.LoopMount;
import io.colama.guest.md.MdDisk;
import io.colama.guest.volume.GuestDisk;
import io.colama.guest.volume.GuestDisks;
import io.colama.guest.volume.LvmGroup;
import io.colama.inspect.Inspector;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Systems on subvolumes, on logical volumes and on arrays. */
class ManagedRootsTest {

    private static final String RELEASE = "ID=debian\nPRETTY_NAME=Debian\n";

    @TempDir private Path directory;

    private static Path blank(Path file, long sizeBytes) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(sizeBytes);
        }
        return file;
    }

    private static void write(Path tree, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = tree.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** The bytes of a volume of 8 MiB. */
    private byte[] ext4(String name, Map<String, String> files)
            throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve(name + ".tree"));
        write(tree, files);
        Path image = directory.resolve(name);
        ForeignTool.require("sh")
                .run("-c", "mke2fs -q -F -t ext4 -d '%s' '%s' 8M".formatted(tree, image));
        return Files.readAllBytes(image);
    }

    private static List<GuestDisk> disks(List<BlockSource> sources) {
        return IntStream.range(0, sources.size())
                .mapToObj(i -> new GuestDisk("disk" + i, sources.get(i)))
                .toList();
    }

    private static String uuid(Path image) throws IOException {
        try (BlockSource source = BlockSources.file(image)) {
            GuestDisks opened = GuestDisks.open(disks(List.of(source)));
            return opened.volumes().getFirst().content().uuid().orElseThrow();
        }
    }

    /** As Debian, Fedora and openSUSE lay it out; the last has its root by default. */
    @ParameterizedTest
    @CsvSource({
        "@, @home, subvol=@home, false",
        "root, home, 'compress=zstd:1,subvol=/home', false",
        "@/.snapshots/1/snapshot, @/home, 'subvol=/@/home', true"
    })
    void aSystemOnSubvolumesIsOneAndItsSnapshotsAreNone(
            String root, String home, String options, boolean byDefault)
            throws IOException, InterruptedException {
        Path image = blank(directory.resolve("image"), 300L << 20);
        ForeignTool.require("mkfs.btrfs").run("-q", image);
        String uuid = uuid(image);
        Path place = Files.createDirectory(directory.resolve("place"));
        ForeignTool btrfs = ForeignTool.require("btrfs").in(place);
        try (LoopMount mount = LoopMount.of(image, place, "")) {
            if (root.startsWith("@/")) {
                btrfs.run("subvolume", "create", "@");
                Files.createDirectories(mount.place().resolve(root).getParent());
            }
            btrfs.run("subvolume", "create", root);
            btrfs.run("subvolume", "create", home);
            write(
                    place.resolve(root),
                    Map.of(
                            "etc/fstab",
                            """
                            UUID=%s / btrfs subvol=/%s 0 0
                            UUID=%s /home btrfs %s 0 0
                            """
                                    .formatted(uuid, root, uuid, options),
                            "etc/os-release",
                            RELEASE,
                            "bin/sh",
                            "",
                            "home/hidden",
                            ""));
            write(place.resolve(home), Map.of("ana/letter", "from the subvolume"));
            Files.createDirectories(place.resolve(".snapshots/7"));
            btrfs.run("subvolume", "snapshot", "-r", root, ".snapshots/7/snapshot");
            btrfs.run("subvolume", "snapshot", root, "@copy");
            if (byDefault) {
                btrfs.run("subvolume", "set-default", root);
            }
        }
        try (BlockSource source = BlockSources.file(image)) {
            List<GuestRoot> roots = Roots.find(GuestDisks.open(disks(List.of(source)))).roots();
            assertThat(roots).hasSize(1);
            GuestRoot found = roots.getFirst();
            assertThat(found.problems()).isEmpty();
            assertThat(found.mounts())
                    .extracting(mount -> mount.place() + " " + mount.volume())
                    .containsExactly("/ disk0", "/home disk0");
            assertThat(found.tree().file("home/hidden")).isEmpty();
            FileNode letter = found.tree().file("home/ana/letter").orElseThrow();
            assertThat(letter.attributes().sizeBytes()).isEqualTo(18);
            Inspection inspection = Inspector.inspect(disks(List.of(source)));
            assertThat(inspection.systems())
                    .extracting(system -> system.os().id())
                    .containsExactly("debian");
        }
    }

    @Test
    void aSystemOnLogicalVolumesIsOne() throws IOException, InterruptedException {
        // two extents of 4 MiB are all that is free on each disk
        List<Path> disks =
                List.of(
                        blank(directory.resolve("a"), 10 << 20),
                        blank(directory.resolve("b"), 10 << 20));
        LvmGroup.make("deb-vg", disks, "-n root-1 -l 2", "-n var -l 2");
        byte[] root =
                ext4(
                        "root",
                        Map.of(
                                "etc/fstab",
                                """
                                /dev/mapper/deb--vg-root--1 / ext4 defaults 0 1
                                /dev/deb-vg/var /var ext4 defaults 0 2
                                """,
                                "etc/os-release",
                                RELEASE,
                                "bin/sh",
                                ""));
        byte[] var =
                ext4(
                        "var",
                        Map.of(
                                "lib/dpkg/status",
                                "Package: a\nStatus: install ok installed\nVersion: 1\n"));
        byte[] first = Files.readAllBytes(disks.get(0));
        byte[] second = Files.readAllBytes(disks.get(1));
        System.arraycopy(root, 0, first, 1 << 20, root.length);
        System.arraycopy(var, 0, second, 1 << 20, var.length);
        List<BlockSource> sources = List.of(BlockSources.of(first), BlockSources.of(second));
        Inspection inspection = Inspector.inspect(disks(sources));
        assertThat(inspection.systems()).hasSize(1);
        SystemFacts system = inspection.systems().getFirst();
        assertThat(system.problems()).isEmpty();
        assertThat(system.mounts())
                .extracting(mount -> mount.place() + " " + mount.volume())
                .containsExactly("/ lvm:deb-vg/root-1", "/var lvm:deb-vg/var");
        assertThat(system.packages().getFirst().packages()).hasSize(1);
        assertThat(system.packages().getFirst().origin().volume()).isEqualTo("lvm:deb-vg/var");
        Inspection half = Inspector.inspect(disks(sources.subList(0, 1)));
        assertThat(half.systems()).hasSize(1);
        assertThat(half.systems().getFirst().problems())
                .extracting(Problem::code)
                .contains("unread-volume:/var");
    }

    @Test
    void aSystemOnAMirrorIsOne() throws IOException, InterruptedException {
        byte[] root =
                ext4(
                        "root",
                        Map.of(
                                "etc/fstab",
                                "/dev/md0 / ext4 defaults 0 1\n",
                                "etc/os-release",
                                RELEASE,
                                "bin/sh",
                                ""));
        MdDisk mirror = new MdDisk("1.0", 1, 2, 0);
        byte[] member = Arrays.copyOf(root, root.length + 0x2000);
        List<BlockSource> sources =
                List.of(
                        BlockSources.of(mirror.seal(member.clone(), 0, 1)),
                        BlockSources.of(mirror.seal(member.clone(), 1, 1)));
        Inspection inspection = Inspector.inspect(disks(sources));
        assertThat(inspection.systems())
                .singleElement()
                .satisfies(system ->
                        assertThat(system.mounts())
                                .extracting(mount -> mount.device() + " " + mount.volume())
                                .containsExactly("/dev/md0 md:0"));
    }
}
