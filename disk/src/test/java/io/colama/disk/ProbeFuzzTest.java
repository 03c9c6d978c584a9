package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzz target of probing. */
class ProbeFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of("", "QFI\u00fb", "QFI\u00fb\0\0\0\u0001", "KDMV", "conectix", "plain")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "30s")
    void findsAFormatOrNamesOneThatIsNotRead(byte[] file) throws IOException {
        try {
            assertThat(Signatures.probe(BlockSources.of(file), "file")).isNotNull();
        } catch (ImageException.Unsupported named) {
            assertThat(named).hasMessageContaining("file: ");
        }
    }
}
