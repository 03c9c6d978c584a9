package io.colama.guest.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.NodeKind;
import io.colama.guest.tree.GuestTree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NtfsLinksTest {

    private static final int DEDUPLICATED = 0x8000_0013;

    @TempDir Path directory;

    private static byte[] link(int tag, String target, int flags) {
        byte[] text = target.getBytes(StandardCharsets.UTF_16LE);
        boolean symlink = tag == ReparsePoint.SYMLINK;
        int length = (symlink ? 12 : 8) + 2 * text.length + 4;
        ByteBuffer bytes = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(tag).putInt(length);
        bytes.putShort((short) 0).putShort((short) text.length);
        bytes.putShort((short) (text.length + 2)).putShort((short) text.length);
        if (symlink) {
            bytes.putInt(flags);
        }
        bytes.put(text).putShort((short) 0).put(text);
        return bytes.array();
    }

    @Test
    void followsJunctionsAndLinks() throws Exception {
        Path image = NtfsVolumes.format(directory.resolve("volume"), 8);
        NtfsVolumes.fill(
                image,
                root -> {
                    Files.createDirectories(root.resolve("Users/ana"));
                    Files.writeString(root.resolve("Users/ana/file"), "content");
                    Path junction = Files.createDirectory(root.resolve("Documents and Settings"));
                    NtfsVolumes.set(
                            junction,
                            "system.ntfs_reparse_data",
                            link(ReparsePoint.JUNCTION, "\\??\\C:\\Users", 0));
                    Path symlink = Files.createFile(root.resolve("Users/link"));
                    NtfsVolumes.set(
                            symlink,
                            "system.ntfs_reparse_data",
                            link(ReparsePoint.SYMLINK, "ana\\..\\ana\\file", 1));
                });
        try (BlockSource volume = BlockSources.file(image)) {
            NtfsFileSystem found = NtfsFileSystem.open(volume);
            FileNode junction = found.root().child("documents and settings").orElseThrow();
            assertThat(junction.attributes().kind()).isEqualTo(NodeKind.SYMLINK);
            assertThat(junction.target()).isEqualTo("\\??\\C:\\Users");
            assertThat(junction.attributes().sizeBytes()).isEqualTo(12);
            GuestTree tree = GuestTree.of(found);
            assertThat(tree.find("\\Documents and Settings\\LINK"))
                    .hasValueSatisfying(located ->
                            assertThat(located.path()).isEqualTo("C:\\Users\\ana\\file"));
        }
    }

    @Test
    void namesWhatItDoesNotRead() throws Exception {
        Path image = NtfsVolumes.format(directory.resolve("volume"), 8);
        NtfsVolumes.fill(
                image,
                root -> {
                    ByteBuffer point = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
                    point.putInt(DEDUPLICATED).putInt(8);
                    Path file = Files.createFile(root.resolve("file"));
                    NtfsVolumes.set(file, "system.ntfs_reparse_data", point.array());
                });
        try (BlockSource volume = BlockSources.file(image)) {
            FileNode file = NtfsFileSystem.open(volume).root().child("file").orElseThrow();
            assertThat(file.attributes().kind()).isEqualTo(NodeKind.OTHER);
            assertThatThrownBy(file::content)
                    .isInstanceOf(ImageException.Unsupported.class)
                    .hasMessageContaining("deduplicated");
        }
    }
}
