package io.colama.guest.ext;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.SampleBytes;
import io.colama.testkit.Seed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Journals of chance: whatever they hold, reading ends with a value or a reason. */
class JournalDamageTest {

    private static final int BLOCK = 1024;
    private static final int BLOCKS = 64;
    private static final Seed SEED = Seed.of(1_414);

    @RepeatedTest(200)
    void everyJournalEnds(RepetitionInfo repetition) {
        RandomGenerator random = SEED.part(repetition.getCurrentRepetition()).random();
        byte[] bytes = SampleBytes.of(random, BLOCK * BLOCKS);
        ByteBuffer journal = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        journal.putInt(0, (int) JournalHeader.MAGIC).putInt(4, 4).putInt(12, BLOCK);
        journal.putInt(16, BLOCKS).putInt(20, 1).putInt(24, 1);
        journal.putInt(28, 1 + random.nextInt(BLOCKS - 1));
        journal.putInt(40, random.nextInt(8));
        int sequence = 1;
        for (int block = 1; block < BLOCKS; block++) {
            if (random.nextInt(3) > 0) {
                int at = block * BLOCK;
                int[] types = {1, 2, 5, 1, 2};
                int type = types[random.nextInt(types.length)];
                journal.putInt(at, (int) JournalHeader.MAGIC).putInt(at + 4, type);
                journal.putInt(at + 8, type == 2 ? sequence++ : sequence);
            }
        }
        BlockSource source = BlockSources.of(bytes);
        assertThatCode(
                        () -> {
                            try {
                                Journal.read(source, BLOCK);
                            } catch (ImageException told) {
                                // a reason is as good as a value
                            }
                        })
                .as("%s, %d", SEED, repetition.getCurrentRepetition())
                .doesNotThrowAnyException();
    }
}
