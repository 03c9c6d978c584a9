package io.colama.disk.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.colama.testkit.Seed;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sound images with some bytes changed, in the places where the tables lie. */
class VmdkMutationTest {

    private static final Seed SEED = Seed.of(27_182);
    private static final int MUTANTS = 1_200;
    private static final List<Byte> EDGES =
            List.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff);

    @Test
    @Timeout(50)
    void everyMutantReadsOrSaysWhyNot() {
        List<byte[]> seeds = HostileVmdk.seeds(SEED.random());
        int sound = 0;
        for (int s = 0; s < seeds.size(); s++) {
            byte[] original = seeds.get(s);
            assertThat(HostileVmdk.read(original)).as("seed image %d", s).isTrue();
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = mutant(original, SEED.part(s * 1_000_000L + i).random());
                boolean[] whole = new boolean[1];
                assertThatCode(() -> whole[0] = HostileVmdk.read(mutant))
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
        int sectors = original.length / HandMade.SECTOR;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int sector =
                    switch (random.nextInt(3)) {
                        case 0 -> random.nextInt(sectors);
                        case 1 -> Math.max(0, sectors - 1 - random.nextInt(8));
                        default -> random.nextInt(Math.min(sectors, 8));
                    };
            int within = random.nextInt(random.nextBoolean() ? 32 : HandMade.SECTOR);
            int at = sector * HandMade.SECTOR + within;
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
