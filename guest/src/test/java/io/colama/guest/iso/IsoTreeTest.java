package io.colama.guest.iso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.SampleBytes;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.PathRules;
import io.colama.guest.file.SourceTree;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Samples;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Discs that genisoimage and xorriso wrote, against the directory that they were given. */
class IsoTreeTest {

    private static final Seed SEED = Seed.of(16_181);

    @TempDir private Path directory;

    private Path make(String tool, String options, Path tree)
            throws IOException, InterruptedException {
        Path image = directory.resolve("image.iso");
        List<Object> arguments = new ArrayList<>(List.of("-quiet"));
        Collections.addAll(arguments, (Object[]) options.split(" "));
        Collections.addAll(arguments, "-V", "label", "-o", image, tree);
        ForeignTool.require(tool).run(arguments.toArray());
        return image;
    }

    @ParameterizedTest
    @CsvSource({"genisoimage,-R -input-charset utf-8", "xorrisofs,-R", "xorrisofs,-R -J"})
    void readsRockRidge(String tool, String options) throws IOException, InterruptedException {
        ForeignTool.require(tool);
        Path tree = Files.createDirectory(directory.resolve("tree"));
        SourceTree.fill(tree, SEED.random());
        // names of 255 bytes are more than some of these tools write
        Files.delete(tree.resolve("n".repeat(255)));
        Files.writeString(tree.resolve("n".repeat(200)), "long name");
        if (tool.equals("genisoimage")) {
            // it cuts long targets off
            Files.delete(tree.resolve("long-link"));
        }
        SortedMap<String, String> expected = FileTree.of(tree, FileTree.Detail.OWNED, path -> true);
        Path image = make(tool, options, tree);
        try (BlockSource volume = BlockSources.file(image)) {
            GuestFileSystem opened = IsoFileSystem.open(volume);
            assertThat(opened.facts().label()).contains("label");
            assertThat(opened.rules()).isEqualTo(PathRules.POSIX);
            SortedMap<String, String> found = FileTree.of(opened.root(), FileTree.Detail.OWNED);
            // holds the directories that are too deep; these are seen where they belong
            found.remove("/rr_moved");
            assertThat(FileTree.difference(expected, found)).isEmpty();
            FileNode wide = opened.root().child("wide").orElseThrow();
            assertThat(wide.child("a file with a number, 1999")).isPresent();
            assertThat(wide.child("A file with a number, 1999")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"genisoimage,-J", "xorrisofs,-J --norock", "genisoimage,-l", "xorrisofs,--norock"})
    void readsJolietAndShortNames(String tool, String options)
            throws IOException, InterruptedException {
        ForeignTool.require(tool);
        boolean joliet = options.contains("-J");
        String first = joliet ? "a name of Joliet, Ünïcödé.text" : "README.TXT";
        Path tree = Files.createDirectories(directory.resolve("tree/SUB/SUB"));
        Files.write(tree.resolve(first), SampleBytes.of(SEED.random(), 70_001));
        Files.write(tree.resolve("NOTHING.BIN"), new byte[0]);
        Files.createFile(tree.resolve("NODOT"));
        SortedMap<String, String> expected =
                FileTree.of(directory.resolve("tree"), FileTree.Detail.CONTENT, path -> true);
        Path image = make(tool, options + " -input-charset utf-8", directory.resolve("tree"));
        try (BlockSource volume = BlockSources.file(image)) {
            GuestFileSystem opened = IsoFileSystem.open(volume);
            assertThat(opened.rules()).isEqualTo(PathRules.WINDOWS);
            SortedMap<String, String> found = FileTree.of(opened.root(), FileTree.Detail.CONTENT);
            assertThat(FileTree.difference(expected, found)).isEmpty();
            assertThat(FileTree.find(opened.root(), "sub/Sub/nothing.bin")).isPresent();
        }
    }

    @Test
    void readsFilesOfSeveralParts() throws IOException, InterruptedException {
        ForeignTool tool = ForeignTool.require("xorrisofs");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Path file = tree.resolve("file");
        Files.write(file, SampleBytes.of(SEED.random(), 5_000_000));
        Path image = directory.resolve("image.iso");
        tool.run("-quiet", "-R", "-o", image, tree);
        // the one record becomes two, each of half the file
        byte[] bytes = IsoParts.split(Files.readAllBytes(image), 2048 * 1000);
        FileNode found = IsoFileSystem.open(BlockSources.of(bytes)).root().child("file").get();
        assertThat(FileTree.hash(found.content()))
                .isEqualTo(FileTree.hash(BlockSources.of(Files.readAllBytes(file))));
    }

    @Test
    void readsTheSampleOfAnotherProgram() throws IOException {
        try (BlockSource volume = BlockSources.file(Samples.find("images/iso9660.raw"))) {
            GuestFileSystem opened = IsoFileSystem.open(volume);
            assertThat(FileTree.of(opened.root(), FileTree.Detail.CONTENT)).isNotEmpty();
        }
    }

    @Test
    void refusesWhatIsNoDisc() {
        assertThatThrownBy(() -> IsoFileSystem.open(BlockSources.zero(1 << 20)))
                .isInstanceOf(ImageException.NotThisFormat.class);
        assertThatThrownBy(() -> IsoFileSystem.open(BlockSources.zero(100)))
                .isInstanceOf(ImageException.NotThisFormat.class);
    }
}
