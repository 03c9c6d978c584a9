package io.colama.disk.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.ImageException;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.SourceCheck;
import io.colama.disk.Written;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.WriteOptions;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differencing images, and footers that are damaged. */
class VhdDifferencingTest {

    private static final Seed SEED = Seed.of(67);
    private static final int SIZE = 5 << 20;
    private static final int BLOCK = 2 << 20;
    private static final int SECTOR = 512;
    private static final int HEADER_AT = 512;
    private static final int TABLE_AT = 1536;
    private static final OpenOptions PARENTS = OpenOptions.defaults().withAllowBacking(true);

    @TempDir private Path directory;

    private byte[] below;
    private byte[] above;
    private byte[] expected;
    private Path base;
    private Path child;

    @BeforeEach
    void makePair() throws IOException {
        RandomGenerator random = SEED.random();
        below = new byte[SIZE];
        random.nextBytes(below);
        above = new byte[SIZE];
        random.nextBytes(above);
        base = directory.resolve("base disk.vhd");
        child = directory.resolve("child.vhd");
        Written.to(base, DiskFormat.VHD, below, WriteOptions.defaults(), random);
        Written.to(child, DiskFormat.VHD, above, WriteOptions.defaults(), random);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(child));
        bytes.putInt(TABLE_AT + 4, -1);
        expected = above.clone();
        System.arraycopy(below, BLOCK, expected, BLOCK, BLOCK);
        for (int block = 0; block < 3; block += 2) {
            int bitmap = bytes.getInt(TABLE_AT + 4 * block) * SECTOR;
            for (int i = 0; i < BLOCK / SECTOR / 8; i++) {
                bytes.put(bitmap + i, (byte) (random.nextInt(3) == 0 ? 0 : random.nextInt(256)));
            }
            for (int s = 0; s < Math.min(BLOCK, SIZE - block * BLOCK) / SECTOR; s++) {
                if ((bytes.get(bitmap + s / 8) & 0x80 >>> s % 8) == 0) {
                    int at = block * BLOCK + s * SECTOR;
                    System.arraycopy(below, at, expected, at, SECTOR);
                }
            }
        }
        becomeChild(bytes);
        Files.write(child, bytes.array());
    }

    private void becomeChild(ByteBuffer bytes) throws IOException {
        bytes.putInt(60, VhdFooter.DIFFERENCING);
        bytes.putInt(64, 0);
        bytes.putInt(64, (int) VhdFooter.checksumOf(bytes.slice(0, SECTOR), 64));
        bytes.put(bytes.capacity() - SECTOR, bytes, 0, SECTOR);
        byte[] parent = Files.readAllBytes(base);
        bytes.put(HEADER_AT + 40, parent, 68, 16);
        byte[] name = "C:\\VMs\\base disk.vhd".getBytes(StandardCharsets.UTF_16BE);
        bytes.put(HEADER_AT + 64, name);
        ByteBuffer header = bytes.slice(HEADER_AT, 1024);
        bytes.putInt(HEADER_AT + 36, (int) VhdFooter.checksumOf(header, 36));
    }

    @Test
    void readsSectorsFromTheParentWhereTheBitmapSaysSo() throws IOException {
        try (DiskImage image = DiskImages.open(child, PARENTS)) {
            SourceCheck.same(image.content(), expected, SEED.random(), "child, " + SEED);
            assertThat(image.warnings()).isEmpty();
            assertThat(image.parentName()).contains("base disk.vhd");
        }
    }

    @Test
    void refusesAParentOfAnotherIdentity() throws IOException {
        Files.delete(base);
        Written.to(base, DiskFormat.VHD, below, WriteOptions.defaults(), SEED.random());
        assertThatThrownBy(() -> DiskImages.open(child, PARENTS).close())
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("another image");
    }

    @Test
    void takesTheCopyForADamagedOrMissingFooter() throws IOException {
        byte[] sound = Files.readAllBytes(base);
        byte[] damaged = sound.clone();
        damaged[sound.length - 400] ^= 1;
        byte[] without = java.util.Arrays.copyOf(sound, sound.length - SECTOR);
        for (byte[] bytes : new byte[][] {damaged, without}) {
            Files.write(base, bytes);
            try (DiskImage image = DiskImages.open(base, OpenOptions.defaults())) {
                SourceCheck.same(image.content(), below, SEED.random(), "base, " + SEED);
                assertThat(image.warnings()).singleElement().asString().contains("copy");
            }
        }
    }

    @Test
    void takesTheFooterForADamagedCopy() throws IOException {
        byte[] bytes = Files.readAllBytes(base);
        bytes[3] ^= 1;
        Files.write(base, bytes);
        try (DiskImage image = DiskImages.open(base, OpenOptions.defaults())) {
            SourceCheck.same(image.content(), below, SEED.random(), "base, " + SEED);
            assertThat(image.warnings()).isEmpty();
        }
    }

    @Test
    void readsAFooterOf511Bytes() throws IOException {
        Path fixed = directory.resolve("fixed.vhd");
        WriteOptions options = WriteOptions.defaults().withFixed(true);
        Written.to(fixed, DiskFormat.VHD, below, options, SEED.random());
        byte[] bytes = Files.readAllBytes(fixed);
        Files.write(fixed, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        try (DiskImage image = DiskImages.open(fixed, OpenOptions.defaults())) {
            SourceCheck.same(image.content(), below, SEED.random(), "fixed, " + SEED);
        }
    }
}
