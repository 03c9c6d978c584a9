package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk of many terabytes with little in it, in little memory. */
final class HugeDiskTest {

    /** As much as ext4 takes for one file. */
    private static final long SIZE = (16L << 40) - (64 << 10);

    private static final String HEAP = "160m";
    private static final int PIECES = 24;
    private static final int MOST_SECONDS = 40;

    private final Seed seed = Seed.of(16);

    @TempDir private Path directory = Path.of("");

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void goesInAndOutOfASmallHeapInSeconds() throws Exception {
        Path image = directory.resolve("huge.raw");
        Map<Long, byte[]> pieces = write(image);
        Path output = directory.resolve("output");
        List<String> arguments =
                List.of(
                        directory.resolve("repository").toString(),
                        image.toString(),
                        directory.resolve("copy").toString());
        Process process = ChildJvm.start(HEAP, InAndOut.class, output, arguments);
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("done within %d seconds", MOST_SECONDS).isTrue();
        assertThat(process.exitValue()).isZero();
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).isEqualTo(lines.get(0)).hasSize(64);
        check(Path.of(lines.get(2)), pieces);
    }

    private Map<Long, byte[]> write(Path image) throws IOException {
        RandomGenerator random = seed.random();
        Map<Long, byte[]> pieces = new TreeMap<>();
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            try {
                file.setLength(SIZE);
            } catch (IOException e) {
                abort("this file system has no files of 16 TiB: " + e.getMessage());
            }
            for (int i = 0; i < PIECES; i++) {
                long at = i == 0 ? SIZE - 200_000 : random.nextLong(SIZE / 8192) * 8192;
                byte[] bytes = RandomDisk.of(seed.part(i), i == 0 ? 200_000 : 150_001).bytes();
                file.seek(at);
                file.write(bytes);
                pieces.put(at, bytes);
            }
        }
        return pieces;
    }

    private void check(Path copy, Map<Long, byte[]> pieces) throws IOException {
        assertThat(Files.size(copy)).isEqualTo(SIZE);
        try (RandomAccessFile file = new RandomAccessFile(copy.toFile(), "r")) {
            for (var piece : pieces.entrySet()) {
                byte[] found = new byte[piece.getValue().length];
                file.seek(piece.getKey());
                file.readFully(found);
                assertThat(found)
                        .as("%s: the bytes at 0x%x", seed, piece.getKey())
                        .isEqualTo(piece.getValue());
            }
        }
    }
}
