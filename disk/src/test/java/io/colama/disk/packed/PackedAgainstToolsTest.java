package io.colama.disk.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.SampleBytes;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.SourceCheck;
import io.colama.disk.image.DiskImage;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the programs of the formats packed reads as the bytes that they were given. */
class PackedAgainstToolsTest {

    private static final Seed SEED = Seed.of(1_952);

    @TempDir private Path directory;

    /** How one file is packed. */
    record Variant(Packing packing, String tool, String... options) {

        @Override
        public String toString() {
            return tool + " " + String.join(" ", options);
        }
    }

    static Stream<Variant> variants() {
        return Stream.of(
                new Variant(Packing.GZIP, "gzip", "-1"),
                new Variant(Packing.GZIP, "gzip", "-9", "-n"),
                new Variant(Packing.XZ, "xz", "-0"),
                new Variant(Packing.XZ, "xz", "-1", "-T2", "--block-size=300000"),
                new Variant(Packing.XZ, "xz", "-0", "--check=none"),
                new Variant(Packing.XZ, "xz", "-0", "--check=sha256", "--x86", "--lzma2=preset=0"),
                new Variant(Packing.ZSTD, "zstd", "-q", "-1"),
                new Variant(Packing.ZSTD, "zstd", "-q", "-1", "--no-content-size"),
                new Variant(Packing.ZSTD, "zstd", "-q", "-1", "--no-check"),
                new Variant(Packing.ZSTD, "zstd", "-q", "-3", "--long=27"),
                new Variant(Packing.BZIP2, "bzip2", "-1"),
                new Variant(Packing.BZIP2, "bzip2", "-9"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void readsWhatTheToolPacked(Variant variant) throws IOException, InterruptedException {
        RandomGenerator random = SEED.part(variant.toString().hashCode()).random();
        byte[] content = SampleBytes.of(random, 1_000_000 + random.nextInt(2_000_000));
        Path whole = pack(variant, "whole", content);
        assertThat(DiskImages.probe(whole)).isEqualTo(variant.packing.format());
        same(whole, content, random, variant);

        int cut = random.nextInt(content.length);
        Path first = pack(variant, "first", java.util.Arrays.copyOf(content, cut));
        Path second =
                pack(variant, "second", java.util.Arrays.copyOfRange(content, cut, content.length));
        Path both = directory.resolve("both");
        Files.write(both, Files.readAllBytes(first));
        Files.write(both, Files.readAllBytes(second), java.nio.file.StandardOpenOption.APPEND);
        same(both, content, random, variant);
        same(pack(variant, "empty", new byte[0]), new byte[0], random, variant);
    }

    private Path pack(Variant variant, String name, byte[] content)
            throws IOException, InterruptedException {
        Path plain = Files.write(directory.resolve(name), content);
        List<Object> arguments = new java.util.ArrayList<>(List.of(variant.options));
        arguments.addAll(List.of("-k", plain));
        ForeignTool.require(variant.tool).run(arguments.toArray());
        return directory.resolve(name + "." + variant.packing.format().formatName());
    }

    private static void same(Path image, byte[] content, RandomGenerator random, Variant variant)
            throws IOException {
        try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults())) {
            assertThat(opened.format().writable()).isFalse();
            assertThat(opened.warnings()).isEmpty();
            SourceCheck.same(opened.content(), content, random, variant + ", " + SEED);
        }
    }
}
