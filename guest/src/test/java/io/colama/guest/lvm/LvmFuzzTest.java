package io.colama.guest.lvm;

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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts that are almost or not at all those of a group. {@code JAZZER_FUZZ=1} makes it fuzz. */
class LvmFuzzTest {

    private static final int MUTANTS = 1_000;
    private static final int MOST_TEXT = 1 << 16;
    private static final int MOST_READ = 1 << 16;

    @Test
    @Timeout(60)
    void everyMutantOfATextGivesVolumesOrSaysWhyNot() throws IOException {
        String logical =
                LvmDisk.volume("a", "striped", 3, "stripes = [\"pv0\", 2]")
                        + LvmDisk.volume("b", "raid1", 2, "raids = [\"m\", \"a\", \"m\", \"c\"]")
                        + LvmDisk.hidden("m", "striped", 1, "stripes = [\"pv0\", 9]")
                        + LvmDisk.hidden("c", "striped", 2, "stripes = [\"a\", 0]");
        byte[] text = LvmDisk.text(1, 1, logical).getBytes(StandardCharsets.UTF_8);
        assertThat(read(text)).isEqualTo(2);
        RandomGenerator random = Seed.of(4_732).random();
        int sound = 0;
        for (int i = 0; i < MUTANTS; i++) {
            sound += read(Mutants.of(text, random)) == 2 ? 1 : 0;
        }
        assertThat(sound).isBetween(MUTANTS / 50, MUTANTS - 1);
    }

    @FuzzTest(maxDuration = "1m")
    void givesVolumesOrSaysWhyNot(byte[] text) throws IOException {
        read(Arrays.copyOf(text, Math.min(text.length, MOST_TEXT)));
    }

    /** How many volumes can be read at both ends. */
    private static int read(byte[] text) throws IOException {
        byte[] disk = LvmDisk.label(new byte[LvmDisk.SIZE], 0, text, 512);
        Joined found =
                LvmGroups.assemble(
                        List.of(new Member("disk0", List.of("disk0"), BlockSources.of(disk))));
        int readable = 0;
        for (JoinedVolume volume : found.volumes()) {
            if (volume.source().isPresent()) {
                BlockSource source = volume.source().get();
                int length = (int) Math.min(MOST_READ, source.size());
                source.read(0, ByteBuffer.allocate(length));
                source.read(source.size() - length, ByteBuffer.allocate(length));
                readable++;
            }
        }
        return readable;
    }
}
