package io.colama.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSourceContract;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.block.RunWalk;
import io.colama.block.SampleBytes;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReadAheadTest extends BlockSourceContract {

    private static NbdSourceTest.SparseCopy disk(RandomGenerator random, int size) {
        byte[] bytes = SampleBytes.of(random, size);
        Arrays.fill(bytes, size / 4, size / 2, (byte) 0);
        return new NbdSourceTest.SparseCopy(BlockSources.view(BlockSources.of(bytes)), bytes);
    }

    @Override
    protected Sample open(RandomGenerator random) {
        NbdSourceTest.SparseCopy disk = disk(random, 5_000_001);
        return Sample.of(new ReadAhead(disk), disk.bytes());
    }

    @Test
    void readsForwardByRunsOrWithoutThem() throws IOException {
        NbdSourceTest.SparseCopy disk = disk(Seed.of(6).random(), 40_000_001);
        ByteBuffer found = ByteBuffer.allocate(disk.bytes().length);
        try (BlockSource ahead = new ReadAhead(disk)) {
            for (RunWalk walk = RunWalk.of(ahead, 0, ahead.size()); walk.advance(); ) {
                Run run = walk.run();
                if (run.isData()) {
                    found.limit((int) run.end()).position((int) run.offset());
                    ahead.read(run.offset(), found);
                }
            }
            assertThat(Arrays.mismatch(found.array(), disk.bytes())).isEqualTo(-1);
            for (int step : new int[] {1 << 20, 100_000}) {
                found.clear();
                while (found.position() < found.capacity()) {
                    found.limit(Math.min(found.position() + step, found.capacity()));
                    ahead.read(found.position(), found);
                }
                assertThat(Arrays.mismatch(found.array(), disk.bytes())).isEqualTo(-1);
            }
        }
    }

    @Test
    void tellsAFailureWhereItIs() throws IOException {
        BlockSource broken =
                BlockSources.faulty(
                        BlockSources.of(new byte[8 << 20]),
                        List.of(new Run(5 << 20, 1, Run.Kind.DATA)));
        try (BlockSource ahead = new ReadAhead(broken)) {
            for (int i = 0; i < 5; i++) {
                ahead.read((long) i << 20, ByteBuffer.allocate(1 << 20));
            }
            assertThatThrownBy(() -> ahead.read(5 << 20, ByteBuffer.allocate(1 << 20)))
                    .isInstanceOf(IOException.class);
            ahead.read(6 << 20, ByteBuffer.allocate(1 << 20));
        }
    }
}
