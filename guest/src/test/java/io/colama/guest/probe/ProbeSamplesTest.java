package io.colama.guest.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.testkit.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.XZInputStream;

/** The images that blkid is tested with, against what it says of them. */
class ProbeSamplesTest {

    private static final int CHUNK = 1 << 16;

    @TempDir private Path directory;

    static List<String> images() throws IOException {
        try (Stream<Path> files = Files.list(Samples.find("blkid/fs"))) {
            return files.map(file -> file.getFileName().toString().replace(".img.xz", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("images")
    void recognisesWhatBlkidDoes(String name) throws IOException {
        Map<String, String> expected = expected(name);
        Path image = unpack(Samples.find("blkid/fs/" + name + ".img.xz"));
        try (BlockSource volume = BlockSources.file(image)) {
            List<Recognition> found = Probe.identify(volume);
            assertThat(found).as(name).isNotEmpty();
            Recognition first = found.getFirst();
            assertThat(first.kind()).as("of %s", found).isEqualTo(expected.get("TYPE"));
            assertThat(usage(first)).isEqualTo(expected.get("USAGE"));
            first.uuid().ifPresent(uuid -> assertThat(uuid).isEqualTo(expected.get("UUID")));
            // blkid writes _ for what a shell would not like
            first.label()
                    .ifPresent(label ->
                            assertThat(label.replace(' ', '_')).isEqualTo(expected.get("LABEL")));
            first.version()
                    .ifPresent(version ->
                            assertThat(version.replace(" ", "\\x20"))
                                    .isEqualTo(expected.get("VERSION")));
        }
    }

    private static String usage(Recognition found) {
        return found.usage().name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    private static Map<String, String> expected(String name) throws IOException {
        String file =
                switch (name) {
                    case "iso-multi-0-174-348-genisoimage" -> "iso-multi-genisoimage-0";
                    case "udf-multi-0-320-640-mkudffs" -> "udf-multi-mkudffs-0";
                    case "udf-multi-0-417-834-genisoimage" -> "udf-multi-genisoimage-0";
                    default -> name;
                };
        Path lines = Samples.find("blkid/expected/low-probe-" + file);
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readString(lines, StandardCharsets.UTF_8).split("\n")) {
            int at = line.indexOf('=');
            if (line.startsWith("ID_FS_") && at > 0) {
                values.put(line.substring("ID_FS_".length(), at), line.substring(at + 1));
            }
        }
        return values;
    }

    private Path unpack(Path packed) throws IOException {
        Path image = directory.resolve("image");
        try (InputStream in = new XZInputStream(Files.newInputStream(packed));
                OutputStream out = Files.newOutputStream(image)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                out.write(chunk, 0, count);
            }
        }
        return image;
    }

    static List<String> tables() throws IOException {
        try (Stream<Path> files = Files.list(Samples.find("blkid/pt"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void takesNoPartitionTableForAVolume(String name) throws IOException {
        try (BlockSource disk = BlockSources.file(unpack(Samples.find("blkid/pt/" + name)))) {
            // a file system was there before this table, and blkid names it too
            List<String> left = name.equals("dos+bsd.img.xz") ? List.of("ext3") : List.of();
            assertThat(Probe.identify(disk)).map(Recognition::kind).isEqualTo(left);
        }
    }
}
