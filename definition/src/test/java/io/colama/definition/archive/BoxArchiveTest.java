package io.colama.definition.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.definition.machine.DefinitionException;
import io.colama.testkit.ForeignTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unpacking Vagrant boxes. */
class BoxArchiveTest {

    private static final BoxLimits SMALL = new BoxLimits(20, 1 << 20, 1_100);

    @TempDir private Path directory;

    private List<Path> extract(byte[] box, BoxLimits limits) throws IOException {
        Path file = Files.write(directory.resolve("x.box"), box);
        Path target = Files.createDirectories(directory.resolve("out"));
        return BoxArchive.extract(file, target, limits);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void tarListsAndUnpacksWhatIsWritten() throws Exception {
        ForeignTool tar = ForeignTool.require("tar");
        Path box = directory.resolve("written.box");
        byte[] disk = new byte[100_001];
        Arrays.fill(disk, (byte) 3);
        Instant time = Instant.parse("2026-05-04T12:00:00Z");
        try (FileChannel channel =
                FileChannel.open(box, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            BoxWriter writer =
                    new BoxWriter(
                            (offset, bytes) -> {
                                long at = offset;
                                while (bytes.hasRemaining()) {
                                    at += channel.write(bytes, at);
                                }
                            },
                            time);
            writer.file("metadata.json", new byte[] {'{', '}'});
            try (BoxWriter.Member member = writer.member("box.img")) {
                member.write(ByteBuffer.wrap(disk, 0, 70_000));
                member.write(ByteBuffer.wrap(disk, 70_000, 30_001));
            }
            writer.file("empty", new byte[0]);
            assertThat(writer.finish()).isEqualTo(channel.size());
        }
        assertThat(tar.run("--utc", "--full-time", "-tvf", box).lines())
                .extracting(line -> line.replaceAll("\\s+", " "))
                .containsExactly(
                        "-rw-r--r-- 0/0 2 2026-05-04 12:00:00 metadata.json",
                        "-rw-r--r-- 0/0 100001 2026-05-04 12:00:00 box.img",
                        "-rw-r--r-- 0/0 0 2026-05-04 12:00:00 empty");
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        tar.run("-xf", box, "-C", unpacked);
        assertThat(unpacked.resolve("box.img")).hasBinaryContent(disk);
        assertThat(extract(Files.readAllBytes(box), BoxLimits.defaults())).hasSize(3);
        assertThat(directory.resolve("out/box.img")).hasBinaryContent(disk);
    }

    @Test
    void tarReadsTheHeaderOfADiskOfManyGibibytes() throws Exception {
        long size = (9L << 30) + 512;
        Path box = directory.resolve("big.box");
        try (FileChannel channel =
                FileChannel.open(box, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            BoxWriter writer =
                    new BoxWriter(
                            (offset, bytes) -> {
                                // the zeros of the disk stay a hole
                                if (offset % (1 << 20) != 512 || bytes.remaining() < 1 << 20) {
                                    channel.write(bytes, offset);
                                } else {
                                    bytes.position(bytes.limit());
                                }
                            },
                            Instant.EPOCH);
            try (BoxWriter.Member member = writer.member("box.img")) {
                ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
                for (long at = 0; at < 9L << 30; at += zeros.capacity()) {
                    member.write(zeros.clear());
                }
                member.write(ByteBuffer.allocate(512));
            }
            writer.file("metadata.json", new byte[] {'{', '}'});
            writer.finish();
        }
        assertThat(ForeignTool.require("tar").run("-tvf", box).lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .contains(" " + size + " ");
    }

    @Test
    void unpacksTarGzipAndZip() throws Exception {
        byte[] disk = new byte[300_000];
        Arrays.fill(disk, 100_000, 120_000, (byte) 7);
        byte[] tar =
                new TarBuilder()
                        .member("./", '5', new byte[0], "")
                        .file("./metadata.json", "{}")
                        .file("sub/box.img", disk)
                        .end();
        for (byte[] box : List.of(tar, gzip(tar), zip("sub/box.img", disk))) {
            List<Path> written = extract(box, SMALL);
            assertThat(Files.readAllBytes(written.getLast())).isEqualTo(disk);
            assertThat(directory.resolve("out/sub/box.img")).exists();
            for (Path file : written) {
                Files.delete(file);
            }
        }
    }

    @Test
    void unpacksWhatGnuTarPacks() throws Exception {
        Path source = Files.createDirectory(directory.resolve("in"));
        String longName = "long-".repeat(40) + ".img";
        Files.writeString(source.resolve("metadata.json"), "{\"provider\":\"libvirt\"}");
        Files.writeString(source.resolve(longName), "disk");
        for (String format : List.of("gnu", "pax", "posix")) {
            Path box = directory.resolve(format + ".box");
            ForeignTool.require("tar").run("czf", box, "--format=" + format, "-C", source, ".");
            Path target = Files.createDirectory(directory.resolve("out-" + format));
            assertThat(BoxArchive.extract(box, target, SMALL)).hasSize(2);
            assertThat(target.resolve(longName)).hasContent("disk");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/tmp/colama-x", "a/../../x", "C:x", "a\\..\\x", "a//x"})
    void refusesNamesThatLeadElsewhere(String name) throws Exception {
        for (byte[] box :
                List.of(new TarBuilder().file(name, "x").end(), zip(name, new byte[] {1}))) {
            assertThatThrownBy(() -> extract(box, SMALL))
                    .isInstanceOf(DefinitionException.Refused.class)
                    .hasMessageContaining("the name of member");
        }
        try (var all = Files.walk(directory)) {
            assertThat(all.filter(Files::isRegularFile))
                    .containsExactly(directory.resolve("x.box"));
        }
    }

    @Test
    void refusesLinksAndWhatWouldBeWrittenThroughOne() throws Exception {
        byte[] linked = new TarBuilder().member("a", '2', new byte[0], "/tmp").end();
        assertThatThrownBy(() -> extract(linked, SMALL))
                .isInstanceOf(DefinitionException.Refused.class);
        Path target = Files.createDirectories(directory.resolve("out"));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(target.resolve("l"), outside);
        byte[] through = new TarBuilder().file("l/x", "x").end();
        assertThatThrownBy(() -> extract(through, SMALL))
                .isInstanceOf(DefinitionException.Refused.class)
                .hasMessageContaining("below something else");
        byte[] twice = new TarBuilder().file("x", "1").file("x", "2").end();
        assertThatThrownBy(() -> extract(twice, SMALL)).hasMessageContaining("there twice");
    }

    @Test
    void bombsHitLimitsThatSayTheirNames() throws Exception {
        byte[] zeros = new byte[2 << 20];
        for (byte[] bomb :
                List.of(
                        gzip(new TarBuilder().file("x", zeros).end()),
                        zip("x", zeros),
                        new TarBuilder().file("x", zeros).end())) {
            assertThatThrownBy(() -> extract(bomb, SMALL))
                    .isInstanceOf(DefinitionException.Refused.class)
                    .hasMessageContaining("limit on bytes of an unpacked box");
            Files.delete(directory.resolve("out/x"));
        }
        byte[] large = gzip(new TarBuilder().file("x", new byte[65 << 20]).end());
        assertThatThrownBy(() -> extract(large, new BoxLimits(20, 1L << 40, 500)))
                .isInstanceOf(DefinitionException.Refused.class)
                .hasMessageContaining("limit on compression ratio of a box");
        TarBuilder many = new TarBuilder();
        for (int i = 0; i < 21; i++) {
            many.file("f" + i, "");
        }
        assertThatThrownBy(() -> extract(many.end(), SMALL))
                .hasMessageContaining("limit on members of a box: 21 found, at most 20 permitted");
    }

    @Test
    void whatBreaksOffIsDamage() throws Exception {
        byte[] tar = new TarBuilder().file("x", "12345").open();
        byte[] packed = gzip(tar);
        for (byte[] broken :
                List.of(
                        Arrays.copyOf(tar, 514),
                        Arrays.copyOf(packed, packed.length - 9),
                        new TarBuilder().claim("y", '0', 1 << 18).open())) {
            assertThatThrownBy(() -> extract(broken, SMALL))
                    .isInstanceOf(DefinitionException.Damaged.class);
            Files.deleteIfExists(directory.resolve("out/x"));
            Files.deleteIfExists(directory.resolve("out/y"));
        }
        assertThatThrownBy(() -> extract(new byte[5000], SMALL))
                .isInstanceOf(DefinitionException.NotThisFormat.class);
    }
}
