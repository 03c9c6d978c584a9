package io.colama.disk.vdi;

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
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differencing images, which qemu does not read: made from a sound pair by hand. */
class VdiDifferencingTest {

    private static final Seed SEED = Seed.of(66);
    private static final int SIZE = 5 << 20;
    private static final int MIB = 1 << 20;
    private static final int MAP_AT = 512;
    private static final OpenOptions PARENTS = OpenOptions.defaults().withAllowBacking(true);

    @TempDir private Path directory;

    private Path child;
    private byte[] expected;

    @BeforeEach
    void makePair() throws IOException {
        RandomGenerator random = SEED.random();
        byte[] below = new byte[SIZE];
        random.nextBytes(below);
        byte[] above = new byte[SIZE];
        random.nextBytes(above);
        Path base = write("base.vdi", below, random);
        Path snapshots = Files.createDirectory(directory.resolve("Snapshots"));
        child = write("Snapshots/{child}.vdi", above, random);
        assertThat(child).hasParent(snapshots);
        ByteBuffer bytes = read(child);
        ByteBuffer parent = read(base);
        bytes.putInt(76, VdiHeader.DIFFERENCING);
        bytes.put(424, parent, 392, 16);
        bytes.put(440, parent, 408, 16);
        bytes.putInt(MAP_AT + 4, -1); // block 1 from the parent
        bytes.putInt(MAP_AT + 12, -2); // block 3 is zero
        Files.write(child, bytes.array());
        expected = above.clone();
        System.arraycopy(below, MIB, expected, MIB, MIB);
        java.util.Arrays.fill(expected, 3 * MIB, 4 * MIB, (byte) 0);
    }

    private Path write(String name, byte[] content, RandomGenerator random) throws IOException {
        Path image = directory.resolve(name);
        return Written.to(image, DiskFormat.VDI, content, WriteOptions.defaults(), random);
    }

    private static ByteBuffer read(Path image) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void findsTheParentByItsIdentityInTheDirectoryAboveWhenPermitted() throws IOException {
        OpenOptions options = PARENTS.withImportRoot(directory);
        try (DiskImage image = DiskImages.open(child, options)) {
            SourceCheck.same(image.content(), expected, SEED.random(), "child, " + SEED);
            assertThat(image.files()).hasSize(2);
            assertThat(image.features()).contains("differencing", "parents: 1");
        }
    }

    @Test
    void saysWhichParentIsMissing() {
        assertThatThrownBy(() -> DiskImages.open(child, PARENTS).close())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("VDI image {");
        assertThatThrownBy(() -> DiskImages.open(child, OpenOptions.defaults()).close())
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("--allow-backing");
    }

    @Test
    void refusesAParentThatWasWrittenTo() throws IOException {
        ByteBuffer parent = read(directory.resolve("base.vdi"));
        parent.put(408, (byte) (parent.get(408) ^ 1));
        Files.write(directory.resolve("base.vdi"), parent.array());
        OpenOptions options = PARENTS.withImportRoot(directory);
        assertThatThrownBy(() -> DiskImages.open(child, options).close())
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("written to after");
    }
}
