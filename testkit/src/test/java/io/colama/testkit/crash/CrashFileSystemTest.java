package io.colama.testkit.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.Seed;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashFileSystemTest {

    @TempDir Path directory;
    private CrashFileSystem disk;
    private Path root;

    @BeforeEach
    void record() throws IOException {
        disk = CrashFileSystem.over(directory);
        root = disk.root();
    }

    private List<String> log() {
        return disk.log().operations().stream().map(Operation::toString).toList();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    @Test
    void recordsEveryMutationInItsOrder() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Path file = root.resolve("a/b/f");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(bytes("hello"));
            channel.write(bytes("J"), 0);
            channel.write(new ByteBuffer[] {bytes("x"), bytes(""), bytes("yz")});
            channel.truncate(7);
            channel.truncate(70);
            channel.force(true);
        }
        try (FileChannel channel = FileChannel.open(root.resolve("a/b"), StandardOpenOption.READ)) {
            channel.force(true);
        }
        disk.mark("done");
        Files.createLink(root.resolve("g"), file);
        Files.move(file, root.resolve("h"), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(root.resolve("nothing"));
        Files.delete(root.resolve("g"));
        assertThat(log())
                .containsExactly(
                        "create directory a",
                        "create directory a/b",
                        "create a/b/f",
                        "write a/b/f [0, 5)",
                        "write a/b/f [0, 1)",
                        "write a/b/f [5, 6)",
                        "write a/b/f [6, 8)",
                        "truncate a/b/f to 7",
                        "force a/b/f",
                        "force directory a/b",
                        "mark \"done\"",
                        "link a/b/f → g",
                        "rename a/b/f → h",
                        "delete g");
        assertThat(directory.resolve("h")).hasContent("Jelloxy");
    }

    @Test
    void recordsTheDeletionInsideAReplacementThatIsNotAtomic() throws IOException {
        Files.writeString(root.resolve("a"), "new");
        Files.writeString(root.resolve("b"), "old");
        Files.move(root.resolve("a"), root.resolve("b"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(log()).endsWith("delete b", "rename a → b");
        assertThat(directory.resolve("b")).hasContent("new");
    }

    @Test
    void recordsNothingWhenBothNamesOfARenameAreOneFile() throws IOException {
        Files.writeString(root.resolve("a"), "x");
        Files.createLink(root.resolve("b"), root.resolve("a"));
        Files.move(root.resolve("a"), root.resolve("b"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(log()).endsWith("link a → b");
        assertThat(directory.resolve("a")).exists();
    }

    @Test
    void recordsAppendsTruncatingOpensAndSynchronousWrites() throws IOException {
        Path file = root.resolve("f");
        Files.writeString(file, "one");
        Files.writeString(file, "two", StandardOpenOption.APPEND);
        Files.writeString(file, "new");
        Files.writeString(file, "!", StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        assertThat(log())
                .containsExactly(
                        "create f",
                        "write f [0, 3)",
                        "write f [3, 6)",
                        "truncate f to 0",
                        "write f [0, 3)",
                        "write f [0, 1)",
                        "force f");
        assertThat(directory.resolve("f")).hasContent("!ew");
    }

    @Test
    void recordsWritesUnderTheNodeWhenTheFileIsRenamedMeanwhile() throws IOException {
        Path file = root.resolve("f");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Files.move(file, root.resolve("g"), StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(file, "another");
            channel.write(bytes("first"));
            channel.force(false);
        }
        CrashReplay.of(disk.log())
                .forEachState(
                        Seed.of(1),
                        500,
                        (state, point) -> {
                            if (point.operations() == disk.log().size()
                                    && point.variant().contains("applied")) {
                                assertThat(state.resolve("g")).hasContent("first");
                                assertThat(state.resolve("f")).hasContent("another");
                            }
                        });
    }

    @Test
    void transfersAndCopiesThroughTheLog() throws IOException {
        Files.writeString(root.resolve("a"), "0123456789");
        try (FileChannel source = FileChannel.open(root.resolve("a"));
                FileChannel target =
                        FileChannel.open(
                                root.resolve("b"),
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE)) {
            assertThat(target.transferFrom(source, 0, 4)).isEqualTo(4);
            assertThat(source.transferTo(8, 2, target)).isEqualTo(2);
        }
        Files.copy(root.resolve("a"), root.resolve("c"));
        Files.copy(root.resolve("b"), root.resolve("c"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(root.resolve("a"), directory.resolve("outside"));
        assertThat(log())
                .containsSubsequence(
                        "write b [0, 4)", "create c", "write c [0, 10)", "delete c", "create c");
        assertThat(Files.size(root.resolve("c"))).isEqualTo(Files.size(root.resolve("b")));
        assertThat(directory.resolve("outside")).hasContent("0123456789");
    }

    @Test
    void mapsForReadingOnly() throws IOException {
        Files.writeString(root.resolve("f"), "mapped");
        try (FileChannel channel =
                        FileChannel.open(
                                root.resolve("f"),
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            assertThat(
                            channel.map(FileChannel.MapMode.READ_ONLY, 1, 5, arena)
                                    .get(ValueLayout.JAVA_BYTE, 0))
                    .isEqualTo((byte) 'a');
            assertThat(channel.map(FileChannel.MapMode.READ_ONLY, 0, 6).get(5))
                    .isEqualTo((byte) 'd');
            assertThatThrownBy(() -> channel.map(FileChannel.MapMode.READ_WRITE, 0, 6))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void locksTheRealFile() throws IOException {
        Path file = root.resolve("lock");
        try (FileChannel channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileChannel other =
                        FileChannel.open(directory.resolve("lock"), StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            assertThat(lock.channel()).isSameAs(channel);
            assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
            lock.release();
            assertThat(lock.isValid()).isFalse();
            try (FileLock again = other.lock()) {
                assertThat(again.isValid()).isTrue();
            }
        }
    }

    @Test
    void showsTheRealDirectoryUnderItsOwnPaths() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/f"), "text");
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.map(path -> root.relativize(path).toString()))
                    .containsExactlyInAnyOrder("", "a", "a/b", "a/f");
        }
        try (Stream<Path> listed = Files.list(root.resolve("a"))) {
            assertThat(listed)
                    .contains(root.resolve("a/f"))
                    .allMatch(path -> path.getFileSystem() == disk);
        }
        try (var stream = Files.newDirectoryStream(root.resolve("a"), "f*")) {
            assertThat(stream).containsExactly(root.resolve("a").resolve("f"));
        }
        FileTime time = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(root.resolve("a/f"), time);
        assertThat(Files.getLastModifiedTime(root.resolve("a/f"))).isEqualTo(time);
        assertThat(Files.isDirectory(root.resolve("a"))).isTrue();
        assertThat(Files.size(root.resolve("a/f"))).isEqualTo(4);
        assertThat(Files.readString(root.resolve("a/f"))).isEqualTo("text");
        assertThat(Files.getFileStore(root).getUsableSpace()).isPositive();
        assertThat(root.resolve("a/f"))
                .hasToString(directory.toRealPath().resolve("a/f").toString());
        assertThat(disk.real(root.resolve("a"))).isEqualTo(directory.toRealPath().resolve("a"));
        assertThat(disk.provider().getPath(root.resolve("a b").toUri()))
                .isEqualTo(root.resolve("a b"));
    }

    @Test
    void answersErrorsLikeTheDefaultFileSystem() throws IOException {
        Files.writeString(root.resolve("f"), "text");
        assertThatThrownBy(() -> Files.createFile(root.resolve("f")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.createDirectory(root))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Files.delete(root.resolve("g")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.writeString(root.resolve("no/g"), ""))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.createLink(root.resolve("g"), root.resolve("h")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Files.move(root.resolve("g"), root.resolve("h")))
                .isInstanceOf(NoSuchFileException.class);
        FileChannel closed = FileChannel.open(root.resolve("f"), StandardOpenOption.WRITE);
        closed.close();
        assertThatThrownBy(() -> closed.write(bytes("x")))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> closed.force(true)).isInstanceOf(ClosedChannelException.class);
        assertThat(log()).containsExactly("create f", "write f [0, 4)");
    }

    @Test
    void refusesToChangeWhatItCannotRecord() throws IOException {
        assertThatThrownBy(() -> Files.writeString(root.resolve("../outside"), "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not below");
        assertThatThrownBy(() -> Files.createSymbolicLink(root.resolve("s"), root.resolve("t")))
                .isInstanceOf(UnsupportedOperationException.class);
        Files.writeString(directory.resolve("behind"), "the back");
        assertThatThrownBy(() -> Files.writeString(root.resolve("behind"), "x"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsOneOrderWhenManyThreadsWrite() throws Exception {
        Path file = Files.createFile(root.resolve("f"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            List<Thread> writers =
                    Stream.of("a", "b", "c", "d")
                            .map(name -> Thread.ofPlatform().start(() -> race(channel, name)))
                            .toList();
            for (Thread writer : writers) {
                writer.join();
            }
        }
        byte[] last = new byte[100];
        for (Operation operation : disk.log().operations()) {
            if (operation instanceof Operation.Write write) {
                write.bytes()
                        .duplicate()
                        .get(last, (int) write.offset(), write.bytes().remaining());
            }
        }
        assertThat(directory.resolve("f")).hasBinaryContent(last);
        assertThat(disk.log().size()).isEqualTo(1 + 4 * 500 + 4);
    }

    private void race(FileChannel channel, String name) {
        try {
            for (int i = 0; i < 500; i++) {
                channel.write(bytes(name.repeat(100)), 0);
            }
            Files.createFile(root.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
