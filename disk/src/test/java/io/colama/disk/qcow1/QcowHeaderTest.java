package io.colama.disk.qcow1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.Qemu;
import io.colama.disk.Scribble;
import io.colama.disk.SourceCheck;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the header and the tables may say, and images over backing files. */
class QcowHeaderTest {

    private static final Seed SEED = Seed.of(1_999);

    @TempDir private Path directory;

    private static byte[] image() {
        RandomGenerator random = SEED.random();
        return QcowBytes.of(SampleBytes.of(random, 100_352), random);
    }

    private static void fails(
            Class<? extends ImageException> type, String message, ByteBuffer bytes) {
        assertThatThrownBy(
                        () -> {
                            try (DiskImage opened =
                                    DiskImages.open(
                                            BlockSources.of(bytes.array()),
                                            Path.of("disk"),
                                            Optional.of(DiskFormat.QCOW))) {
                                ByteBuffer all = ByteBuffer.allocate((int) opened.content().size());
                                opened.content().read(0, all);
                            }
                        })
                .isInstanceOf(type)
                .hasMessageContaining(message);
    }

    @Test
    void namesWhatItDoesNotRead() {
        ByteBuffer encrypted = ByteBuffer.wrap(image()).putInt(36, 1);
        fails(ImageException.Unsupported.class, "encrypted", encrypted);
        ByteBuffer later = ByteBuffer.wrap(image()).putInt(4, 3);
        fails(ImageException.NotThisFormat.class, "version 3", later);
        fails(ImageException.NotThisFormat.class, "too short", ByteBuffer.allocate(20));
    }

    @Test
    void numbersOutOfBoundsAreDamage() {
        fails(
                ImageException.Damaged.class,
                "cluster bits",
                ByteBuffer.wrap(image()).put(32, (byte) 17));
        fails(ImageException.Damaged.class, "L2 bits", ByteBuffer.wrap(image()).put(33, (byte) 5));
        fails(
                ImageException.Damaged.class,
                "L1 table",
                ByteBuffer.wrap(image()).putLong(40, 1L << 40));
        fails(ImageException.Damaged.class, "L1 table", ByteBuffer.wrap(image()).putLong(40, 49));
        fails(ImageException.Damaged.class, "disk bytes", ByteBuffer.wrap(image()).putLong(24, -1));
        fails(
                ImageException.Damaged.class,
                "L2 table",
                ByteBuffer.wrap(image()).putLong(48, 1L << 50));
        fails(
                ImageException.Damaged.class,
                "backing file name",
                ByteBuffer.wrap(image()).putLong(8, 1L << 33).putInt(16, 8));
        fails(
                ImageException.Damaged.class,
                "name bytes",
                ByteBuffer.wrap(image()).putLong(8, 48).putInt(16, 1024));
    }

    @Test
    void aFileThatWasCutOffIsDamaged() {
        byte[] whole = image();
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 5000);
        fails(ImageException.Damaged.class, "0x", ByteBuffer.wrap(cut));
    }

    @Test
    void showsTheBackingFileWhereNothingIsAllocated() throws IOException {
        Qemu.require();
        RandomGenerator random = SEED.part(1).random();
        Path base = directory.resolve("base.qcow");
        Path top = directory.resolve("top.qcow");
        Qemu.img("create", "-q", "-f", "qcow", base, 3_000_320);
        new Scribble(random, 4096, false).into(base, "qcow", 3_000_320, 20);
        Qemu.img("create", "-q", "-f", "qcow", "-F", "qcow", "-b", "base.qcow", top, 4_000_256);
        new Scribble(random, 512, false).into(top, "qcow", 4_000_256, 20);
        assertThatThrownBy(() -> DiskImages.open(top, OpenOptions.defaults()).close())
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("base.qcow");
        try (DiskImage opened =
                DiskImages.open(top, OpenOptions.defaults().withAllowBacking(true))) {
            assertThat(opened.parentName()).contains("base.qcow");
            assertThat(opened.files()).hasSize(2);
            assertThat(opened.warnings()).singleElement().asString().contains("probed");
            SourceCheck.same(opened.content(), Qemu.bytes(top, "qcow"), random, "overlay, " + SEED);
        }
    }

    @Test
    void readsTheClustersThatQemuCompressed() throws IOException {
        Qemu.require();
        RandomGenerator random = SEED.part(2).random();
        Path image = directory.resolve("disk.qcow");
        Qemu.img("create", "-q", "-f", "qcow", image, 1 << 20);
        List<String> writes = new ArrayList<>();
        for (int cluster = 0; cluster < 256; cluster += 1 + random.nextInt(3)) {
            writes.add("write -c -P %d %d 4096".formatted(1 + random.nextInt(255), cluster * 4096));
        }
        Qemu.io(image, "qcow", writes);
        new Scribble(random, 4096, false).into(image, "qcow", 1 << 20, 20);
        byte[] content = Qemu.bytes(image, "qcow");
        assertThat(Files.size(image)).isLessThan(1 << 19);
        try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults());
                BlockSource disk = opened.content()) {
            SourceCheck.same(disk, content, random, "compressed, " + SEED);
        }
    }
}
