package io.colama.guest.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups that lvm2 made on two disks, with file systems written where lvm2 says. */
class LvmDisksTest {

    private static final int STRIPE = 64 << 10;
    private static final long DISK = 64L << 20;

    @TempDir private Path directory;

    @Test
    void readsFileSystemsInVolumesThatLvmMade() throws IOException, InterruptedException {
        VolumeFiles files = VolumeFiles.in(directory);
        List<Path> disks = List.of(directory.resolve("a"), directory.resolve("b"));
        for (Path disk : disks) {
            VolumeFiles.blank(disk, DISK);
        }
        LvmGroup.make("test-vg", disks, "-n root -l 5", "-n wide -l 6 -i 2 -I 64");
        // five extents, then three on each disk, of 4 MiB; they start at 1 MiB
        byte[] plain = files.fileSystem(20 << 20);
        byte[] striped = files.fileSystem(24 << 20);
        try (RandomAccessFile first = new RandomAccessFile(disks.get(0).toFile(), "rw");
                RandomAccessFile second = new RandomAccessFile(disks.get(1).toFile(), "rw")) {
            first.seek(1 << 20);
            first.write(plain);
            for (int at = 0; at < striped.length; at += STRIPE) {
                boolean odd = at / STRIPE % 2 == 1;
                RandomAccessFile file = odd ? second : first;
                long start = odd ? 1 << 20 : 21 << 20;
                file.seek(start + (long) at / STRIPE / 2 * STRIPE);
                file.write(striped, at, STRIPE);
            }
        }
        files.compareWithGrub("(lvm/test--vg-root)", disks);
        files.compareWithGrub("(lvm/test--vg-wide)", disks);
        check(files, disks);
    }

    private static void check(VolumeFiles files, List<Path> disks) throws IOException {
        try (BlockSource first = BlockSources.file(disks.get(0));
                BlockSource second = BlockSources.file(disks.get(1))) {
            GuestDisks opened =
                    GuestDisks.open(
                            List.of(new GuestDisk("disk0", first), new GuestDisk("disk1", second)));
            assertThat(opened.volumes())
                    .extracting(Volume::name)
                    .containsExactly("disk0", "disk1", "lvm:test-vg/root", "lvm:test-vg/wide");
            assertThat(opened.volumes())
                    .extracting(volume -> volume.content().kind())
                    .containsExactly("LVM2_member", "LVM2_member", "ext4", "ext4");
            for (Volume volume : opened.volumes().subList(2, 4)) {
                assertThat(files.difference(volume)).isEmpty();
            }
            GuestDisks half = GuestDisks.open(List.of(new GuestDisk("disk0", first)));
            assertThat(half.volume("lvm:test-vg/root").orElseThrow().content().files()).isPresent();
            assertThat(half.volume("lvm:test-vg/wide").orElseThrow().content().reason())
                    .contains("needs-disk:1-of-2");
        }
    }
}
