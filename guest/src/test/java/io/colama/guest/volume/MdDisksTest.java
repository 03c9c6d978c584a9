package io.colama.guest.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.md.MdDisk;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays of md on several disks, and what stands on them. */
class MdDisksTest {

    private static final int CHUNK = 64 << 10;
    private static final int PARTITION_AT = 1 << 20;
    private static final int MEMBER = 24 << 20;

    @TempDir private Path directory;

    private Path partitioned(String name, long sizeBytes, String... script)
            throws IOException, InterruptedException {
        Path disk = VolumeFiles.blank(directory.resolve(name), sizeBytes);
        Path input = Files.writeString(directory.resolve("script"), String.join("\n", script));
        ForeignTool.require("sh").run("-c", "sfdisk -q '%s' < '%s'".formatted(disk, input));
        return disk;
    }

    private static List<GuestDisk> disks(List<Path> files) throws IOException {
        List<GuestDisk> disks = new ArrayList<>();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            disks.add(new GuestDisk("disk" + disks.size(), BlockSources.of(bytes)));
        }
        return disks;
    }

    @Test
    void readsLogicalVolumesOnAnArrayOfPartitions() throws IOException, InterruptedException {
        VolumeFiles files = VolumeFiles.in(directory);
        MdDisk stripes = new MdDisk("1.2", 0, 2, CHUNK);
        int room = stripes.room(MEMBER);
        Path array = VolumeFiles.blank(directory.resolve("array"), 2L * room);
        LvmGroup.make("vg", List.of(array), "-n data -l 5");
        byte[] bytes = Files.readAllBytes(array);
        byte[] volume = files.fileSystem(20 << 20);
        System.arraycopy(volume, 0, bytes, 1 << 20, volume.length);
        List<Path> images = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            byte[] member = new byte[MEMBER];
            for (int at = 0; at < room; at += CHUNK) {
                System.arraycopy(bytes, 2 * at + i * CHUNK, member, stripes.dataAt() + at, CHUNK);
            }
            Path disk = partitioned("disk" + i, 32 << 20, "label: gpt", "size=24M");
            byte[] whole = Files.readAllBytes(disk);
            System.arraycopy(stripes.seal(member, i, 3), 0, whole, PARTITION_AT, MEMBER);
            images.add(Files.write(disk, whole));
        }
        files.compareWithGrub("(lvm/vg-data)", images);
        GuestDisks opened = GuestDisks.open(disks(images));
        assertThat(opened.volumes())
                .extracting(one -> one.name() + " " + one.content().kind())
                .containsExactly(
                        "disk0p1 linux_raid_member",
                        "disk1p1 linux_raid_member",
                        "md:0 LVM2_member",
                        "lvm:vg/data ext4");
        Volume data = opened.volume("lvm:vg/data").orElseThrow();
        assertThat(data.disks()).containsExactly("disk0", "disk1");
        assertThat(files.difference(data)).isEmpty();
        GuestDisks half = GuestDisks.open(disks(images.subList(1, 2)));
        assertThat(half.volume("md:0").orElseThrow().content().reason())
                .contains("needs-disk:1-of-2");
        assertThat(half.volumes()).hasSize(2);
    }

    @Test
    void readsPartitionsOfAMirrorOfWholeDisksOnce() throws IOException, InterruptedException {
        VolumeFiles files = VolumeFiles.in(directory);
        MdDisk mirror = new MdDisk("1.0", 1, 2, 0);
        Path array = partitioned("array", mirror.room(MEMBER), "label: dos", "size=20M");
        byte[] volume = files.fileSystem(20 << 20);
        byte[] bytes = Files.readAllBytes(array);
        System.arraycopy(volume, 0, bytes, PARTITION_AT, volume.length);
        List<Path> images = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            byte[] member = Arrays.copyOf(bytes, MEMBER);
            images.add(Files.write(directory.resolve("disk" + i), mirror.seal(member, i, 3)));
        }
        files.compareWithGrub("(md/0,1)", images);
        for (List<Path> there : List.of(images, images.subList(1, 2))) {
            GuestDisks opened = GuestDisks.open(disks(there));
            assertThat(opened.volumes().subList(0, there.size()))
                    .allMatch(one -> one.content().kind().equals("linux_raid_member"));
            assertThat(opened.volumes()).hasSize(there.size() + 1);
            Volume found = opened.volume("md:0p1").orElseThrow();
            assertThat(files.difference(found)).isEmpty();
        }
    }

    /** A disk that was a member once and got a table since. */
    @Test
    void aSuperblockThatWasLeftBehindHidesNoPartitions() throws IOException, InterruptedException {
        Path disk = partitioned("disk", 32 << 20, "label: gpt", "size=24M");
        byte[] whole = new MdDisk("0.90", 1, 2, 0).seal(Files.readAllBytes(disk), 0, 1);
        try (BlockSource source = BlockSources.of(whole)) {
            assertThat(GuestDisks.open(List.of(new GuestDisk("disk0", source))).volumes())
                    .extracting(Volume::name)
                    .containsExactly("disk0p1");
        }
    }

    @Test
    void aPartitionThatIsAMemberLeavesTheTableAlone() throws IOException, InterruptedException {
        MdDisk mirror = new MdDisk("1.0", 1, 2, 0);
        Path disk = partitioned("disk", 32 << 20, "label: dos", "size=4M", "size=24M");
        byte[] whole = Files.readAllBytes(disk);
        int at = PARTITION_AT + (4 << 20);
        System.arraycopy(mirror.seal(new byte[MEMBER], 0, 1), 0, whole, at, MEMBER);
        try (BlockSource source = BlockSources.of(whole)) {
            assertThat(GuestDisks.open(List.of(new GuestDisk("disk0", source))).volumes())
                    .extracting(Volume::name)
                    .containsExactly("disk0p1", "disk0p2", "md:0");
        }
    }
}
