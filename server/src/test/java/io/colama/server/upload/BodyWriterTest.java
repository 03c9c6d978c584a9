package io.colama.server.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.Run;
import io.colama.operations.OperationException;
import io.colama.testkit.Seed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body leaves in a file, and what is told of it. */
class BodyWriterTest {

    private static final int MIB = 1 << 20;

    @TempDir private Path directory = Path.of("");

    /** Remembers what it was told. */
    private static final class Told implements BodyWriter.Received {

        private final List<Long> synced = new ArrayList<>();
        private final long bytes;
        private int begun;
        private int rooms;
        private long failsFrom = Long.MAX_VALUE;

        Told(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public void begun() {
            begun++;
        }

        @Override
        public void synced(long before, long now) throws IOException {
            if (now >= failsFrom) {
                throw new IOException("the disk is broken");
            }
            assertThat(before).isEqualTo(synced.isEmpty() ? before : synced.getLast());
            synced.add(now);
        }

        @Override
        public void check(long end) {
            assertThat(end).isLessThanOrEqualTo(bytes);
        }

        @Override
        public void requireRoom() {
            rooms++;
        }
    }

    /** Gives a few bytes at a time, as a network does. */
    private static final class Pieces extends InputStream {

        private final RandomGenerator random;
        private final InputStream in;
        private long left;

        Pieces(byte[] bytes, long before, RandomGenerator random) {
            this.in = new ByteArrayInputStream(bytes);
            this.left = before;
            this.random = random;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("one byte at a time is too slow");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("the client has gone away");
            }
            long most = Math.min(left, 1 + random.nextInt(random.nextInt(4) == 0 ? 100 : 32_768));
            int read = in.read(target, offset, (int) Math.min(length, most));
            left -= Math.max(0, read);
            return read;
        }
    }

    private Arrival arrival(long bytes, long arrived, boolean untouched) throws IOException {
        Path path = directory.resolve("disk.raw");
        if (!Files.exists(path)) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(bytes);
            }
        }
        return new Arrival(path, bytes, arrived, untouched, () -> arrived);
    }

    /** Data with runs of zeros of every length between 1 byte and some 500 KiB. */
    private static byte[] disk(int bytes, RandomGenerator random) {
        byte[] all = new byte[bytes];
        for (int at = 0; at < bytes; ) {
            int end = Math.min(bytes, at + 1 + random.nextInt(1 << random.nextInt(4, 20)));
            if (random.nextBoolean()) {
                byte[] data = new byte[end - at];
                random.nextBytes(data);
                System.arraycopy(data, 0, all, at, data.length);
            }
            at = end;
        }
        return all;
    }

    private static void check(Arrival arrival, byte[] expected, int end) throws IOException {
        byte[] found = Files.readAllBytes(arrival.path());
        assertThat(Arrays.mismatch(found, 0, end, expected, 0, end)).isEqualTo(-1);
        for (long at = 0; at < end; ) {
            Run run = arrival.arrivedRun(at);
            assertThat(run.offset()).isEqualTo(at);
            if (run.kind() == Run.Kind.HOLE) {
                byte[] zeros = new byte[(int) run.length()];
                assertThat(
                                Arrays.equals(
                                        expected,
                                        (int) at,
                                        (int) run.end(),
                                        zeros,
                                        0,
                                        zeros.length))
                        .as("zeros from %d to %d", at, run.end())
                        .isTrue();
            }
            at = run.end();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatComesInPiecesIsWhatWasSent(long part) throws IOException {
        RandomGenerator random = Seed.of(40_11).part(part).random();
        byte[] disk = disk(3 * MIB + random.nextInt(MIB), random);
        int broken = random.nextInt(disk.length);
        Told told = new Told(disk.length);
        Arrival first = arrival(disk.length, 0, true);
        assertThatThrownBy(() ->
                        new BodyWriter(first, 0, told).write(new Pieces(disk, broken, random)))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("broke off");
        assertThat(told.synced).containsExactly((long) broken);
        check(first, disk, broken);
        // the same request goes on, and once more with nothing known of holes
        byte[] rest = Arrays.copyOfRange(disk, broken, disk.length);
        Arrival second = part % 2 == 0 ? first : arrival(disk.length, broken, false);
        long end =
                new BodyWriter(second, broken, told).write(new Pieces(rest, disk.length, random));
        assertThat(end).isEqualTo(disk.length);
        assertThat(told.synced).containsExactly((long) broken, (long) disk.length);
        assertThat(told.begun).isEqualTo(2);
        check(second, disk, disk.length);
    }

    @Test
    void syncsBehindAndTellsEachStretchOnce() throws IOException {
        byte[] disk = new byte[200 * MIB];
        Arrays.fill(disk, (byte) 7);
        Told told = new Told(disk.length);
        Arrival arrival = arrival(disk.length, 0, true);
        long end = new BodyWriter(arrival, 0, told).write(new ByteArrayInputStream(disk));
        assertThat(end).isEqualTo(disk.length);
        assertThat(told.synced).isSorted().doesNotHaveDuplicates().endsWith((long) disk.length);
        assertThat(told.synced.getFirst()).isBetween(64L * MIB, 128L * MIB + (1 << 18));
        assertThat(told.rooms).isEqualTo(told.synced.size() - 1);
    }

    @Test
    void aFailedSyncIsToldAndNothingBehindIt() throws IOException {
        byte[] disk = new byte[200 * MIB];
        Arrays.fill(disk, (byte) 7);
        Told told = new Told(disk.length);
        told.failsFrom = 1;
        Arrival arrival = arrival(disk.length, 0, true);
        assertThatThrownBy(() ->
                        new BodyWriter(arrival, 0, told).write(new ByteArrayInputStream(disk)))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is broken");
        assertThat(told.synced).isEmpty();
    }
}
