package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images with one level of blocks, and old qcow, that qemu wrote read as qemu reads them. */
class AgainstQemuTest {

    private static final Seed SEED = Seed.of(815);

    @TempDir private Path directory;

    @BeforeAll
    static void requireQemu() {
        Qemu.require();
    }

    /** How one image is made. */
    record Variant(int number, DiskFormat format, String driver, String options) {}

    private static Stream<Variant> variants(int perShape) {
        List<Variant> all = new ArrayList<>();
        String[][] shapes = {
            {"VDI", "vdi", "static=off"},
            {"VDI", "vdi", "static=on"},
            {"VHD", "vpc", "subformat=dynamic"},
            {"VHD", "vpc", "subformat=fixed"},
            {"VHD", "vpc", "subformat=dynamic,force_size=on"},
            {"VHD", "vpc", "subformat=fixed,force_size=on"},
            {"VHDX", "vhdx", "subformat=dynamic"},
            {"VHDX", "vhdx", "subformat=fixed"},
            {"VHDX", "vhdx", "subformat=dynamic,block_size=1048576,block_state_zero=on"},
            {"VHDX", "vhdx", "subformat=dynamic,block_size=33554432,block_state_zero=off"},
            {"QCOW", "qcow", "encryption=off"},
            {"PARALLELS", "parallels", "cluster_size=65536"},
            {"PARALLELS", "parallels", "cluster_size=1048576"},
        };
        for (String[] shape : shapes) {
            for (int i = 0; i < perShape; i++) {
                all.add(new Variant(all.size(), DiskFormat.valueOf(shape[0]), shape[1], shape[2]));
            }
        }
        return all.stream();
    }

    static Stream<Variant> few() {
        return variants(2);
    }

    static Stream<Variant> many() {
        return variants(12);
    }

    @ParameterizedTest
    @MethodSource("few")
    void readsWhatQemuWrote(Variant variant) throws IOException {
        check(variant);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("many")
    void readsWhatQemuWroteInManyVariants(Variant variant) throws IOException {
        check(variant);
    }

    private void check(Variant variant) throws IOException {
        RandomGenerator random = SEED.part(variant.number).random();
        Path image = directory.resolve("image." + variant.driver);
        long size = 512L * random.nextInt(1, 30_000);
        Qemu.img("create", "-q", "-f", variant.driver, "-o", variant.options, image, size);
        new Scribble(random, 1 << 20, false).into(image, variant.driver, size, 12);
        assertThat(DiskImages.probe(image)).isEqualTo(variant.format);
        try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults())) {
            assertThat(opened.warnings()).isEmpty();
            assertThat(opened.parentName()).isEmpty();
            SourceCheck.same(
                    opened.content(),
                    Qemu.bytes(image, variant.driver),
                    random,
                    variant + ", " + SEED);
        }
    }
}
