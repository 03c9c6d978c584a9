package io.colama.guest.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** The recognition of volumes on any bytes. {@code JAZZER_FUZZ=1} makes it fuzz. */
class ProbeFuzzTest {

    @Test
    void recognisesNothingInNoiseZerosAndVolumesOfAnySize() throws IOException {
        RandomGenerator random = Seed.of(4_716).random();
        for (int size : new int[] {0, 1, 511, 512, 1024, 4096, 65_537, 300_000}) {
            byte[] noise = new byte[size];
            assertThat(Probe.identify(BlockSources.of(noise))).isEmpty();
            random.nextBytes(noise);
            assertThat(Probe.identify(BlockSources.of(noise))).isEmpty();
        }
    }

    @Test
    void saysWhenTheVolumeCannotBeRead() {
        var broken =
                BlockSources.faulty(
                        BlockSources.zero(1 << 20), List.of(new Run(0, 512, Run.Kind.DATA)));
        assertThatThrownBy(() -> Probe.identify(broken)).isInstanceOf(IOException.class);
    }

    static Stream<byte[]> seeds() {
        return Stream.of(new byte[4096]);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void neverThrows(byte[] volume) throws IOException {
        assertThat(Probe.identify(BlockSources.of(volume))).doesNotContainNull();
    }
}
