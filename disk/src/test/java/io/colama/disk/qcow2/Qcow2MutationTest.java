package io.colama.disk.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.colama.testkit.Seed;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sound images with some bytes changed, in the places where the tables lie. */
class Qcow2MutationTest {

    private static final Seed SEED = Seed.of(31_337);
    private static final int MUTANTS = 1_500;
    private static final List<Byte> EDGES =
            List.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff);

    @Test
    @Timeout(50)
    void everyMutantReadsOrSaysWhyNot() {
        List<byte[]> seeds = HostileImage.seeds(SEED.random());
        int sound = 0;
        for (int s = 0; s < seeds.size(); s++) {
            byte[] original = seeds.get(s);
            assertThat(HostileImage.read(original)).as("seed image %d", s).isTrue();
            for (int i = 0; i < MUTANTS; i++) {
                Seed part = SEED.part(s * 1_000_000L + i);
                byte[] mutant = mutant(original, part.random());
                boolean[] whole = new boolean[1];
                assertThatCode(() -> whole[0] = HostileImage.read(mutant))
                        .as("mutant %d of image %d, %s", i, s, SEED)
                        .doesNotThrowAnyException();
                sound += whole[0] ? 1 : 0;
            }
        }
        assertThat(sound)
                .as("mutants that still read")
                .isBetween(MUTANTS / 20, MUTANTS * seeds.size() * 9 / 10);
    }

    private static byte[] mutant(byte[] original, RandomGenerator random) {
        byte[] bytes = original.clone();
        int cluster = 1 << original[23];
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int table = random.nextInt(Math.min(6, original.length / cluster));
            int within =
                    random.nextInt(4) == 0
                            ? random.nextInt(cluster)
                            : random.nextInt(Math.min(cluster, 112));
            int at = table * cluster + within;
            bytes[at] =
                    switch (random.nextInt(3)) {
                        case 0 -> (byte) random.nextInt(256);
                        case 1 -> EDGES.get(random.nextInt(EDGES.size()));
                        default -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                    };
        }
        int end = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return java.util.Arrays.copyOf(bytes, end);
    }
}
