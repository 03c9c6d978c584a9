package io.colama.disk.parallels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.Qemu;
import io.colama.disk.SourceCheck;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the header and the table may say, and what lies beside an image. */
class ParallelsHeaderTest {

    private static final Seed SEED = Seed.of(1_997);

    @TempDir private Path directory;

    private static byte[] image() {
        RandomGenerator random = SEED.random();
        return ParallelsBytes.of(SampleBytes.of(random, 300_032), random);
    }

    private static ByteBuffer bytes() {
        return ByteBuffer.wrap(image()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] read(byte[] bytes) throws IOException {
        try (DiskImage opened =
                DiskImages.open(
                        BlockSources.of(bytes),
                        Path.of("disk"),
                        Optional.of(DiskFormat.PARALLELS))) {
            ByteBuffer all = ByteBuffer.allocate((int) opened.content().size());
            opened.content().read(0, all);
            return all.array();
        }
    }

    private static void fails(
            Class<? extends ImageException> type, String message, ByteBuffer bytes) {
        assertThatThrownBy(() -> read(bytes.array()))
                .isInstanceOf(type)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"128,true", "128,false", "2048,true", "8,false"})
    void readsAsQemuReads(int clusterSectors, boolean bySectors) throws IOException {
        Qemu.require();
        RandomGenerator random = SEED.part(clusterSectors).random();
        byte[] content = SampleBytes.of(random, 3_000_320);
        Path image =
                Files.write(
                        directory.resolve("disk.hdd"),
                        ParallelsBytes.of(content, random, clusterSectors, bySectors));
        assertThat(Qemu.bytes(image, "parallels")).isEqualTo(content);
        try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults())) {
            SourceCheck.same(opened.content(), content, random, SEED.toString());
        }
    }

    @Test
    void numbersOutOfBoundsAreDamage() {
        fails(ImageException.Damaged.class, "0 sectors", bytes().putInt(28, 0));
        fails(ImageException.Damaged.class, "cluster bytes", bytes().putInt(28, 1 << 30));
        fails(ImageException.Damaged.class, "disk bytes", bytes().putLong(36, -1));
        fails(ImageException.Damaged.class, "too few", bytes().putInt(32, 1));
        fails(ImageException.Damaged.class, "table up to", bytes().putInt(32, 1 << 30));
        fails(ImageException.Damaged.class, "cluster 0", bytes().putInt(64, 1 << 20));
        fails(ImageException.Unsupported.class, "version 3", bytes().putInt(16, 3));
        fails(ImageException.NotThisFormat.class, "not start", bytes().putInt(0, 3));
        fails(ImageException.NotThisFormat.class, "too short", ByteBuffer.allocate(20));
    }

    @Test
    void aClusterInsideTheTableIsDamaged() {
        RandomGenerator random = SEED.random();
        byte[] image = ParallelsBytes.of(SampleBytes.of(random, 3_000_320), random, 1, true);
        ByteBuffer inside = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(64, 1);
        fails(ImageException.Damaged.class, "behind the table", inside);
    }

    @Test
    void aFileThatWasCutOffIsDamaged() {
        byte[] whole = image();
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 512);
        fails(ImageException.Damaged.class, "cut off", ByteBuffer.wrap(cut));
    }

    @Test
    void anImageThatIsMarkedAsEmptyIsZeros() throws IOException {
        assertThat(read(bytes().putInt(52, 1).array())).containsOnly(0);
    }

    @Test
    void anImageThatWasNotClosedIsReadWithAWarning() throws IOException {
        byte[] open = bytes().putInt(44, 0x746f6e59).array();
        Path image = Files.write(directory.resolve("open.hdd"), open);
        try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults())) {
            assertThat(opened.warnings()).singleElement().asString().contains("not closed");
        }
    }

    @Test
    void anImageOfABundleIsReadWhenItIsTheOnlyOne() throws IOException {
        Path image = Files.write(directory.resolve("disk.hdd.0.{a}.hds"), image());
        Path descriptor = directory.resolve("DiskDescriptor.xml");
        String one = "<Image><GUID>{a}</GUID><File>disk.hdd.0.{a}.hds</File></Image>";
        String two = "<Image><GUID>{b}</GUID><File>disk.hdd.0.{b}.hds</File></Image>";
        String text = "<Parallels_disk_image Version=\"1.0\"><Storage>%s</Storage>";
        Files.writeString(descriptor, text.formatted(one));
        DiskImages.open(image, OpenOptions.defaults()).close();
        Files.writeString(descriptor, text.formatted(one + two));
        assertThatThrownBy(() -> DiskImages.open(image, OpenOptions.defaults()).close())
                .isInstanceOf(ImageException.Unsupported.class)
                .hasMessageContaining("one of the 2 images");
        Files.writeString(descriptor, "<Other>" + one + two);
        DiskImages.open(image, OpenOptions.defaults()).close();
    }
}
