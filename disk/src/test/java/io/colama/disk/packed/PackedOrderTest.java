package io.colama.disk.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.OpenWatch;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads that go forward together decode once. */
class PackedOrderTest {

    private static final Seed SEED = Seed.of(77);
    private static final int SLICE = 50_000;
    private static final int SIZE = 100 * SLICE + 123;
    private static final byte[] CONTENT = SampleBytes.of(SEED.random(), SIZE);

    @TempDir private Path directory;

    private static PackedContent open(int pieces) throws IOException {
        byte[] packed = PackedBytes.of(Packing.GZIP, CONTENT);
        return new PackedContent(
                Packing.GZIP, BlockSources.of(packed), "test.gz", SIZE, 1 << 14, pieces);
    }

    private static void check(PackedContent content, int at) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(Math.min(SLICE, SIZE - at));
        content.read(at, found);
        assertThat(found.flip().mismatch(ByteBuffer.wrap(CONTENT, at, found.limit())))
                .as("at %s, %s", at, SEED)
                .isEqualTo(-1);
    }

    @Test
    void decodesOnceForReadsOutOfOrderInTheWindow() throws IOException {
        List<Integer> slices = new ArrayList<>();
        for (int at = 0; at < SIZE; at += SLICE) {
            slices.add(at);
        }
        for (int group = 0; group + 8 <= slices.size(); group += 8) {
            Collections.shuffle(slices.subList(group, group + 8), new Random(group));
        }
        try (PackedContent content = open(32)) {
            for (int at : slices) {
                check(content, at);
            }
            assertThat(content.starts()).isEqualTo(1);
            check(content, 0);
            assertThat(content.starts()).isEqualTo(2);
        }
    }

    @Test
    void decodesOnceForThreadsThatGoForwardTogether() throws Exception {
        try (PackedContent content = open(1 << 9);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> reads = new ArrayList<>();
            for (int at = 0; at < SIZE; at += SLICE) {
                int from = at;
                reads.add(
                        threads.submit(() -> {
                            check(content, from);
                            return true;
                        }));
            }
            for (Future<?> read : reads) {
                read.get();
            }
            assertThat(content.starts()).isEqualTo(1);
        }
    }

    @Test
    void startsAgainForAReadBehindTheWindow() throws IOException {
        try (PackedContent content = open(4)) {
            for (int at : new int[] {0, 40 * SLICE, 20 * SLICE, 100 * SLICE, 98 * SLICE, 0}) {
                check(content, at);
            }
            assertThat(content.starts()).isEqualTo(4);
        }
    }

    @Test
    void decodesFarMoreThanTheFileWithoutKeepingIt() throws IOException {
        byte[] zeros = PackedBytes.of(Packing.ZSTD, new byte[64 << 20]);
        assertThat(zeros.length).isLessThan(20_000);
        long size = Unpacker.size(Packing.ZSTD, BlockSources.of(zeros), "bomb.zst", OpenWatch.NONE);
        assertThat(size).isEqualTo(64 << 20);
        try (PackedContent content =
                new PackedContent(
                        Packing.ZSTD, BlockSources.of(zeros), "bomb.zst", size, 4096, 2)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            content.read(size - 1, last);
            assertThat(last.get(0)).isZero();
        }
    }

    @Test
    void tellsHowFarThePassIsThatFindsTheSize() throws IOException {
        byte[] packed = PackedBytes.of(Packing.GZIP, SampleBytes.of(SEED.random(), 1_000_000));
        Path file = Files.write(directory.resolve("disk.gz"), packed);
        List<Long> said = new ArrayList<>();
        OpenWatch watch =
                new OpenWatch() {
                    @Override
                    public void begin(String name, long fileBytes) {
                        assertThat(name).endsWith("disk.gz");
                        assertThat(fileBytes).isEqualTo(packed.length);
                    }

                    @Override
                    public void advance(long fileBytes) {
                        said.add(fileBytes);
                    }

                    @Override
                    public void check() throws IOException {
                        if (said.size() == 100) {
                            throw new InterruptedIOException("enough");
                        }
                    }
                };
        DiskImages.open(file, OpenOptions.defaults(), watch).close();
        assertThat(said).hasSizeGreaterThan(5).allMatch(bytes -> bytes >= 0);
        long sum = said.stream().mapToLong(bytes -> bytes).sum();
        assertThat(sum).isBetween(packed.length - 100L, (long) packed.length);
        while (said.size() < 100) {
            said.add(0L);
        }
        assertThatThrownBy(() -> DiskImages.open(file, OpenOptions.defaults(), watch).close())
                .isInstanceOf(InterruptedIOException.class);
    }
}
