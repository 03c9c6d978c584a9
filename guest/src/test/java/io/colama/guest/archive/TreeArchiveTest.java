package io.colama.guest.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.ext.ExtFileSystem;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.SourceTree;
import io.colama.guest.tree.GuestTree;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GNU tar unpacks of an archive is what was in the guest. */
class TreeArchiveTest {

    private static final Seed SEED = Seed.of(3_141);

    @TempDir private Path directory;

    private record Quiet(List<String> leftOut) implements TreeArchive.Watcher {
        @Override
        public void advanced(long bytes) {}

        @Override
        public void leftOut(String path, String why) {
            leftOut.add(path);
        }
    }

    @Test
    void tarUnpacksWhatWasThere() throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Path work = Files.createDirectory(tree.resolve("work"));
        SourceTree.fill(work, SEED.random());
        SortedMap<String, String> expected = FileTree.of(tree, FileTree.Detail.ALL, path -> true);
        Path image = directory.resolve("image");
        ForeignTool.require("mke2fs").run("-q", "-F", "-t", "ext4", "-d", tree, image, "256M");
        Path archive = directory.resolve("archive.tar");
        List<String> leftOut = new ArrayList<>();
        try (BlockSource volume = BlockSources.file(image)) {
            GuestTree guest = GuestTree.of(ExtFileSystem.open(volume));
            GuestTree.Located start = guest.find("/work").orElseThrow();
            try (var out = Files.newOutputStream(archive)) {
                TreeArchive.write(guest, start, out, new Quiet(leftOut));
            }
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            TreeArchive.write(guest, start, again, new Quiet(leftOut));
            assertThat(again.toByteArray()).isEqualTo(Files.readAllBytes(archive));
        }
        assertThat(leftOut).isEmpty();
        assertThat(Files.size(archive)).isLessThan(20_000_000); // the holes are not in it
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        ForeignTool.require("tar")
                .run("-x", "--xattrs", "--xattrs-include=*", "-f", archive, "-C", unpacked);
        ForeignTool.require("sha256sum")
                .in(unpacked)
                .run("--quiet", "--strict", "-c", TreeArchive.MANIFEST);
        SortedMap<String, String> found =
                FileTree.of(
                        unpacked,
                        FileTree.Detail.ALL,
                        path -> !path.equals("/" + TreeArchive.MANIFEST));
        assertThat(FileTree.difference(expected, found)).isEmpty();
        long blocks = (long) Files.getAttribute(unpacked.resolve("work/sparse"), "unix:size");
        assertThat(blocks).isEqualTo(60_000_000);
    }

    @Test
    void aFileAloneIsAnArchiveToo() throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.writeString(tree.resolve("back\\slash"), "text");
        Path image = directory.resolve("image");
        ForeignTool.require("mke2fs").run("-q", "-F", "-d", tree, image, "8M");
        Path archive = directory.resolve("archive.tar");
        try (BlockSource volume = BlockSources.file(image);
                var out = Files.newOutputStream(archive)) {
            GuestTree guest = GuestTree.of(ExtFileSystem.open(volume));
            TreeArchive.write(
                    guest,
                    guest.find("/back\\slash").orElseThrow(),
                    out,
                    new Quiet(new ArrayList<>()));
        }
        assertThat(ForeignTool.require("tar").run("tf", archive)).contains("slash", "SHA256SUMS");
        ForeignTool.require("tar").run("xf", archive, "-C", directory);
        ForeignTool.require("sha256sum").in(directory).run("--strict", "-c", "SHA256SUMS");
    }
}
