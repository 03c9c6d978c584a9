package io.colama.guest.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.LoopMount;
import io.colama.guest.volume.GuestDisk;
import io.colama.guest.volume.GuestDisks;
import io.colama.guest.volume.Volume;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/** Volumes that lie on several devices. */
class BtrfsDevicesTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({"raid0, 3", "raid1, 2"})
    void readsWhatTheKernelSpread(String profile, int count)
            throws IOException, InterruptedException {
        check(profile, count);
    }

    @ParameterizedTest
    @CsvSource({"raid10, 4", "raid1c3, 3", "raid5, 3", "raid6, 4"})
    @Tag("slow")
    void readsAllThatTheKernelCanSpread(String profile, int count)
            throws IOException, InterruptedException {
        check(profile, count);
    }

    private void check(String profile, int count) throws IOException, InterruptedException {
        List<Path> images = make(profile, count);
        SortedMap<String, String> expected = write(images);
        List<BlockSource> sources = new ArrayList<>();
        for (Path image : images) {
            sources.add(BlockSources.file(image));
        }
        Collections.reverse(sources);
        assertThat(BtrfsFileSystem.membership(sources.getFirst()).devices()).isEqualTo(count);
        BtrfsFileSystem opened = BtrfsFileSystem.open(sources);
        assertThat(opened.facts().notes()).isEmpty();
        assertThat(FileTree.difference(expected, FileTree.of(opened.root(), FileTree.Detail.OWNED)))
                .isEmpty();
        List<BlockSource> fewer = sources.subList(0, count - 1);
        if (profile.equals("raid0") || profile.equals("raid5")) {
            assertThatThrownBy(() -> tree(fewer)).isInstanceOf(ImageException.Unsupported.class);
        } else if (!profile.equals("raid6")) {
            assertThat(FileTree.difference(expected, tree(fewer))).isEmpty();
        }
        checkVolumes(sources, true);
        checkVolumes(fewer, profile.startsWith("raid1"));
        for (BlockSource source : sources) {
            source.close();
        }
    }

    private List<Path> make(String profile, int count) throws IOException, InterruptedException {
        List<Object> command = new ArrayList<>(List.of("-q", "-d", profile, "-m", "raid1"));
        List<Path> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(BtrfsVolumes.blank(directory.resolve("image" + i), 200L << 20));
        }
        command.addAll(images);
        ForeignTool.require("mkfs.btrfs").run(command.toArray());
        return images;
    }

    /** What a machine with these disks has: one file system, or a reason on each of its pieces. */
    private static void checkVolumes(List<BlockSource> sources, boolean isWhole)
            throws IOException {
        List<GuestDisk> disks = new ArrayList<>();
        for (BlockSource source : sources) {
            disks.add(new GuestDisk("disk" + disks.size(), source));
        }
        List<Volume> volumes = GuestDisks.open(disks).volumes();
        long open = volumes.stream().filter(one -> one.content().files().isPresent()).count();
        long told =
                volumes.stream()
                        .flatMap(one -> one.content().reason().stream())
                        .filter(one -> one.startsWith("needs-disk:%d-of-".formatted(disks.size())))
                        .count();
        assertThat(volumes).hasSameSizeAs(disks);
        assertThat(open).isEqualTo(isWhole ? 1 : 0);
        assertThat(told).isEqualTo(isWhole ? 0 : disks.size());
    }

    @Test
    void believesTheDeviceThatWasWrittenLast() throws IOException, InterruptedException {
        List<Path> images = make("raid1", 2);
        write(images);
        ForeignTool.Outcome forgotten =
                ForeignTool.require("btrfs").tryRun("device", "scan", "--forget");
        SortedMap<String, String> expected;
        try (LoopMount mount = BtrfsVolumes.mount(images.getFirst(), directory, "degraded")) {
            for (int i = 0; i < 300; i += 3) {
                Files.write(
                        mount.place().resolve("file" + i),
                        BtrfsVolumes.compressible(BtrfsVolumes.random(), 50_000 + i));
            }
            expected = FileTree.of(mount.place(), FileTree.Detail.OWNED, path -> true);
        }
        try (BlockSource first = BlockSources.file(images.getFirst());
                BlockSource second = BlockSources.file(images.getLast())) {
            for (List<BlockSource> both : List.of(List.of(first, second), List.of(second, first))) {
                BtrfsFileSystem opened = BtrfsFileSystem.open(both);
                assertThat(opened.facts().condition())
                        .as(forgotten.toString())
                        .isEqualTo(Condition.POSSIBLY_STALE);
                assertThat(FileTree.difference(expected, tree(both))).isEmpty();
            }
        }
    }

    private static SortedMap<String, String> tree(List<BlockSource> sources) throws IOException {
        return FileTree.of(BtrfsFileSystem.open(sources).root(), FileTree.Detail.OWNED);
    }

    private SortedMap<String, String> write(List<Path> images)
            throws IOException, InterruptedException {
        ForeignTool losetup = ForeignTool.require("losetup");
        List<String> loops = new ArrayList<>();
        try {
            StringBuilder options = new StringBuilder();
            for (Path image : images.subList(1, images.size())) {
                ForeignTool.Outcome outcome = losetup.tryRun("-f", "--show", image);
                if (outcome.exitCode() != 0) {
                    throw new TestAbortedException("no loop devices here: " + outcome);
                }
                loops.add(outcome.output().strip());
                options.append(options.isEmpty() ? "" : ",").append("device=");
                options.append(loops.getLast());
            }
            try (LoopMount mount =
                    BtrfsVolumes.mount(images.getFirst(), directory, options.toString())) {
                Path place = mount.place();
                for (int i = 0; i < 300; i++) {
                    Files.write(
                            place.resolve("file" + i),
                            BtrfsVolumes.compressible(BtrfsVolumes.random(), i * 1_001));
                }
                Files.write(
                        place.resolve("large"),
                        BtrfsVolumes.compressible(BtrfsVolumes.random(), 9_000_000));
                return FileTree.of(place, FileTree.Detail.OWNED, path -> true);
            }
        } finally {
            for (String loop : loops) {
                losetup.run("-d", loop);
            }
        }
    }
}
