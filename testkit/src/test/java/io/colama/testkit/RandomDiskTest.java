package io.colama.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.RandomDisk.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomDiskTest {

    private static final Seed SEED = Seed.of(7);
    private static final int SIZE = 5_000_003;

    @TempDir Path directory;

    @Test
    void givesTheSameBytesForTheSameSeed() {
        assertThat(RandomDisk.of(SEED, SIZE).bytes()).isEqualTo(RandomDisk.of(SEED, SIZE).bytes());
        assertThat(RandomDisk.of(SEED, SIZE).bytes())
                .isNotEqualTo(RandomDisk.of(SEED.part(1), SIZE).bytes());
    }

    @Test
    void hasExactlyTheSizeAskedForAndSomeOfEverything() {
        RandomDisk disk = RandomDisk.of(SEED, SIZE);
        assertThat(disk.size()).isEqualTo(SIZE);
        for (Kind kind : Kind.values()) {
            assertThat(disk.bytesOf(kind)).as(kind.toString()).isPositive();
        }
        assertThat(RandomDisk.of(SEED, 0).bytes()).isEmpty();
        assertThat(RandomDisk.of(SEED, 1).bytes()).hasSize(1);
    }

    @Test
    void readsTheSameBytesInAnyPieces() {
        RandomDisk disk = RandomDisk.of(SEED, SIZE);
        byte[] whole = disk.bytes();
        RandomGenerator random = SEED.random();
        for (int i = 0; i < 500; i++) {
            int offset = random.nextInt(SIZE);
            byte[] part = new byte[random.nextInt(Math.min(20_000, SIZE - offset) + 1)];
            disk.read(offset, ByteBuffer.wrap(part));
            assertThat(part).isEqualTo(Arrays.copyOfRange(whole, offset, offset + part.length));
        }
        assertThatThrownBy(() -> disk.read(SIZE - 1, ByteBuffer.allocate(2)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void writesASparseFileWithTheSameBytes() throws IOException {
        RandomDisk disk = RandomDisk.of(SEED, SIZE);
        disk.writeTo(directory.resolve("disk.raw"));
        assertThat(directory.resolve("disk.raw")).hasBinaryContent(disk.bytes());
    }

    @Test
    void writesADiskThatIsMostlyHolesInNoTime() throws IOException {
        RandomDisk disk =
                RandomDisk.builder(SEED)
                        .region(Kind.TEXT, 5000)
                        .region(Kind.HOLE, 3L << 40)
                        .build();
        disk.writeTo(directory.resolve("large.raw"));
        assertThat(Files.size(directory.resolve("large.raw"))).isEqualTo((3L << 40) + 5000);
    }

    @Test
    void copiesWithAndWithoutShift() {
        byte[] bytes =
                RandomDisk.builder(SEED)
                        .region(Kind.RANDOM, 10_000)
                        .region(Kind.TEXT, 10_000)
                        .copyOf(5_000, 10_000)
                        .build()
                        .bytes();
        assertThat(Arrays.copyOfRange(bytes, 20_000, 30_000))
                .isEqualTo(Arrays.copyOfRange(bytes, 5_000, 15_000));
    }

    @Test
    void compressesAsItsKindsSay() {
        assertThat(deflated(Kind.RANDOM)).isGreaterThan(1_000_000);
        assertThat(deflated(Kind.TEXT)).isBetween(150_000, 400_000);
        assertThat(deflated(Kind.REPEATED)).isLessThan(50_000);
    }

    private static int deflated(Kind kind) {
        byte[] bytes = RandomDisk.builder(SEED).region(kind, 1_000_000).build().bytes();
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            return deflater.deflate(new byte[2_000_000]);
        }
    }

    @Test
    void mutatesAboutTheFractionAskedFor() {
        RandomDisk disk = RandomDisk.builder(SEED).region(Kind.RANDOM, SIZE).build();
        byte[] before = disk.bytes();
        assertThat(changed(before, disk.mutate(SEED, 0.1).bytes())).isBetween(SIZE / 20, SIZE / 9);
        assertThat(disk.mutate(SEED, 0).bytes()).isEqualTo(before);
        assertThat(disk.mutate(SEED, 0.1).bytes()).isEqualTo(disk.mutate(SEED, 0.1).bytes());
        assertThat(disk.bytes()).isEqualTo(before);
    }

    private static int changed(byte[] before, byte[] after) {
        assertThat(after).hasSameSizeAs(before);
        int changed = 0;
        for (int i = 0; i < before.length; i++) {
            if (before[i] != after[i]) {
                changed++;
            }
        }
        return changed;
    }
}
