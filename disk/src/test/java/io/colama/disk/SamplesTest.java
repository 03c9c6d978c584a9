package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.block.RunWalk;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.WriteOptions;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images made by others, where they are at hand. */
class SamplesTest {

    private static final Seed SEED = Seed.of(12);

    @TempDir private Path directory;

    private static Path samples() {
        String set = System.getenv("COLAMA_SAMPLES");
        Path project = Path.of(System.getProperty("colama.project.root", ".")).toAbsolutePath();
        Path found =
                set != null ? Path.of(set) : project.resolveSibling("shared").resolve("samples");
        Assumptions.assumeTrue(
                Files.isDirectory(found.resolve("images")), "no sample images in " + found);
        return found.resolve("images");
    }

    @Test
    void readsQcow2SamplesAsQemuDoes() throws IOException {
        Path samples = samples();
        Qemu.require();
        List<Path> images;
        try (Stream<Path> all = Files.list(samples)) {
            images = all.filter(path -> path.toString().endsWith(".qcow2")).sorted().toList();
        }
        assertThat(images).isNotEmpty();
        for (Path sample : images) {
            Path image = Files.copy(sample, directory.resolve(sample.getFileName()));
            byte[] expected = Qemu.bytes(image, "qcow2");
            try (DiskImage opened = DiskImages.open(sample, OpenOptions.defaults())) {
                SourceCheck.same(opened.content(), expected, SEED.random(), sample + ", " + SEED);
            }
        }
    }

    @Test
    void readsVmdkSamplesAsQemuDoes() throws IOException {
        Path images = samples();
        Qemu.require();
        List<Path> found = new ArrayList<>();
        for (Path place : List.of(images, images.resolveSibling("ovf"))) {
            try (Stream<Path> all = Files.list(place)) {
                all.filter(path -> path.toString().endsWith(".vmdk")).sorted().forEach(found::add);
            }
        }
        assertThat(found).isNotEmpty();
        for (Path sample : found) {
            Path raw = directory.resolve("sample.raw");
            WriteOptions options = WriteOptions.defaults().withReplace(true);
            try (DiskImage opened = DiskImages.open(sample, OpenOptions.defaults())) {
                BlockSource content = opened.content();
                assertThat(opened.warnings()).as("%s", sample).isEmpty();
                try (BlockSink sink =
                        DiskWriters.create(raw, DiskFormat.RAW, content.size(), options)) {
                    ByteBuffer piece = ByteBuffer.allocate(1 << 20);
                    for (RunWalk walk = RunWalk.of(content, 0, content.size()); walk.advance(); ) {
                        copy(content, walk.run(), piece, sink);
                    }
                    sink.finish();
                }
            }
            assertThat(Qemu.img("compare", "-f", "vmdk", "-F", "raw", sample, raw))
                    .as("%s", sample)
                    .contains("Images are identical");
        }
    }

    private static void copy(BlockSource content, Run run, ByteBuffer piece, BlockSink sink)
            throws IOException {
        for (long at = run.offset(); run.isData() && at < run.end(); at += piece.capacity()) {
            piece.clear().limit((int) Math.min(piece.capacity(), run.end() - at));
            content.read(at, piece);
            sink.write(at, piece.flip());
        }
    }

    @Test
    void takesNoOtherSampleForARawDisk() throws IOException {
        try (Stream<Path> all = Files.list(samples())) {
            for (Path sample : all.sorted().toList()) {
                String name = sample.toString();
                String suffix = name.substring(name.lastIndexOf('.') + 1);
                assertThat(DiskImages.probe(sample))
                        .as(name)
                        .isEqualTo(DiskFormat.byName(suffix).orElseThrow());
            }
        }
    }

    @Test
    void readsVhdSampleAsQemuDoes() throws IOException {
        Path sample = samples().resolve("ext2.vhd");
        Qemu.require();
        byte[] expected = Qemu.bytes(Files.copy(sample, directory.resolve("x.vhd")), "vpc");
        try (DiskImage opened = DiskImages.open(sample, OpenOptions.defaults())) {
            SourceCheck.same(opened.content(), expected, SEED.random(), sample + ", " + SEED);
        }
    }

    @Test
    void readsVhdWithWrongChecksumsOverItsParentAndSaysSo() throws IOException {
        Path sample = samples().resolve("image-differential.vhd");
        OpenOptions options = OpenOptions.defaults().withAllowBacking(true);
        try (DiskImage opened = DiskImages.open(sample, options)) {
            assertThat(opened.files()).hasSize(2);
            assertThat(opened.parentName()).contains("image.vhd");
            assertThat(opened.warnings()).anyMatch(text -> text.contains("checksum"));
            byte[] superblock = new byte[2];
            opened.content().read(1080, java.nio.ByteBuffer.wrap(superblock));
            assertThat(superblock)
                    .as("the signature of ext2")
                    .isEqualTo(new byte[] {0x53, (byte) 0xef});
        }
    }

    @Test
    void looksAtAnImageWhoseParentIsAbsent() throws IOException {
        Path sample = samples().resolve("fat-differential.vhd");
        OpenOptions look = OpenOptions.defaults().withParents(OpenOptions.Parents.LEFT_OUT);
        try (DiskImage opened = DiskImages.open(sample, look)) {
            assertThat(opened.parentName().orElseThrow()).endsWith("fat-parent.vhd");
            assertThat(opened.features()).contains("differencing");
        }
        OpenOptions all = OpenOptions.defaults().withAllowBacking(true);
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> DiskImages.open(sample, all).close()))
                .isInstanceOf(java.nio.file.NoSuchFileException.class)
                .hasMessageContaining("fat-parent.vhd");
    }
}
