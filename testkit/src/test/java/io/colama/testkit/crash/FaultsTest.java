package io.colama.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {

    @TempDir Path directory;
    private CrashFileSystem disk;
    private Path root;

    @BeforeEach
    void record() throws IOException {
        disk = CrashFileSystem.over(directory);
        root = disk.root();
    }

    @Test
    void runsFullWithAShortWriteAndThenAnError() throws IOException {
        disk.faults().fullAfter(10);
        try (FileChannel channel =
                FileChannel.open(
                        root.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(channel.write(ByteBuffer.allocate(6))).isEqualTo(6);
            assertThat(Files.getFileStore(root).getUsableSpace()).isEqualTo(4);
            ByteBuffer rest = ByteBuffer.allocate(6);
            assertThat(channel.write(rest)).isEqualTo(4);
            assertThatThrownBy(() -> channel.write(rest)).hasMessage("No space left on device");
            assertThat(rest.remaining()).isEqualTo(2);
            assertThat(channel.size()).isEqualTo(10);
            disk.faults().clear();
            assertThat(channel.write(rest)).isEqualTo(2);
        }
        assertThatThrownBy(
                        () -> {
                            disk.faults().fullAfter(3);
                            Files.write(root.resolve("g"), new byte[100]);
                        })
                .hasMessage("No space left on device");
        assertThat(directory.resolve("g")).hasSize(3);
    }

    @Test
    void failsTheForceThatIsAskedForAndNoOther() throws IOException {
        disk.faults().failForce(2);
        try (FileChannel channel =
                FileChannel.open(
                        root.resolve("f"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.force(true);
            assertThatThrownBy(() -> channel.force(true)).hasMessage("Input/output error");
            channel.force(true);
        }
        assertThat(disk.log().toString()).endsWith("force f\nfailed force f\nforce f");
    }

    @Test
    void killsAfterAnOperation() throws IOException {
        Files.createFile(root.resolve("a"));
        disk.faults().killAfter(2);
        Files.createFile(root.resolve("b"));
        FileChannel channel =
                FileChannel.open(
                        root.resolve("b"), StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.write(ByteBuffer.allocate(1));
        assertThat(disk.faults().killed()).isTrue();
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
                .isInstanceOf(KilledException.class);
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0))
                .isInstanceOf(KilledException.class);
        assertThatThrownBy(() -> Files.createFile(root.resolve("c")))
                .isInstanceOf(KilledException.class);
        assertThatThrownBy(() -> Files.readString(root.resolve("a")))
                .isInstanceOf(KilledException.class);
        assertThatThrownBy(() -> Files.size(root)).isInstanceOf(KilledException.class);
        channel.close();
        assertThat(disk.log().size()).isEqualTo(3);
        assertThat(directory.resolve("b")).hasSize(1);
        assertThat(directory.resolve("c")).doesNotExist();
    }

    @Test
    void refusesWhatARulePicks() throws IOException {
        disk.faults().refuse(o -> o instanceof Operation.Link, "Operation not permitted");
        Files.createFile(root.resolve("a"));
        assertThatThrownBy(() -> Files.createLink(root.resolve("b"), root.resolve("a")))
                .isInstanceOf(IOException.class)
                .hasMessage("Operation not permitted");
        assertThat(directory.resolve("b")).doesNotExist();
    }
}
