package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.NoSpaceException;
import io.colama.block.RunWalk;
import io.colama.block.SampleBytes;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.WriteOptions;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskWritersTest {

    private static final Seed SEED = Seed.of(99);
    private static final WriteOptions PLAIN = WriteOptions.defaults();
    private static final WriteOptions COMPRESSED = PLAIN.withCompress(true).withThreads(2);

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 4096, 65_536, 65_537, 1_000_000, 5_000_000})
    void writesImagesThatQemuFindsSoundAndEqual(int size) throws IOException {
        Qemu.require();
        RandomGenerator random = SEED.part(size).random();
        byte[] content = SampleBytes.of(random, size);
        Path raw = Written.to(directory.resolve("a.raw"), DiskFormat.RAW, content, PLAIN, random);
        assertThat(Files.readAllBytes(raw)).isEqualTo(content);
        for (Variant variant : VARIANTS) {
            Path image =
                    Written.to(
                            directory.resolve("a." + variant.driver),
                            variant.format,
                            content,
                            variant.options.withReplace(true),
                            random);
            String what = size + " bytes, " + variant + ", " + SEED;
            boolean qemuTakes =
                    size > 0 || !variant.driver.startsWith("v") || variant.driver.equals("vdi");
            if (variant.checked && qemuTakes) {
                assertThat(Qemu.img("check", "-f", variant.driver, image))
                        .as(what)
                        .contains("No errors were found");
            }
            byte[] rounded = java.util.Arrays.copyOf(content, Math.ceilDiv(size, 512) * 512);
            if (qemuTakes) {
                assertThat(Qemu.img("compare", "-f", "raw", "-F", variant.driver, raw, image))
                        .as(what)
                        .contains("Images are identical");
            }
            try (DiskImage opened = DiskImages.open(image, OpenOptions.defaults())) {
                assertThat(opened.format()).isEqualTo(variant.format);
                SourceCheck.same(opened.content(), rounded, random, what);
            }
        }
    }

    /** What is written, and whether qemu-img has a check for it. */
    private record Variant(
            DiskFormat format, String driver, WriteOptions options, boolean checked) {}

    private static final java.util.List<Variant> VARIANTS =
            java.util.List.of(
                    new Variant(DiskFormat.QCOW2, "qcow2", PLAIN, true),
                    new Variant(DiskFormat.QCOW2, "qcow2", COMPRESSED, true),
                    new Variant(DiskFormat.VMDK, "vmdk", PLAIN, true),
                    new Variant(DiskFormat.VMDK, "vmdk", COMPRESSED, true),
                    new Variant(DiskFormat.VDI, "vdi", PLAIN, true),
                    new Variant(DiskFormat.VHD, "vpc", PLAIN, false),
                    new Variant(DiskFormat.VHD, "vpc", PLAIN.withFixed(true), false),
                    new Variant(DiskFormat.VHDX, "vhdx", PLAIN, true));

    @ParameterizedTest
    @EnumSource(
            value = DiskFormat.class,
            names = {"QCOW2", "VMDK"})
    void compressesToTheSameFileWithAnyNumberOfThreads(DiskFormat format) throws IOException {
        byte[] content = SampleBytes.of(SEED.random(), 8 << 20);
        byte[] first = {};
        for (int threads : new int[] {1, 2, 5}) {
            Path image = directory.resolve("same");
            Written.to(
                    image,
                    format,
                    content,
                    COMPRESSED.withThreads(threads).withReplace(true),
                    SEED.part(threads).random());
            byte[] bytes = Files.readAllBytes(image);
            assertThat(first.length == 0 || java.util.Arrays.equals(first, bytes)).isTrue();
            assertThat(bytes.length).isLessThan(content.length * 2 / 3);
            first = bytes;
        }
    }

    static List<DiskFormat> written() {
        return DiskFormat.written();
    }

    @ParameterizedTest
    @EnumSource(DiskFormat.class)
    void writesOnlyWhatItSaysItWrites(DiskFormat format) {
        Path target = directory.resolve("any");
        assertThat(catchThrowable(() -> DiskWriters.create(target, format, 512, PLAIN).close()))
                .satisfies(thrown -> assertThat(thrown == null).isEqualTo(format.writable()));
    }

    @ParameterizedTest
    @MethodSource("written")
    void takesNoSpaceForZeros(DiskFormat format) throws IOException {
        Path image = directory.resolve("sparse");
        try (BlockSink sink = DiskWriters.create(image, format, 1L << 34, PLAIN)) {
            sink.write(0, ByteBuffer.allocate(1 << 20));
            sink.write(1 << 30, ByteBuffer.allocate(1 << 20).put(500_000, (byte) 1));
            sink.finish();
        }
        long data = 0;
        try (BlockSource file = BlockSources.file(image)) {
            for (RunWalk walk = RunWalk.of(file, 0, file.size()); walk.advance(); ) {
                data += walk.run().isData() ? walk.run().length() : 0;
            }
        }
        assertThat(data).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @MethodSource("written")
    void leavesNothingWhenItIsAbandoned(DiskFormat format) throws IOException {
        try (BlockSink sink =
                DiskWriters.create(directory.resolve("never"), format, 1 << 20, COMPRESSED)) {
            sink.write(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        assertThat(files()).isZero();
    }

    @ParameterizedTest
    @MethodSource("written")
    void replacesAFileOnlyWhenTold(DiskFormat format) throws IOException {
        Path target = Files.writeString(directory.resolve("taken"), "old");
        assertThatThrownBy(() -> DiskWriters.create(target, format, 512, PLAIN))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("exists already");
        Written.to(target, format, new byte[512], PLAIN.withReplace(true), SEED.random());
        assertThat(Files.size(target)).isGreaterThanOrEqualTo(512);
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void doesNotReplaceAFileThatAppearedMeanwhile() throws IOException {
        Path target = directory.resolve("raced");
        try (BlockSink sink = DiskWriters.create(target, DiskFormat.RAW, 512, PLAIN)) {
            Files.writeString(target, "other");
            assertThatThrownBy(sink::finish).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(Files.readString(target)).isEqualTo("other");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void refusesTargetsThatAreNoFiles() {
        assertThatThrownBy(() ->
                        DiskWriters.create(directory, DiskFormat.RAW, 1, PLAIN.withReplace(true)))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a directory");
        Path nowhere = directory.resolve("no/such/file");
        assertThatThrownBy(() -> DiskWriters.create(nowhere, DiskFormat.RAW, 1, PLAIN))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() ->
                        DiskWriters.create(
                                directory.resolve("x"),
                                DiskFormat.RAW,
                                1,
                                PLAIN.withExpectedBytes(1L << 60)))
                .isInstanceOf(NoSpaceException.class)
                .hasMessageContaining("needed");
    }

    @ParameterizedTest
    @MethodSource("written")
    void acceptsWritesOnlyInOrderAndInside(DiskFormat format) throws IOException {
        try (BlockSink sink =
                DiskWriters.create(directory.resolve("ordered"), format, 10_000, PLAIN)) {
            sink.write(100, ByteBuffer.allocate(100));
            assertThatThrownBy(() -> sink.write(199, ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> sink.write(9_999, ByteBuffer.allocate(2)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            sink.finish();
            assertThatThrownBy(() -> sink.write(9_000, ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Tag("slow")
    void countsReferencesPastTheFirstBlockOfCounts() throws IOException {
        Qemu.require();
        RandomGenerator random = SEED.random();
        byte[] piece = new byte[16 << 20];
        for (WriteOptions options :
                new WriteOptions[] {PLAIN, COMPRESSED.withCompressionLevel(1)}) {
            long size = 6L << 30;
            Path image = directory.resolve("large.qcow2");
            try (BlockSink sink =
                    DiskWriters.create(image, DiskFormat.QCOW2, size, options.withReplace(true))) {
                for (long at = 0; at < size; at += piece.length) {
                    random.nextBytes(piece);
                    for (int i = 0; i < piece.length; i += 65_536) {
                        java.util.Arrays.fill(piece, i, i + random.nextInt(65_536), (byte) 3);
                    }
                    sink.write(at, ByteBuffer.wrap(piece));
                }
                sink.finish();
            }
            assertThat(Files.size(image)).isGreaterThan(5L << 29);
            assertThat(Qemu.img("check", "-f", "qcow2", image)).contains("No errors were found");
            Files.delete(image);
        }
    }

    private long files() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.count();
        }
    }
}
