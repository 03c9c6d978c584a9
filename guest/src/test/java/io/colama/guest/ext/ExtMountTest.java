package io.colama.guest.ext;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.LoopMount;
import io.colama.guest.file.SourceTree;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that the kernel wrote, unmounted and as they lie there while it writes. */
class ExtMountTest {

    private static final Seed SEED = Seed.of(27_182);
    private static final int PIECE = 4096;

    @TempDir private Path directory;

    private Path make(String options, String size) throws IOException, InterruptedException {
        Path image = directory.resolve("image");
        List<Object> arguments = new ArrayList<>(List.of("-q", "-F"));
        Collections.addAll(arguments, (Object[]) options.split(" "));
        arguments.add(image);
        arguments.add(size);
        ForeignTool.require("mke2fs").run(arguments.toArray());
        return image;
    }

    private Path place() throws IOException {
        return Files.createDirectories(directory.resolve("place"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t ext4",
                "-t ext4 -b 1024 -O ea_inode -I 256",
                "-t ext4 -O inline_data -I 1024",
                "-t ext3 -b 1024",
                "-t ext2 -b 1024"
            })
    void readsWhatTheKernelWrote(String options) throws IOException, InterruptedException {
        Path image = make(options, "256M");
        SortedMap<String, String> expected;
        try (LoopMount mount = LoopMount.of(image, place(), "")) {
            SourceTree.fill(mount.place(), SEED.random());
            scatter(mount.place().resolve("scattered"), SEED.part(1).random());
            if (options.contains("ext4")) {
                ForeignTool.require("fallocate")
                        .run("-l", 3_000_000, mount.place().resolve("prepared"));
            }
            ForeignTool.require("mknod").run(mount.place().resolve("disk"), "b", 259, 70_000);
            ForeignTool.require("mknod").run(mount.place().resolve("line"), "c", 4, 64);
            UserDefinedFileAttributeView view =
                    Files.getFileAttributeView(
                            mount.place().resolve("size-4095"), UserDefinedFileAttributeView.class);
            view.write(
                    "more", ByteBuffer.wrap("text".repeat(200).getBytes(StandardCharsets.UTF_8)));
            expected = FileTree.of(mount.place(), FileTree.Detail.ALL, path -> true);
        }
        try (BlockSource volume = BlockSources.file(image)) {
            GuestFileSystem opened = ExtFileSystem.open(volume);
            assertThat(opened.facts().condition()).isEqualTo(Condition.CLEAN);
            SortedMap<String, String> found = FileTree.of(opened.root(), FileTree.Detail.ALL);
            assertThat(FileTree.difference(expected, found)).isEmpty();
        }
    }

    /** Writes a file in pieces out of order, so that its map has many extents. */
    private static void scatter(Path file, RandomGenerator random) throws IOException {
        List<Integer> pieces = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            pieces.add(i * 2);
        }
        Collections.shuffle(pieces, new Random(random.nextLong()));
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int piece : pieces) {
                out.write(ByteBuffer.wrap(SampleBytes.of(random, PIECE)), (long) piece * PIECE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-t ext4", "-t ext4 -O ^metadata_csum,^64bit -b 1024", "-t ext3 -J size=4"})
    void readsAVolumeInUseAsE2fsckLeavesIt(String options)
            throws IOException, InterruptedException {
        Path image = make(options, "64M");
        Path copy = directory.resolve("copy");
        try (LoopMount mount = LoopMount.of(image, place(), "commit=1")) {
            RandomGenerator random = SEED.part(2).random();
            for (int round = 0; round < 6; round++) {
                churn(mount.place(), random, round);
                ForeignTool.require("sync").run("-f", mount.place());
            }
            // what the kernel has not yet written in place is in the journal alone
            ForeignTool.require("cp").run("--sparse=always", image, copy);
        }
        try (BlockSource before = BlockSources.file(copy)) {
            GuestFileSystem opened = ExtFileSystem.open(before);
            assertThat(opened.facts().condition()).isEqualTo(Condition.REPLAYED);
            SortedMap<String, String> replayed = FileTree.of(opened.root(), FileTree.Detail.ALL);
            Path repaired = directory.resolve("repaired");
            ForeignTool.require("cp").run("--sparse=always", copy, repaired);
            ForeignTool.require("e2fsck").tryRun("-fy", repaired);
            try (BlockSource after = BlockSources.file(repaired)) {
                GuestFileSystem clean = ExtFileSystem.open(after);
                assertThat(clean.facts().condition()).isEqualTo(Condition.CLEAN);
                SortedMap<String, String> expected = FileTree.of(clean.root(), FileTree.Detail.ALL);
                assertThat(expected).hasSizeGreaterThan(100);
                assertThat(FileTree.difference(expected, replayed)).isEmpty();
            }
        }
    }

    private static void churn(Path place, RandomGenerator random, int round) throws IOException {
        Path work = Files.createDirectories(place.resolve("work" + round));
        for (int i = 0; i < 120; i++) {
            Files.write(work.resolve("file" + i), SampleBytes.of(random, random.nextInt(9_000)));
        }
        if (round > 0) {
            for (int i = 0; i < 120; i += 2) {
                Files.deleteIfExists(place.resolve("work" + (round - 1)).resolve("file" + i));
            }
            Files.move(place.resolve("work" + (round - 1)), work.resolve("older" + (round - 1)));
        }
    }

    @Tag("slow")
    @Test
    void findsNamesAmongAHundredThousand() throws IOException, InterruptedException {
        Path image = make("-t ext4 -N 120000", "512M");
        try (LoopMount mount = LoopMount.of(image, place(), "")) {
            for (int i = 0; i < 100_000; i++) {
                Files.createFile(mount.place().resolve("a name among many " + i));
            }
        }
        try (BlockSource volume = BlockSources.file(image)) {
            GuestFileSystem opened = ExtFileSystem.open(volume);
            assertThat(opened.root().entries()).hasSize(100_001);
            for (int i = 0; i < 100_000; i += 9_973) {
                assertThat(opened.root().child("a name among many " + i)).isPresent();
            }
            assertThat(opened.root().child("a name among many 100000")).isEmpty();
        }
    }
}
