package io.colama.guest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.colama.block.BlockSources;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Tries a reader on volumes that were changed where they are not zero. */
public final class VolumeMutants {

    private static final int AREA = 512;
    private static final List<Byte> EDGES =
            List.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff);

    private VolumeMutants() {}

    /** Every mutant must read, or say why not, and some must do each. */
    public static void check(byte[] original, HostileVolume.Opener opener, Seed seed, int mutants)
            throws IOException {
        assertThat(HostileVolume.read(BlockSources.of(original), opener)).isEmpty();
        RandomGenerator random = seed.random();
        List<Integer> areas = areas(original);
        int sound = 0;
        for (int i = 0; i < mutants; i++) {
            byte[] mutant = mutant(original, areas, random);
            boolean[] whole = new boolean[1];
            assertThatCode(() ->
                            whole[0] =
                                    HostileVolume.read(BlockSources.of(mutant), opener).isEmpty())
                    .as("mutant %d, %s", i, seed)
                    .doesNotThrowAnyException();
            sound += whole[0] ? 1 : 0;
        }
        assertThat(sound).as("mutants that still read").isBetween(mutants / 50, mutants - 1);
    }

    private static List<Integer> areas(byte[] bytes) {
        List<Integer> areas = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += AREA) {
            for (int i = at; i < Math.min(at + AREA, bytes.length); i++) {
                if (bytes[i] != 0) {
                    areas.add(at);
                    break;
                }
            }
        }
        return areas;
    }

    private static byte[] mutant(byte[] original, List<Integer> areas, RandomGenerator random) {
        byte[] bytes = original.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int area = areas.get(random.nextInt(areas.size()));
            int at = Math.min(bytes.length - 1, area + random.nextInt(AREA));
            bytes[at] =
                    switch (random.nextInt(3)) {
                        case 0 -> (byte) random.nextInt(256);
                        case 1 -> EDGES.get(random.nextInt(EDGES.size()));
                        default -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                    };
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
