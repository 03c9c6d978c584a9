package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.SampleBytes;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.WriteOptions;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that are laid out and not written. */
class DiskViewsTest {

    private static final Seed SEED = Seed.of(4242);
    private static final UUID IDENTITY = UUID.nameUUIDFromBytes(new byte[] {1});
    private static final Map<DiskFormat, String> DRIVERS =
            Map.of(DiskFormat.VHD, "vpc", DiskFormat.RAW, "raw");

    @TempDir private Path directory;

    static List<DiskFormat> written() {
        return DiskFormat.written();
    }

    private static BlockSource view(Path raw, DiskFormat format) throws IOException {
        return DiskWriters.view(BlockSources.file(raw), format, "a", IDENTITY);
    }

    private static byte[] all(BlockSource source) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
        source.read(0, bytes);
        return bytes.array();
    }

    @ParameterizedTest
    @MethodSource("written")
    void layOutImagesThatQemuFindsSoundAndEqual(DiskFormat format) throws IOException {
        Qemu.require();
        String driver = DRIVERS.getOrDefault(format, format.formatName());
        for (int size : new int[] {512, 65_536, 66_048, 1_000_448, 37_000_192}) {
            RandomGenerator random = SEED.part(size).random();
            byte[] content = SampleBytes.of(random, size);
            Path raw = directory.resolve("a.raw");
            Written.to(
                    raw,
                    DiskFormat.RAW,
                    content,
                    WriteOptions.defaults().withReplace(true),
                    random);
            Path image = directory.resolve("a." + format.formatName());
            String what = size + " bytes, " + format + ", " + SEED;
            try (BlockSource view = view(raw, format)) {
                Files.write(image, all(view));
                SourceCheck.same(view, Files.readAllBytes(image), random, what);
            }
            if (format != DiskFormat.VHD && format != DiskFormat.RAW) {
                assertThat(Qemu.img("check", "-f", driver, image))
                        .as(what)
                        .contains("No errors were found");
            }
            assertThat(Qemu.img("compare", "-f", "raw", "-F", driver, raw, image))
                    .as(what)
                    .contains("Images are identical");
            try (DiskImage opened =
                    DiskImages.open(BlockSources.file(image), image, Optional.of(format))) {
                SourceCheck.same(opened.content(), content, random, what);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("written")
    void areTheSameBytesEachTimeAndAsSmallAsThoseWritten(DiskFormat format) throws IOException {
        byte[] content = Arrays.copyOf(SampleBytes.of(SEED.random(), 5 << 20), 64 << 20);
        Path raw = directory.resolve("a.raw");
        Written.to(raw, DiskFormat.RAW, content, WriteOptions.defaults(), SEED.random());
        Path image = directory.resolve("a." + format.formatName());
        Written.to(
                image, format, content, WriteOptions.defaults().withReplace(true), SEED.random());
        try (BlockSource one = view(raw, format);
                BlockSource two = view(raw, format)) {
            assertThat(all(one)).isEqualTo(all(two));
            assertThat(one.size()).isBetween(Files.size(image) / 2, Files.size(image) * 2);
        }
    }

    @Test
    void areNotMadeOfFormatsThatAreOnlyRead() {
        assertThatThrownBy(() ->
                        DiskWriters.view(BlockSources.zero(512), DiskFormat.QCOW, "a", IDENTITY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
