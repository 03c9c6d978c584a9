package io.colama.block.cow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.NoSpaceException;
import io.colama.block.Run;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import io.colama.testkit.crash.CrashFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A written disk reads as written, and tells what was. */
final class CopyOnWriteDiskTest extends BlockSourceContract {

    private static final int SIZE = 60 * CopyOnWriteDisk.BLOCK + 1234;

    @TempDir private Path directory = Path.of("");

    @Override
    protected Sample open(RandomGenerator random) throws IOException {
        byte[] expected = RandomDisk.of(Seed.of(random.nextLong()), SIZE).bytes();
        Path place = Files.createTempDirectory(directory, "disk");
        CopyOnWriteDisks.create(place, SIZE);
        CopyOnWriteDisk disk = CopyOnWriteDisks.open(place, BlockSources.of(expected.clone()));
        for (int i = 0; i < 20; i++) {
            CopyOnWriteDisks.Change change =
                    CopyOnWriteDisks.Change.random(random, SIZE, 1, 512, 4096);
            change.to(disk);
            change.to(expected);
        }
        return Sample.of(disk, expected);
    }

    @Test
    void readsAfterEveryChangeAndAfterOpeningAgainWhatWasWritten() throws IOException {
        RandomGenerator random = seed().part(2).random();
        byte[] expected = RandomDisk.of(seed().part(3), SIZE).bytes();
        BlockSource base = BlockSources.of(expected.clone());
        CopyOnWriteDisks.create(directory, SIZE);
        CopyOnWriteDisk disk = CopyOnWriteDisks.open(directory, base);
        try {
            for (int i = 0; i < 300; i++) {
                CopyOnWriteDisks.Change change =
                        CopyOnWriteDisks.Change.random(random, SIZE, 1, 512, 4096);
                change.to(disk);
                change.to(expected);
                if (i % 10 == 0) {
                    disk.flush();
                    disk.close();
                    disk = CopyOnWriteDisks.open(directory, base);
                }
                assertThat(CopyOnWriteDisks.content(disk)).as("change %d", i).isEqualTo(expected);
            }
        } finally {
            disk.close();
        }
    }

    @Test
    void tellsTheChangesBlockByBlock() throws IOException {
        byte[] below = RandomDisk.of(seed().part(4), SIZE).bytes();
        CopyOnWriteDisks.create(directory, SIZE);
        try (CopyOnWriteDisk disk = CopyOnWriteDisks.open(directory, BlockSources.of(below))) {
            disk.write(5000, ByteBuffer.wrap(new byte[10]));
            disk.write(SIZE - 1, ByteBuffer.wrap(new byte[1]));
            disk.zero(10 * 4096L, 2 * 4096L);
            assertThat(disk.changes())
                    .containsExactly(
                            new Run(4096, 4096, Run.Kind.DATA),
                            new Run(10 * 4096L, 2 * 4096L, Run.Kind.ZERO),
                            new Run(60 * 4096L, 1234, Run.Kind.DATA));
            assertThat(disk.isReady(4096, 4096, (_, _) -> false)).isTrue();
            assertThat(disk.isReady(4096, 4097, (_, _) -> false)).isFalse();
        }
    }

    @Test
    void remembersNothingForZerosOverAHole() throws IOException {
        long terabytes = 8L << 40;
        CopyOnWriteDisks.create(directory, terabytes);
        try (CopyOnWriteDisk disk =
                CopyOnWriteDisks.open(directory, BlockSources.zero(terabytes))) {
            disk.zero(0, terabytes);
            disk.write(terabytes - 4096, ByteBuffer.allocate(4096));
            disk.flush();
            assertThat(disk.changes())
                    .containsExactly(new Run(terabytes - 4096, 4096, Run.Kind.DATA));
        }
    }

    @Test
    void givesTheSpaceOfZerosBack() throws IOException {
        CopyOnWriteDisks.create(directory, 16 << 20);
        byte[] data = new byte[16 << 20];
        java.util.Arrays.fill(data, (byte) 1);
        try (CopyOnWriteDisk disk =
                CopyOnWriteDisks.open(directory, BlockSources.zero(data.length))) {
            disk.write(0, ByteBuffer.wrap(data));
            disk.zero(0, data.length);
            disk.flush();
            assertThat(disk.changes()).containsExactly(new Run(0, data.length, Run.Kind.ZERO));
            try (BlockSource file = BlockSources.file(directory.resolve("disk.data"))) {
                assertThat(file.runAt(0)).isEqualTo(new Run(0, data.length, Run.Kind.HOLE));
            }
        }
    }

