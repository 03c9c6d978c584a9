package io.colama.guest.md;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.guest.array.Joined;
import io.colama.guest.array.JoinedVolume;
import io.colama.guest.array.Member;
import io.colama.testkit.Mutants;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Superblocks that are almost or not at all such, with checksums that are right. {@code
 * JAZZER_FUZZ=1} makes it fuzz.
 */
class MdFuzzTest {

    private static final int MUTANTS = 1_000;
    private static final int SIZE = 2 << 20;
    private static final int SUPERBLOCK = 512;
    private static final int MOST_READ = 1 << 16;

    @Test
    @Timeout(60)
    void everyMutantGivesAnArrayOrSaysWhyNot() throws IOException {
        RandomGenerator random = Seed.of(4_742).random();
        for (int level : new int[] {0, 1, -1}) {
            byte[] first = new MdDisk("1.2", level, 2, 4096).seal(new byte[SIZE], 0, 4);
            byte[] second = new MdDisk("1.2", level, 2, 4096).seal(new byte[SIZE], 1, 4);
            byte[] superblock = Arrays.copyOfRange(first, 4096, 4096 + SUPERBLOCK);
            assertThat(read(superblock, second)).isTrue();
            int sound = 0;
            for (int i = 0; i < MUTANTS; i++) {
                sound += read(Mutants.of(superblock, random), second) ? 1 : 0;
            }
            assertThat(sound).isBetween(MUTANTS / 50, MUTANTS - 1);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void givesAnArrayOrSaysWhyNot(byte[] superblock) throws IOException {
        read(superblock, new MdDisk("1.2", 0, 2, 4096).seal(new byte[SIZE], 1, 4));
    }

    /** Whether there is an array that can be read at both ends. */
    private static boolean read(byte[] superblock, byte[] second) throws IOException {
        byte[] first = new byte[SIZE];
        System.arraycopy(superblock, 0, first, 4096, Math.min(4096, superblock.length));
        ByteBuffer bytes =
                ByteBuffer.wrap(first, 4096, 4096).slice().order(ByteOrder.LITTLE_ENDIAN);
        int members = Math.clamp(bytes.getInt(220) & 0xffff_ffffL, 0, 1920);
        bytes.putInt(216, (int) SuperblockVersion1.sum(bytes, members));
        Joined found =
                MdArrays.assemble(
                        List.of(
                                new Member("a", List.of("a"), BlockSources.of(first)),
                                new Member("b", List.of("b"), BlockSources.of(second))));
        boolean readable = false;
        for (JoinedVolume volume : found.volumes()) {
            if (volume.source().isPresent()) {
                BlockSource source = volume.source().get();
                int length = (int) Math.min(MOST_READ, source.size());
                source.read(0, ByteBuffer.allocate(length));
                source.read(source.size() - length, ByteBuffer.allocate(length));
                readable |= source.size() > 0;
            }
        }
        return readable;
    }
}
