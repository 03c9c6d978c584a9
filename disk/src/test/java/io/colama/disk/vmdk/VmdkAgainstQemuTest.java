package io.colama.disk.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.RunWalk;
import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.Qemu;
import io.colama.disk.Scribble;
import io.colama.disk.SourceCheck;
import io.colama.disk.image.DiskImage;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that qemu wrote read as qemu reads them. */
class VmdkAgainstQemuTest {

    private static final Seed SEED = Seed.of(2025);
    private static final int GRAIN = 65_536;
    private static final OpenOptions BACKING = OpenOptions.defaults().withAllowBacking(true);

    @TempDir private Path directory;

    @BeforeAll
    static void requireQemu() {
        Qemu.require();
    }

    /** The options of one image. */
    record Variant(int number, String options, long sizeBytes) {}

    static Stream<Variant> variants() {
        List<Variant> all = new ArrayList<>();
        String[] shapes = {
            "subformat=monolithicSparse",
            "subformat=monolithicSparse,zeroed_grain=on,adapter_type=lsilogic",
            "subformat=monolithicSparse,compat6",
            "subformat=monolithicFlat",
            "subformat=twoGbMaxExtentSparse",
            "subformat=twoGbMaxExtentSparse,zeroed_grain=on",
            "subformat=twoGbMaxExtentFlat"
        };
        for (String shape : shapes) {
            for (int i = 0; i < 2; i++) {
                RandomGenerator random = SEED.part(all.size()).random();
                all.add(new Variant(all.size(), shape, 512L * random.nextInt(1, 8_000)));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void readsWhatQemuWrote(Variant variant) throws IOException {
        RandomGenerator random = SEED.part(100L + variant.number).random();
        Path image = directory.resolve("image.vmdk");
        Qemu.img("create", "-q", "-f", "vmdk", "-o", variant.options, image, variant.sizeBytes);
        new Scribble(random, GRAIN, false).into(image, "vmdk", variant.sizeBytes, 15);
        compare(image, OpenOptions.defaults(), variant + ", " + SEED, random);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streamOptimized",
                "monolithicSparse",
                "monolithicFlat",
                "twoGbMaxExtentSparse",
                "twoGbMaxExtentFlat"
            })
    void readsWhatQemuConverted(String subformat) throws IOException {
        RandomGenerator random = SEED.part(subformat.hashCode()).random();
        Path raw = directory.resolve("plain.raw");
        Qemu.img("create", "-q", "-f", "raw", raw, 3_000_320);
        new Scribble(random, 1 << 20, false).into(raw, "raw", 3_000_320, 12);
        Path image = directory.resolve("converted.vmdk");
        String option = "subformat=" + subformat;
        Qemu.img("convert", "-f", "raw", "-O", "vmdk", "-o", option, raw, image);
        compare(image, OpenOptions.defaults(), subformat + ", " + SEED, random);
        try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults())) {
            assertThat(opened.features()).contains(subformat);
            assertThat(opened.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"twoGbMaxExtentSparse", "twoGbMaxExtentFlat"})
    void readsAcrossTheEdgesOfTwoGigabytes(String subformat) throws IOException {
        Path image = directory.resolve("large.vmdk");
        Qemu.img("create", "-q", "-f", "vmdk", "-o", "subformat=" + subformat, image, "5G");
        Qemu.io(
                image,
                "vmdk",
                List.of(
                        "write -P 1 2147352576 131072",
                        "write -P 2 2147483648 131072",
                        "write -P 3 5368643584 65536"));
        try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults())) {
            assertThat(opened.files()).hasSize(4);
            BlockSource content = opened.content();
            assertThat(content.size()).isEqualTo(5L << 30);
            ByteBuffer edge = ByteBuffer.allocate(262_144);
            content.read(2_147_352_576L, edge);
            assertThat(edge.get(131_071)).isEqualTo((byte) 1);
            assertThat(edge.get(131_072)).isEqualTo((byte) 2);
            ByteBuffer last = ByteBuffer.allocate(1);
            content.read(content.size() - 1, last);
            assertThat(last.get(0)).isEqualTo((byte) 3);
            long data = 0;
            for (RunWalk walk = RunWalk.of(content, 0, content.size()); walk.advance(); ) {
                data += walk.run().isData() ? walk.run().length() : 0;
            }
            assertThat(data).isLessThan(1 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void readsThroughChainsOfDeltas(int number) throws IOException {
        RandomGenerator random = SEED.part(500L + number).random();
        Path image = directory.resolve("base.vmdk");
        String base = number % 2 == 0 ? "monolithicFlat" : "twoGbMaxExtentSparse";
        Qemu.img("create", "-q", "-f", "vmdk", "-o", "subformat=" + base, image, 2_000_384);
        new Scribble(random, GRAIN, false).into(image, "vmdk", 2_000_384, 10);
        for (int level = 0; level < 3; level++) {
            Path below = image;
            image = directory.resolve("level" + level + ".vmdk");
            String zeroed = random.nextBoolean() ? ",zeroed_grain=on" : "";
            String option = "subformat=monolithicSparse" + zeroed;
            Qemu.img(
                    "create",
                    "-q",
                    "-f",
                    "vmdk",
                    "-F",
                    "vmdk",
                    "-b",
                    below.getFileName(),
                    "-o",
                    option,
                    image);
            new Scribble(random, GRAIN, false).into(image, "vmdk", 2_000_384, 8);
            compare(image, BACKING, "chain " + number + ", level " + level + ", " + SEED, random);
        }
        try (DiskImage opened = DiskImages.open(image, BACKING)) {
            assertThat(opened.files()).hasSize(5);
            assertThat(opened.parentName()).contains("level1.vmdk");
            assertThat(opened.features()).contains("parents: 4");
        }
    }

    /** Both sides of the oracle: that the images made by hand are what they should be. */
    @ParameterizedTest
    @ValueSource(strings = {"VMFSSPARSE", "SESPARSE", "SPARSE"})
    void readsImagesMadeByHandAsQemuDoes(String kind) throws IOException {
        RandomGenerator random = SEED.part(kind.hashCode()).random();
        byte[] content = SampleBytes.of(random, 1_500_160);
        byte[] extent =
                switch (kind) {
                    case "VMFSSPARSE" -> HandMade.esx(content, 1, random);
                    case "SESPARSE" -> HandMade.spaceEfficient(content, random);
                    default -> HandMade.hosted(content, 32, 512, random);
                };
        Files.write(directory.resolve("extent.vmdk"), extent);
        Path image = directory.resolve("image.vmdk");
        String type = kind.equals("SPARSE") ? "twoGbMaxExtentSparse" : "vmfsSparse";
        Files.writeString(
                image,
                HandMade.descriptor(
                        kind.equals("SESPARSE") ? "seSparse" : type,
                        "ffffffff",
                        content.length / HandMade.SECTOR,
                        kind,
                        "extent.vmdk"));
        assertThat(Qemu.bytes(image, "vmdk")).isEqualTo(content);
        compare(image, OpenOptions.defaults(), kind + ", " + SEED, random);
    }

    @Test
    void noticesAParentThatWasChanged() throws IOException {
        Path base = directory.resolve("base.vmdk");
        Path delta = directory.resolve("delta.vmdk");
        Qemu.img("create", "-q", "-f", "vmdk", base, "1M");
        Qemu.img("create", "-q", "-f", "vmdk", "-F", "vmdk", "-b", "base.vmdk", delta);
        DiskImages.open(delta, BACKING).close();
        Qemu.io(base, "vmdk", List.of("write -P 1 0 512"));
        assertThatThrownBy(() -> DiskImages.open(delta, BACKING).close())
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessageContaining("base.vmdk with the CID")
                .hasMessageContaining("it was changed after this delta was made");
        assertThatThrownBy(() -> DiskImages.open(delta, OpenOptions.defaults()).close())
                .isInstanceOf(ImageException.Refused.class)
                .hasMessageContaining("--allow-backing");
    }

    private static void compare(
            Path image, OpenOptions options, String what, RandomGenerator random)
            throws IOException {
        try (DiskImage opened = DiskImages.open(image, options)) {
            SourceCheck.same(opened.content(), Qemu.bytes(image, "vmdk"), random, what);
        }
    }
}
