package io.colama.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest extends BlockSourceContract {

    @TempDir private Path directory;

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        MappedSource content = new MappedSource(random, 400_003);
        Path file = Files.createTempFile(directory, "disk", ".raw");
        writeSparse(file, content);
        return Sample.of(BlockSources.file(file), content.content());
    }

    private static void writeSparse(Path file, BlockSource content) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (RunWalk walk = RunWalk.of(content, 0, content.size()); walk.advance(); ) {
                if (walk.run().isData()) {
                    ByteBuffer bytes = ByteBuffer.allocate((int) walk.run().length());
                    content.read(walk.run().offset(), bytes);
                    out.write(bytes.flip(), walk.run().offset());
                }
            }
            if (out.size() < content.size()) {
                out.write(ByteBuffer.allocate(1), content.size() - 1);
            }
        }
    }

    @Test
    void findsTheHoleInAFile() throws IOException {
        Assumptions.assumeTrue(LibC.get().isPresent(), "no native calls on this platform");
        Path file = Files.write(directory.resolve("sparse"), new byte[] {1});
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(new byte[] {2}), 1 << 20);
        }
        try (BlockSource source = BlockSources.file(file)) {
            Run first = source.runAt(0);
            assertThat(first.isData()).isTrue();
            assertThat(source.runAt(first.end()).kind()).isEqualTo(Run.Kind.HOLE);
            assertThat(source.runAt(1 << 20).isData()).isTrue();
        }
    }

    @Test
    void punchesAHoleThatReadsAsZero() throws IOException {
        Path file = Files.write(directory.resolve("punched"), new byte[1 << 16]);
        Files.write(file, SampleBytes.of(seed().random(), 1 << 16));
        NativeFile opened = NativeFile.open(file, true).orElse(null);
        Assumptions.assumeTrue(opened != null, "no native calls on this platform");
        try (NativeFile natively = opened) {
            Assumptions.assumeTrue(
                    natively.punchHole(4096, 8192), "this file system punches no holes");
        }
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
        assertThat(content.capacity()).isEqualTo(1 << 16);
        assertThat(Zeros.are(content, 4096, 8192)).isTrue();
    }

    @Test
    void eitherClonesAFileOrLeavesTheTargetAlone() throws IOException {
        Path from = Files.writeString(directory.resolve("from"), "content");
        Path to = Files.writeString(directory.resolve("to"), "old");
        boolean cloned = FileClone.tryClone(from, to);
        assertThat(Files.readString(to)).isEqualTo(cloned ? "content" : "old");
    }

    @Test
    void saysThatAFileShrankWhileItWasRead() throws IOException {
        Path file = Files.write(directory.resolve("shrinking"), new byte[100_000]);
        try (BlockSource source = BlockSources.file(file);
                FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
            cut.truncate(50_000);
            assertThatThrownBy(() -> source.read(40_000, ByteBuffer.allocate(20_000)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("shrank");
            assertThatThrownBy(() -> source.runAt(60_000)).hasMessageContaining("shrank");
        }
    }

    @Test
    void followsSymbolicLinks() throws IOException {
        Path file = Files.writeString(directory.resolve("real"), "abc");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        try (BlockSource source = BlockSources.file(link)) {
            assertThat(source.size()).isEqualTo(3);
        }
    }

    @Test
    void namesWhatIsNoFile() throws Exception {
        assertThatThrownBy(() -> BlockSources.file(directory))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> BlockSources.file(directory.resolve("absent")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("no such file");
        Path fifo = directory.resolve("fifo");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "no mkfifo");
        assertThatThrownBy(() -> BlockSources.file(fifo)).hasMessageContaining("is a FIFO");
    }
}
