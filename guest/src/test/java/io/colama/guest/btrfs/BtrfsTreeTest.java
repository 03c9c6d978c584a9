package io.colama.guest.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.Run;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that mkfs.btrfs filled itself: for machines where nothing can be mounted. */
class BtrfsTreeTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"xxhash", "sha256", "blake2"})
    void verifiesAllChecksums(String checksum) throws IOException, InterruptedException {
        byte[] volume = Files.readAllBytes(BtrfsVolumes.small(directory, "--csum", checksum));
        BtrfsFileSystem opened = BtrfsFileSystem.open(BlockSources.of(volume));
        assertThat(opened.facts().notes()).isEmpty();
        SortedMap<String, String> expected =
                FileTree.of(directory.resolve("tree"), FileTree.Detail.OWNED, path -> true);
        SortedMap<String, String> found = FileTree.of(opened.root(), FileTree.Detail.OWNED);
        assertThat(FileTree.difference(expected, found)).isEmpty();
        volume[0x10000 + 0x200] ^= 1;
        assertThatThrownBy(() -> BtrfsFileSystem.open(BlockSources.of(volume)))
                .isInstanceOf(ImageException.Damaged.class);
    }

    @Test
    void readsWhatMkfsWrote() throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        SourceTree.fill(tree, BtrfsVolumes.random());
        Path image = BtrfsVolumes.make(directory, "-L", "a name", "--rootdir", tree);
        try (BlockSource volume = BlockSources.file(image)) {
            BtrfsFileSystem opened = BtrfsFileSystem.open(volume);
            assertThat(opened.facts().label()).contains("a name");
            assertThat(opened.facts().condition()).isEqualTo(Condition.CLEAN);
            assertThat(opened.facts().notes()).isEmpty();
            assertThat(opened.home()).isEmpty();
            assertThat(opened.subvolumes()).isEmpty();
            SortedMap<String, String> expected =
                    FileTree.of(tree, FileTree.Detail.ALL, path -> true);
            SortedMap<String, String> found = FileTree.of(opened.root(), FileTree.Detail.ALL);
            assertThat(FileTree.difference(expected, found)).isEmpty();
        }
    }

    @Test
    void usesTheSecondCopyOfWhatIsBroken() throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        for (int i = 0; i < 300; i++) {
            Files.writeString(tree.resolve("file" + i), "text");
        }
        Path image = BtrfsVolumes.make(directory, "-m", "dup", "--rootdir", tree);
        byte[] bytes = Files.readAllBytes(image);
        BtrfsFileSystem sound = BtrfsFileSystem.open(BlockSources.of(bytes));
        SortedMap<String, String> expected = FileTree.of(sound.root(), FileTree.Detail.OWNED);
        assertThat(expected).hasSize(300);
        // breaks the first copy of each block, and the first superblock
        byte[] broken = bytes.clone();
        BtrfsSuperblock superblock = BtrfsSuperblock.read(BlockSources.of(bytes)).superblock();
        ChunkMap chunks = ChunkMap.ofArray(superblock);
        for (Chunk.Stripe one : chunks.at(superblock.chunkRoot()).copies().subList(0, 1)) {
            broken[(int) one.offset() + 0x70] ^= 1;
        }
        broken[0x10000 + 0x200] ^= 1;
        BtrfsFileSystem opened = BtrfsFileSystem.open(BlockSources.of(broken));
        assertThat(opened.facts().condition()).isEqualTo(Condition.POSSIBLY_STALE);
        assertThat(opened.facts().notes()).anyMatch(note -> note.contains("later copy"));
        assertThat(FileTree.of(opened.root(), FileTree.Detail.OWNED)).isEqualTo(expected);
        assertThat(BlockSources.of(broken).runAt(0).kind()).isEqualTo(Run.Kind.DATA);
    }

    @Test
    void refusesWhatIsNoBtrfsAndNamesWhatItDoesNotRead() throws IOException, InterruptedException {
        for (long size : List.of(100L, 1L << 20)) {
            assertThatThrownBy(() -> BtrfsFileSystem.open(BlockSources.zero(size)))
                    .isInstanceOf(ImageException.NotThisFormat.class);
        }
        byte[] bytes = Files.readAllBytes(BtrfsVolumes.small(directory));
        bytes[0x10000 + 0xbd] |= 0x20;
        assertThatThrownBy(() -> BtrfsFileSystem.open(BlockSources.of(BtrfsVolumes.sealed(bytes))))
                .isInstanceOf(ImageException.Unsupported.class)
                .hasMessageContaining("extent tree of version 2");
    }
}
