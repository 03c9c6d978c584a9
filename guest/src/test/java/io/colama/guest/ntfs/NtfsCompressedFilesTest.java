package io.colama.guest.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileTree;
import io.colama.testkit.ForeignTool;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that Windows keeps compressed as a whole. The compressed bytes are those of wimlib: a file
 * in a WIM archive and such a file on NTFS are kept in the same way.
 */
class NtfsCompressedFilesTest {

    private static final int WIM_TABLE_AT = 48;
    private static final int WIM_ENTRY = 50;
    private static final int WIM_HASH_AT = 30;
    private static final long SIZE_MASK = 0xff_ffff_ffff_ffffL;

    @TempDir Path directory;

    private record Kind(int number, String method, int chunkBytes) {}

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(0, "XPRESS", 4096),
                    new Kind(1, "LZX", 32768),
                    new Kind(2, "XPRESS", 8192),
                    new Kind(3, "XPRESS", 16384));

    @Test
    void readsEachMethodAsWimlibWritesIt() throws Exception {
        byte[] program = Files.readAllBytes(Path.of("/bin/sh"));
        List<byte[]> contents =
                List.of(
                        NtfsVolumes.mixed(1_000_003, 1),
                        program,
                        new byte[200_000],
                        "short, short, short, short, short, short"
                                .repeat(9)
                                .getBytes(StandardCharsets.UTF_8));
        Path image = NtfsVolumes.format(directory.resolve("volume"), 32);
        for (Kind kind : KINDS) {
            for (int i = 0; i < contents.size(); i++) {
                byte[] packed = packed(contents.get(i), kind);
                byte[] content = contents.get(i);
                String name = "file %d %d".formatted(kind.number, i);
                NtfsVolumes.fill(image, root -> write(root.resolve(name), content, packed, kind));
            }
        }
        try (BlockSource volume = BlockSources.file(image)) {
            FileNode root = NtfsFileSystem.open(volume).root();
            for (Kind kind : KINDS) {
                for (int i = 0; i < contents.size(); i++) {
                    FileNode file =
                            root.child("file %d %d".formatted(kind.number, i)).orElseThrow();
                    assertThat(file.attributes().isFile()).isTrue();
                    assertThat(FileTree.hash(file.content()))
                            .as("%s, content %s", kind, i)
                            .isEqualTo(FileTree.hash(BlockSources.of(contents.get(i))));
                }
            }
        }
    }

    private static void write(Path path, byte[] content, byte[] packed, Kind kind)
            throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(content.length);
        }
        Files.write(Path.of(path + ":WofCompressedData"), packed);
        ByteBuffer reparse = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        reparse.putInt(ReparsePoint.COMPRESSED_FILE).putInt(16);
        reparse.putInt(1).putInt(2).putInt(1).putInt(kind.number);
        NtfsVolumes.set(path, "system.ntfs_reparse_data", reparse.array());
    }

    private byte[] packed(byte[] content, Kind kind) throws Exception {
        Path source = Files.createTempDirectory(directory, "source");
        Files.write(source.resolve("file"), content);
        Path archive = directory.resolve(source.getFileName() + ".wim");
        ForeignTool.require("wimlib-imagex")
                .run(
                        "capture",
                        source,
                        archive,
                        "--no-acls",
                        "--compress=" + kind.method,
                        "--chunk-size=" + kind.chunkBytes);
        ByteBuffer wim =
                ByteBuffer.wrap(Files.readAllBytes(archive)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(content);
        int table = (int) wim.getLong(WIM_TABLE_AT + 8);
        int length = (int) (wim.getLong(WIM_TABLE_AT) & SIZE_MASK);
        for (int at = table; at < table + length; at += WIM_ENTRY) {
            byte[] found = new byte[hash.length];
            wim.get(at + WIM_HASH_AT, found);
            if (Arrays.equals(found, hash)) {
                byte[] packed = new byte[(int) (wim.getLong(at) & SIZE_MASK)];
                wim.get((int) wim.getLong(at + 8), packed);
                return packed;
            }
        }
        throw new AssertionError("the file is not in the archive");
    }
}
