package io.colama.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CombinatorsTest {

    @Test
    void limitedSourceRefusesWhatGoesPastItsLimit() throws IOException {
        BlockSource source = BlockSources.limited(BlockSources.zero(1000), 100);
        source.read(0, ByteBuffer.allocate(60));
        assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(41)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 100 bytes");
        source.read(0, ByteBuffer.allocate(40));
    }

    @Test
    void faultySourceFailsOnlyWhereItIsBroken() throws IOException {
        BlockSource source =
                BlockSources.faulty(
                        BlockSources.zero(1000), List.of(new Run(100, 10, Run.Kind.DATA)));
        source.read(0, ByteBuffer.allocate(100));
        source.read(110, ByteBuffer.allocate(100));
        assertThatThrownBy(() -> source.read(105, ByteBuffer.allocate(1)))
                .hasMessageContaining("0x69");
        assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(101)))
                .hasMessageContaining("0x64");
    }

    @Test
    void viewLeavesItsSourceOpen() throws IOException {
        BlockSource source = BlockSources.of(new byte[10]);
        BlockSources.view(source).close();
        source.read(0, ByteBuffer.allocate(10));
    }

    @Test
    void walkJoinsNeighboursOfOneKindAndTilesTheRange() throws IOException {
        BlockSource source =
                BlockSources.concat(
                        List.of(
                                BlockSources.zero(10),
                                BlockSources.zero(5),
                                BlockSources.of(new byte[7]),
                                BlockSources.of(new byte[3]),
                                BlockSources.zero(4)));
        List<Run> runs = new ArrayList<>();
        for (RunWalk walk = RunWalk.of(source, 2, 25); walk.advance(); ) {
            runs.add(walk.run());
        }
        assertThat(runs)
                .containsExactly(
                        new Run(2, 13, Run.Kind.HOLE),
                        new Run(15, 10, Run.Kind.DATA),
                        new Run(25, 2, Run.Kind.HOLE));
    }

    @Test
    void findsTheOneByteThatIsNotZero() {
        ByteBuffer buffer = ByteBuffer.allocate(200_000);
        assertThat(Zeros.are(buffer, 0, 200_000)).isTrue();
        int at = Seed.of(7).random().nextInt(200_000);
        buffer.put(at, (byte) 1);
        assertThat(Zeros.are(buffer, 0, 200_000)).isFalse();
        assertThat(Zeros.are(buffer, 0, at)).isTrue();
        assertThat(Zeros.are(buffer, at + 1, 200_000 - at - 1)).isTrue();
    }

    @Test
    void limitNamesWhatWasTooMuch() throws ImageException {
        Limit limit = new Limit("table bytes", 100);
        assertThat(limit.checkInt(100)).isEqualTo(100);
        assertThatThrownBy(() -> limit.check(101))
                .isInstanceOf(ImageException.Damaged.class)
                .hasMessage("table bytes: 101 found, at most 100 expected");
        assertThatThrownBy(() -> limit.check(-1))
                .hasMessageContaining("18446744073709551615 found");
    }
}