    @Test
    void keepsTheWritesOfManyThreadsApart() throws Exception {
        byte[] expected = RandomDisk.of(seed().part(5), SIZE).bytes();
        CopyOnWriteDisks.create(directory, SIZE);
        int part = 1000; // four threads meet in every block
        try (CopyOnWriteDisk disk =
                        CopyOnWriteDisks.open(directory, BlockSources.of(expected.clone()));
                var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int first = t;
                byte[] own = new byte[part];
                java.util.Arrays.fill(own, (byte) (t + 1));
                for (int at = first * part; at + part <= SIZE; at += 4 * part) {
                    System.arraycopy(own, 0, expected, at, part);
                }
                all.add(
                        threads.submit(() -> {
                            for (int at = first * part; at + part <= SIZE; at += 4 * part) {
                                disk.write(at, ByteBuffer.wrap(own));
                                if (at % 7 == 0) {
                                    disk.flush();
                                }
                            }
                            return null;
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(CopyOnWriteDisks.content(disk)).isEqualTo(expected);
        }
    }

    @Test
    void refusesTheFilesOfAnotherBase() throws IOException {
        CopyOnWriteDisks.create(directory, SIZE);
        Path data = directory.resolve("disk.data");
        Path states = directory.resolve("disk.states");
        assertThatThrownBy(() ->
                        CopyOnWriteDisk.open(
                                data, states, CopyOnWriteDisks.id(8), BlockSources.zero(SIZE)))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("the header is not that of a session");
        assertThatThrownBy(() -> CopyOnWriteDisks.open(directory, BlockSources.zero(SIZE + 1)))
                .isInstanceOf(ImageException.Damaged.class);
    }

    @Test
    void refusesStatesThatAreNone() throws IOException {
        CopyOnWriteDisks.create(directory, SIZE);
        byte[] file = Files.readAllBytes(directory.resolve("disk.states"));
        for (int place : new int[] {0, 30}) { // block 0 in state 3; a block behind the end
            byte[] bad = java.util.Arrays.copyOf(file, file.length + 4096);
            bad[file.length + place] = place == 0 ? (byte) 3 : (byte) 1;
            Files.write(directory.resolve("disk.states"), bad);
            if (place == 0) {
                assertThatThrownBy(() -> CopyOnWriteDisks.open(directory, BlockSources.zero(SIZE)))
                        .isInstanceOf(ImageException.Damaged.class)
                        .hasMessageContaining("no state of a block");
            } else {
                assertThatThrownBy(() -> CopyOnWriteDisks.open(directory, BlockSources.zero(SIZE)))
                        .isInstanceOf(ImageException.Damaged.class);
            }
        }
    }

    @Test
    void saysThatThereIsNoSpaceAndKeepsWhatWasThere() throws IOException {
        CrashFileSystem files = CrashFileSystem.over(directory);
        Path place = files.root().resolve("session");
        CopyOnWriteDisks.create(place, SIZE);
        try (CopyOnWriteDisk disk = CopyOnWriteDisks.open(place, BlockSources.zero(SIZE))) {
            disk.write(0, ByteBuffer.wrap(new byte[] {1}));
            var _ = files.faults().fullAfter(0);
            assertThatThrownBy(() -> disk.write(8192, ByteBuffer.wrap(new byte[] {2})))
                    .isInstanceOf(NoSpaceException.class);
            var _ = files.faults().clear();
            disk.flush();
            assertThat(CopyOnWriteDisks.content(disk)[0]).isEqualTo((byte) 1);
            assertThat(CopyOnWriteDisks.content(disk)[8192]).isEqualTo((byte) 0);
        }
    }

    @Test
    void neverFlushesAgainAfterAFlushThatFailed() throws IOException {
        CrashFileSystem files = CrashFileSystem.over(directory);
        Path place = files.root().resolve("session");
        CopyOnWriteDisks.create(place, SIZE);
        try (CopyOnWriteDisk disk = CopyOnWriteDisks.open(place, BlockSources.zero(SIZE))) {
            disk.write(0, ByteBuffer.wrap(new byte[] {1}));
            var _ = files.faults().failForce(1);
            assertThatThrownBy(disk::flush).isInstanceOf(IOException.class);
            var _ = files.faults().clear();
            assertThatThrownBy(disk::flush)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("an earlier flush failed");
        }
    }
}
