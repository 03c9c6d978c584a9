package io.colama.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same random operations on a recorded directory and on a plain one, answer by answer. */
class PassThroughTest {

    private static final int OPERATIONS = 1500;
    private static final List<String> NAMES =
            List.of("a", "b", "c", "d", "d/a", "d/b", "d/e", "d/e/a", "e", "e/a", "no/a");

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void behavesLikeTheDefaultFileSystem(long part) throws IOException {
        Seed seed = Seed.of(99).part(part);
        Path plain = Files.createDirectory(directory.resolve("plain"));
        CrashFileSystem disk =
                CrashFileSystem.over(Files.createDirectory(directory.resolve("recorded")));
        RandomGenerator plainRandom = seed.random();
        RandomGenerator recordedRandom = seed.random();
        for (int i = 0; i < OPERATIONS; i++) {
            String expected = step(plain, plainRandom);
            assertThat(step(disk.root(), recordedRandom))
                    .as("step %d, %s", i, seed)
                    .isEqualTo(expected);
        }
        String expected = Trees.describe(plain);
        assertThat(Trees.describe(directory.resolve("recorded"))).isEqualTo(expected);
        assertThat(Trees.describe(disk.root())).isEqualTo(expected);
        theLogTellsTheWholeStory(disk.log(), expected, seed);
    }

    /** When everything is applied, replaying the whole log makes the directory that is there. */
    private void theLogTellsTheWholeStory(CrashLog log, String expected, Seed seed)
            throws IOException {
        DiskState state = new DiskState(log);
        for (int i = 0; i < log.size(); i++) {
            state.apply(i, log.operations().get(i));
        }
        Path replayed = directory.resolve("replayed");
        state.writeTo(replayed, Variant.APPLIED, seed.random());
        assertThat(Trees.describe(replayed)).isEqualTo(expected);
    }

    /** Does one thing and tells what came of it. */
    private static String step(Path root, RandomGenerator random) {
        Path path = root.resolve(NAMES.get(random.nextInt(NAMES.size())));
        Path other = root.resolve(NAMES.get(random.nextInt(NAMES.size())));
        int what = random.nextInt(14);
        long where = random.nextLong(9000);
        byte[] bytes = new byte[random.nextInt(6000)];
        random.nextBytes(bytes);
        try {
            return what + " " + act(what, path, other, where, bytes);
        } catch (IOException | UnsupportedOperationException e) {
            return what + " " + e.getClass().getName();
        }
    }

    private static Object act(int what, Path path, Path other, long where, byte[] bytes)
            throws IOException {
        return switch (what) {
            case 0 -> Files.createDirectory(path).getFileName();
            case 1 -> Files.createDirectories(path).getFileName();
            case 2 -> Files.createFile(path).getFileName();
            case 3 -> Files.createLink(path, other).getFileName();
            case 4 -> Files.move(path, other).getFileName();
            case 5 -> Files.move(path, other, StandardCopyOption.ATOMIC_MOVE).getFileName();
            case 6 -> Files.move(path, other, StandardCopyOption.REPLACE_EXISTING).getFileName();
            case 7 -> Files.deleteIfExists(path);
            case 8 -> Files.write(path, bytes).getFileName();
            case 9 ->
                    Files.write(path, bytes, StandardOpenOption.APPEND, StandardOpenOption.CREATE)
                            .getFileName();
            case 10 ->
                    Files.isRegularFile(path)
                            ? Files.readAllBytes(path).length
                            : Files.exists(path);
            case 11 -> Files.copy(path, other).getFileName();
            case 12 ->
                    channel(
                            path,
                            where,
                            bytes,
                            Set.of(StandardOpenOption.WRITE, StandardOpenOption.READ));
            default ->
                    channel(
                            path,
                            where,
                            bytes,
                            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE));
        };
    }

    private static String channel(
            Path path, long where, byte[] bytes, Set<? extends OpenOption> options)
            throws IOException {
        try (FileChannel channel = FileChannel.open(path, options)) {
            int positional = channel.write(ByteBuffer.wrap(bytes), where);
            channel.position(where / 2);
            long gathered =
                    channel.write(
                            new ByteBuffer[] {
                                ByteBuffer.wrap(bytes, 0, bytes.length / 3), ByteBuffer.wrap(bytes)
                            });
            long position = channel.position();
            channel.force(false);
            channel.truncate(position - position / 7);
            return positional
                    + " "
                    + gathered
                    + " "
                    + position
                    + " "
                    + channel.position()
                    + " "
                    + channel.size();
        }
    }
}
