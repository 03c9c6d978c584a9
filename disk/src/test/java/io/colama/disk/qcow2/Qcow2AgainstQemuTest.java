package io.colama.disk.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.Qemu;
import io.colama.disk.Scribble;
import io.colama.disk.SourceCheck;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.DiskSnapshot;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that qemu wrote read as qemu reads them. */
class Qcow2AgainstQemuTest {

    private static final Seed SEED = Seed.of(4711);

    @TempDir private Path directory;

    @BeforeAll
    static void requireQemu() {
        Qemu.require();
    }

    /** The options of one image. */
    record Variant(int number, int clusterBits, String options, long sizeBytes) {

        int cluster() {
            return 1 << clusterBits;
        }

        boolean version3() {
            return !options.contains("compat=0.10");
        }

        @Override
        public String toString() {
            return "%d: cluster_size=%d,%s, %d bytes"
                    .formatted(number, cluster(), options, sizeBytes);
        }
    }

    private static Stream<Variant> variants(int perShape, boolean everyCluster) {
        List<Variant> all = new ArrayList<>();
        int[] bits =
                everyCluster
                        ? new int[] {9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21}
                        : new int[] {9, 12, 16, 21};
        String[] shapes = {
            "compat=0.10",
            "compat=1.1",
            "compat=1.1,compression_type=zstd",
            "compat=1.1,lazy_refcounts=on,refcount_bits=1",
            "compat=1.1,extended_l2=on",
            "compat=1.1,extended_l2=on,compression_type=zstd"
        };
        for (int clusterBits : bits) {
            for (String shape : shapes) {
                if (shape.contains("extended_l2") && clusterBits < 14) {
                    continue;
                }
                for (int i = 0; i < perShape; i++) {
                    RandomGenerator random = SEED.part(all.size()).random();
                    long clusters = random.nextInt(clusterBits > 18 ? 4 : 70);
                    long size =
                            (clusters << clusterBits) / 512 * 512 + 512L * random.nextInt(1, 300);
                    all.add(new Variant(all.size(), clusterBits, shape, size));
                }
            }
        }
        return all.stream();
    }

    static Stream<Variant> few() {
        return variants(1, false);
    }

    static Stream<Variant> many() {
        return variants(4, true);
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
        RandomGenerator random = SEED.part(1000L + variant.number).random();
        Path image = directory.resolve("image.qcow2");
        Scribble scribble = new Scribble(random, variant.cluster(), variant.version3());
        String options = "cluster_size=" + variant.cluster() + "," + variant.options;
        Qemu.img("create", "-q", "-f", "qcow2", "-o", options, image, variant.sizeBytes);
        scribble.into(image, "qcow2", variant.sizeBytes, 12);
        boolean snapshots = !variant.options.contains("refcount_bits=1");
        long size = variant.sizeBytes;
        if (snapshots) {
            Qemu.img("snapshot", "-c", "first", image);
            scribble.into(image, "qcow2", size, 8);
            if (variant.version3()) {
                size += 512L * random.nextInt(1, 1000);
                Qemu.img("resize", "-q", "-f", "qcow2", image, size);
            }
            scribble.into(image, "qcow2", size, 4);
            Qemu.img("snapshot", "-c", "second", image);
            scribble.into(image, "qcow2", size, 8);
        }
        compare(image, OpenOptions.defaults(), variant + ", " + SEED, random);
        try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults())) {
            List<Long> sizes = opened.snapshots().stream().map(DiskSnapshot::sizeBytes).toList();
            assertThat(sizes).isEqualTo(snapshots ? List.of(variant.sizeBytes, size) : List.of());
        }
    }

    private static void compare(
            Path image, OpenOptions options, String what, RandomGenerator random)
            throws IOException {
        try (DiskImage opened = DiskImages.open(image, options)) {
            SourceCheck.same(opened.content(), Qemu.bytes(image, "qcow2"), random, what);
            for (DiskSnapshot snapshot : opened.snapshots()) {
                // qemu reads a snapshot with the size that the disk has now
                byte[] expected =
                        Qemu.bytes(image, "qcow2", "-l", "snapshot.name=" + snapshot.name());
                expected = Arrays.copyOf(expected, (int) snapshot.sizeBytes());
                SourceCheck.same(
                        opened.snapshot(snapshot.id()), expected, random, what + ", " + snapshot);
            }
        }
    }

    static Stream<Integer> chains() {
        return Stream.of(0, 1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @MethodSource("chains")
    void readsThroughChainsOfBackingFiles(int number) throws IOException {
        RandomGenerator random = SEED.part(5000L + number).random();
        Path base = directory.resolve("base.raw");
        Qemu.img("create", "-q", "-f", "raw", base, 1_000_448);
        new Scribble(random, 1 << 20, false).into(base, "raw", 1_000_448, 6);
        Path image = base;
        for (int level = 0; level < 3; level++) {
            image = over(image, level, random);
            compare(
                    image,
                    OpenOptions.defaults().withAllowBacking(true),
                    "chain " + number + ", level " + level + ", " + SEED,
                    random);
        }
        try (DiskImage opened =
                DiskImages.open(image, OpenOptions.defaults().withAllowBacking(true))) {
            assertThat(opened.files()).hasSize(4);
            assertThat(opened.features()).contains("backing files: 3");
        }
    }

    /** An image of chance over {@code below}; the one in the middle keeps a snapshot. */
    private Path over(Path below, int level, RandomGenerator random) throws IOException {
        int bits = random.nextInt(9, 19);
        long size = 512L * random.nextInt(500, 4000);
        String extended = bits >= 14 && random.nextBoolean() ? ",extended_l2=on" : "";
        String options = "cluster_size=" + (1 << bits) + extended;
        String format = level == 0 ? "raw" : "qcow2";
        Path image = directory.resolve("level" + level + ".qcow2");
        List<String> create = List.of("create", "-q", "-f", "qcow2", "-u", "-F", format, "-b");
        List<Object> arguments = new ArrayList<>(create);
        arguments.addAll(List.of(below.getFileName(), "-o", options, image, size));
        Qemu.img(arguments.toArray());
        new Scribble(random, 1 << bits, true).into(image, "qcow2", size, 10);
        if (level == 1) {
            Qemu.img("snapshot", "-c", "kept", image);
            new Scribble(random, 1 << bits, true).into(image, "qcow2", size, 5);
        }
        return image;
    }

    @ParameterizedTest
    @MethodSource("chains")
    void readsImagesThatQemuConverted(int number) throws IOException {
        RandomGenerator random = SEED.part(6000L + number).random();
        Path raw = directory.resolve("plain.raw");
        Qemu.img("create", "-q", "-f", "raw", raw, 3_000_320);
        new Scribble(random, 1 << 20, false).into(raw, "raw", 3_000_320, 12);
        String type = number % 2 == 0 ? "zlib" : "zstd";
        int clusterBits = random.nextInt(9, 22);
        Path image = directory.resolve("converted.qcow2");
        Qemu.img(
                "convert",
                "-c",
                "-f",
                "raw",
                "-O",
                "qcow2",
                "-o",
                "cluster_size=" + (1 << clusterBits) + ",compression_type=" + type,
                raw,
                image);
        compare(image, OpenOptions.defaults(), type + " 2^" + clusterBits + ", " + SEED, random);
    }
}
