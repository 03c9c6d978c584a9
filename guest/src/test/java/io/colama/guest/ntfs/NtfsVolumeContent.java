package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

/** What the contract tests of the content of files share: a volume that is made once. */
abstract class NtfsVolumeContent extends BlockSourceContract {

    private static Path image = Path.of("");
    private static byte[] content = new byte[0];

    /** The path of the file on the volume, with its content beside it. */
    interface Maker {
        byte[] make(Path root) throws Exception;
    }

    static Sample open(String path, Maker maker) throws Exception {
        if (content.length == 0) {
            image = Files.createTempFile("ntfs", ".image");
            NtfsVolumes.format(image, 32, "-c", 4096);
            NtfsVolumes.fill(image, root -> content = maker.make(root));
        }
        BlockSource volume = BlockSources.file(image);
        BlockSource file = NtfsFileSystem.open(volume).root().child(path).orElseThrow().content();
        return Sample.of(new Owned(file, volume), content);
    }

    @AfterAll
    static void forget() {
        try {
            content = new byte[0];
            Files.deleteIfExists(image);
            Files.deleteIfExists(image.resolveSibling(image.getFileName() + ".mounted"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that closes its volume. */
    private record Owned(BlockSource file, BlockSource volume) implements BlockSource {

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            file.read(offset, target);
        }

        @Override
        public Run runAt(long offset) throws IOException {
            return file.runAt(offset);
        }

        @Override
        public void close() throws IOException {
            volume.close();
        }
    }
}
