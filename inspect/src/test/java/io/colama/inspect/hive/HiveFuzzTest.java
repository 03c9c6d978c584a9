package io.colama.inspect.hive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.testkit.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the registry reader: a log's length, the log, the hive. A regression test by
 * default; {@code JAZZER_FUZZ=1} makes it fuzz.
 */
class HiveFuzzTest {

    private static final int MOST_KEYS = 3000;

    static Stream<byte[]> seeds() throws IOException {
        byte[] small = Files.readAllBytes(Samples.find("phony/minimal-hive"));
        byte[] larger = Files.readAllBytes(Samples.find("registry/rlenvalue_test_hive"));
        return Stream.of(
                input(new byte[0], small), input(new byte[0], larger), input(small, larger));
    }

    private static byte[] input(byte[] log, byte[] hive) {
        return ByteBuffer.allocate(4 + log.length + hive.length)
                .putInt(log.length)
                .put(log)
                .put(hive)
                .array();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] input) throws IOException {
        int length = input.length < 4 ? 0 : ByteBuffer.wrap(input).getInt();
        int end = 4 + Math.clamp(length, 0, Math.max(0, input.length - 4));
        read(
                end > input.length ? input : Arrays.copyOfRange(input, end, input.length),
                end > input.length ? new byte[0] : Arrays.copyOfRange(input, 4, end));
    }

    /** The oracle: a value or an {@link ImageException}. */
    static void read(byte[] hive, byte[] log) throws IOException {
        try {
            Hive opened =
                    Hive.open(
                            BlockSources.of(hive),
                            log.length == 0 ? List.of() : List.of(BlockSources.of(log)));
            Hives.walk(opened, MOST_KEYS);
            assertThat(opened.damages()).doesNotContain("");
            assertThat(opened.condition()).isNotNull();
        } catch (ImageException told) {
            assertThat(told.getMessage()).isNotBlank();
        }
    }
}
