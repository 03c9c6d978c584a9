package io.colama.guest.xfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileTree;
import io.colama.guest.file.GuestFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A volume that mkfs.xfs filled itself: for machines where nothing can be mounted. */
class XfsTreeTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-m crc=0 -n ftype=1",
                "-m crc=0 -n ftype=0",
                "-m crc=0 -b size=1k",
                "-m crc=0 -i size=1024 -n size=8k",
                "-m crc=1",
                "-m bigtime=1 -i nrext64=1"
            })
    void readsWhatMkfsWrote(String options) throws IOException, InterruptedException {
        Path image = XfsVolumes.prototype(directory, options, XfsVolumes.NAMES);
        byte[] content = Files.readAllBytes(directory.resolve("file"));
        try (BlockSource volume = BlockSources.file(image)) {
            GuestFileSystem opened = XfsFileSystem.open(volume);
            assertThat(opened.facts().condition()).isEqualTo(Condition.CLEAN);
            assertThat(opened.facts().type()).isEqualTo("xfs");
            assertThat(opened.facts().uuid()).isPresent();
            assertThat(opened.facts().sizeBytes()).isEqualTo(48 << 20);
            SortedMap<String, String> found = FileTree.of(opened.root(), FileTree.Detail.CONTENT);
            assertThat(found)
                    .hasSizeGreaterThanOrEqualTo(XfsVolumes.NAMES + 7)
                    .containsEntry("/file", "FILE 70001 " + FileTree.hash(BlockSources.of(content)))
                    .containsEntry("/link", "SYMLINK -> " + "t/".repeat(40) + "t")
                    .containsEntry("/disk", "BLOCK_DEVICE 259:70000")
                    .containsEntry("/pipe", "FIFO")
                    .containsEntry("/deep/deeper", "DIRECTORY");
            if (options.contains("crc=0")) {
                assertThat(found).containsEntry("/remote", "SYMLINK -> " + "t/".repeat(350) + "t");
            }
            checkDetails(opened.root(), !options.contains("crc=0"));
        }
    }

    private static void checkDetails(FileNode root, boolean large) throws IOException {
        FileNode wide = root.child("wide").orElseThrow();
        for (int i = 0; i < XfsVolumes.NAMES; i++) {
            assertThat(wide.child("a-name-among-many-" + i)).isPresent();
        }
        assertThat(wide.child("a-name-among-many")).isEmpty();
        FileNode one = wide.child("a-name-among-many-299").orElseThrow();
        assertThat(one.attributes().mode()).isEqualTo(04755);
        assertThat(root.child("deep").orElseThrow().extendedAttributes())
                .hasEntrySatisfying("user.short", value -> assertThat(value).hasSize(20));
        if (!large) {
            return;
        }
        assertThat(root.child("file").orElseThrow().extendedAttributes())
                .hasEntrySatisfying("security.middle", value -> assertThat(value).hasSize(500))
                .hasEntrySatisfying("user.large", value -> assertThat(value).hasSize(9000));
    }

    @Test
    void refusesWhatIsNoXfs() {
        assertThatThrownBy(() -> XfsFileSystem.open(BlockSources.zero(1 << 20)))
                .isInstanceOf(ImageException.NotThisFormat.class);
        assertThatThrownBy(() -> XfsFileSystem.open(BlockSources.zero(100)))
                .isInstanceOf(ImageException.NotThisFormat.class);
    }
}
