package io.colama.block.cow;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSources;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import io.colama.testkit.crash.CrashFileSystem;
import io.colama.testkit.crash.CrashPoint;
import io.colama.testkit.crash.CrashReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every state that a crash can leave a disk in: each sector is as the last flush left it, or as a
 * write after it did.
 */
final class CopyOnWriteDiskCrashTest {

    private static final int SIZE = 40 * CopyOnWriteDisk.BLOCK + 700;
    private static final int SECTOR = 512;
    private static final int CHANGES = 60;

    @TempDir private Path directory = Path.of("");

    /** The content after each change; the first is the base. */
    private final List<byte[]> contents = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void keepsWhatWasFlushedThroughEveryCrash(long fixed) throws IOException {
        replay(Seed.of(fixed), 200);
    }

    @Test
    @Tag("slow")
    void keepsWhatWasFlushedThroughManyMoreCrashes() throws IOException {
        for (int i = 0; i < 20; i++) {
            contents.clear();
            replay(Seed.of(4_000 + i), 500);
        }
    }

    private void replay(Seed seed, int states) throws IOException {
        RandomGenerator random = seed.random();
        byte[] content = RandomDisk.of(seed.part(1), SIZE).bytes();
        contents.add(content.clone());
        CrashFileSystem files =
                CrashFileSystem.over(java.nio.file.Files.createTempDirectory(directory, "crash"));
        CopyOnWriteDisks.create(files.root(), SIZE);
        try (var parent = java.nio.channels.FileChannel.open(files.root())) {
            parent.force(true);
        }
        files.mark("made");
        try (CopyOnWriteDisk disk =
                CopyOnWriteDisks.open(files.root(), BlockSources.of(content.clone()))) {
            for (int i = 1; i <= CHANGES; i++) {
                CopyOnWriteDisks.Change change =
                        CopyOnWriteDisks.Change.random(random, SIZE, SECTOR, 4096);
                change.to(content);
                contents.add(content.clone());
                files.mark("begun " + i);
                change.to(disk);
                if (random.nextInt(4) == 0) {
                    disk.flush();
                    files.mark("flushed " + i);
                }
            }
        }
        int shown = CrashReplay.of(files.log()).forEachState(seed, states, this::check);
        assertThat(shown).isGreaterThan(states / 3);
    }

    private void check(Path root, CrashPoint point) throws IOException {
        if (!point.reached("made")) {
            return;
        }
        int flushed = 0;
        int begun = 0;
        for (int i = 1; i <= CHANGES; i++) {
            flushed = point.reached("flushed " + i) ? i : flushed;
            begun = point.reached("begun " + i) ? i : begun;
        }
        byte[] found;
        try (CopyOnWriteDisk disk =
                CopyOnWriteDisks.open(root, BlockSources.of(contents.getFirst().clone()))) {
            found = CopyOnWriteDisks.content(disk);
        }
        for (int at = 0; at < SIZE; at += SECTOR) {
            int end = Math.min(SIZE, at + SECTOR);
            boolean explained = false;
            for (int i = flushed; i <= begun && !explained; i++) {
                explained = Arrays.equals(found, at, end, contents.get(i), at, end);
            }
            assertThat(explained)
                    .as("sector at 0x%x after change %d, flush %d; %s", at, begun, flushed, point)
                    .isTrue();
        }
    }
}
