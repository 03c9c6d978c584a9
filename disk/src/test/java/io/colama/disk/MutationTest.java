package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.colama.block.SampleBytes;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.WriteOptions;
import io.colama.disk.parallels.ParallelsBytes;
import io.colama.disk.qcow1.QcowBytes;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sound images of every format that has tables with some bytes changed where headers and tables
 * lie, or cut.
 */
class MutationTest {

    private static final Seed SEED = Seed.of(271_828);
    private static final int MUTANTS = 1_000;
    private static final int AREA = 1024;
    private static final List<Byte> EDGES =
            List.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff);

    @TempDir private Path directory;

    static List<DiskFormat> mapped() {
        return Stream.concat(
                        DiskFormat.written().stream().filter(format -> format != DiskFormat.RAW),
                        Stream.of(DiskFormat.QCOW, DiskFormat.PARALLELS))
                .toList();
    }

    private byte[] sound(DiskFormat format, byte[] content, RandomGenerator random)
            throws IOException {
        if (format == DiskFormat.QCOW) {
            return QcowBytes.of(content, random);
        }
        if (format == DiskFormat.PARALLELS) {
            return ParallelsBytes.of(content, random);
        }
        Path image = directory.resolve("image");
        return Files.readAllBytes(
                Written.to(image, format, content, WriteOptions.defaults(), random));
    }

    @ParameterizedTest
    @MethodSource("mapped")
    @Timeout(50)
    void everyMutantReadsOrSaysWhyNot(DiskFormat format) throws IOException {
        RandomGenerator random = SEED.part(format.formatName().hashCode()).random();
        byte[] original = sound(format, SampleBytes.of(random, 300_032), random);
        assertThat(HostileDisk.read(original, format)).isTrue();
        int sound = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutant(original, random);
            boolean[] whole = new boolean[1];
            assertThatCode(() -> whole[0] = HostileDisk.read(mutant, format))
                    .as("mutant %d of %s, %s", i, format, SEED)
                    .doesNotThrowAnyException();
            sound += whole[0] ? 1 : 0;
        }
        assertThat(sound).as("mutants that still read").isBetween(MUTANTS / 20, MUTANTS - 10);
    }

    /** Changes bytes in the pieces of the file that are neither zero nor the disk's own bytes. */
    private static byte[] mutant(byte[] original, RandomGenerator random) {
        byte[] bytes = original.clone();
        List<Integer> areas = areas(original);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int area = areas.get(random.nextInt(areas.size()));
            int at =
                    Math.min(
                            original.length - 1,
                            area + random.nextInt(random.nextBoolean() ? 128 : AREA));
            bytes[at] =
                    switch (random.nextInt(3)) {
                        case 0 -> (byte) random.nextInt(256);
                        case 1 -> EDGES.get(random.nextInt(EDGES.size()));
                        default -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                    };
        }
        int end = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return Arrays.copyOf(bytes, end);
    }

    /** Where something stands in the first and the last part of the file. */
    private static List<Integer> areas(byte[] image) {
        List<Integer> found = new java.util.ArrayList<>();
        for (int at = 0; at < image.length; at += AREA) {
            boolean edge = at < 300 * AREA || at > image.length - 3 * AREA || found.size() < 8;
            for (int i = at; edge && i < Math.min(image.length, at + AREA); i++) {
                if (image[i] != 0) {
                    found.add(at);
                    break;
                }
            }
        }
        return found.subList(0, Math.min(found.size(), 16));
    }
}
