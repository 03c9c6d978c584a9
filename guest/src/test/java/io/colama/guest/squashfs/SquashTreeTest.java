package io.colama.guest.squashfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.SourceTree;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that mksquashfs wrote, against the directory that it was given. */
class SquashTreeTest {

    private static final Seed SEED = Seed.of(16_180);

    @TempDir private static Path source;
    @TempDir private Path directory;

    @BeforeAll
    static void fill() throws IOException, InterruptedException {
        SourceTree.fill(source, SEED.random());
        for (String name : List.of("size-511", "size-512")) {
            ForeignTool.require("setfattr")
                    .run("-n", "user.out", "-v", "o".repeat(3_000), source.resolve(name));
        }
    }

    private Path make(Path tree, String options) throws IOException, InterruptedException {
        Path image = directory.resolve("image");
        List<Object> arguments =
                new ArrayList<>(List.of(tree, image, "-quiet", "-no-progress", "-noappend"));
        Collections.addAll(arguments, (Object[]) options.split(" "));
        ForeignTool.require("mksquashfs").run(arguments.toArray());
        return image;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-comp gzip",
                "-comp gzip -b 4096 -always-use-fragments",
                "-comp xz -b 1M",
                "-comp zstd -no-fragments",
                "-comp lz4 -noF",
                "-noI -noD -noF -noX -b 16384"
            })
    void readsWhatMksquashfsWrote(String options) throws IOException, InterruptedException {
        SortedMap<String, String> expected = FileTree.of(source, FileTree.Detail.ALL, path -> true);
        Path image = make(source, options);
        try (BlockSource volume = BlockSources.file(image)) {
            GuestFileSystem opened = SquashFileSystem.open(volume);
            assertThat(opened.facts().condition()).isEqualTo(Condition.CLEAN);
            SortedMap<String, String> found = FileTree.of(opened.root(), FileTree.Detail.ALL);
            assertThat(FileTree.difference(expected, found)).isEmpty();
            FileNode wide = opened.root().child("wide").orElseThrow();
            for (int i = 0; i < 2_000; i += 13) {
                assertThat(wide.child("a file with a number, " + i)).isPresent();
            }
            assertThat(wide.child("a file with a number, 2000")).isEmpty();
            assertThat(wide.child("")).isEmpty();
        }
    }

    @Test
    void saysWhatItDoesNotRead() throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.writeString(tree.resolve("file"), "text".repeat(1_000));
        Path image = make(tree, "-comp lzo");
        try (BlockSource volume = BlockSources.file(image)) {
            assertThatThrownBy(() -> SquashFileSystem.open(volume))
                    .isInstanceOf(ImageException.Unsupported.class)
                    .hasMessageContaining("lzo");
        }
        assertThatThrownBy(() -> SquashFileSystem.open(BlockSources.zero(4096)))
                .isInstanceOf(ImageException.NotThisFormat.class);
    }
}
