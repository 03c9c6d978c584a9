package io.colama.store;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.testkit.Seed;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz targets of every reader of stored bytes. Regression tests on sound files by default; {@code
 * JAZZER_FUZZ=1} and the name of one method make that one fuzz.
 */
class StoredBytesFuzzTest {

    private static final Seed SEED = Seed.of(8);

    static Stream<byte[]> dataPacks() {
        return HostileBytes.DATA_PACK.seeds(SEED).stream();
    }

    @MethodSource("dataPacks")
    @FuzzTest(maxDuration = "1m")
    void aDataPackIsReadOrSaysWhyNot(byte[] bytes) {
        HostileBytes.DATA_PACK.read(bytes);
    }

    static Stream<byte[]> nodePacks() {
        return HostileBytes.NODE_PACK.seeds(SEED).stream();
    }

    @MethodSource("nodePacks")
    @FuzzTest(maxDuration = "1m")
    void aNodePackIsReadOrSaysWhyNot(byte[] bytes) {
        HostileBytes.NODE_PACK.read(bytes);
    }

    static Stream<byte[]> indexs() {
        return HostileBytes.INDEX.seeds(SEED).stream();
    }

    @MethodSource("indexs")
    @FuzzTest(maxDuration = "1m")
    void anIndexFileIsReadOrSaysWhyNot(byte[] bytes) {
        HostileBytes.INDEX.read(bytes);
    }

    static Stream<byte[]> records() {
        return HostileBytes.RECORD.seeds(SEED).stream();
    }

    @MethodSource("records")
    @FuzzTest(maxDuration = "1m")
    void aRecordOfALogIsReadOrSaysWhyNot(byte[] bytes) {
        HostileBytes.RECORD.read(bytes);
    }

    static Stream<byte[]> quarantines() {
        return HostileBytes.QUARANTINE.seeds(SEED).stream();
    }

    @MethodSource("quarantines")
    @FuzzTest(maxDuration = "1m")
    void aQuarantineFileIsReadOrCountsForTheWholePack(byte[] bytes) {
        HostileBytes.QUARANTINE.read(bytes);
    }

    static Stream<byte[]> repositorys() {
        return HostileBytes.REPOSITORY.seeds(SEED).stream();
    }

    @MethodSource("repositorys")
    @FuzzTest(maxDuration = "1m")
    void aDescriptionOfARepositoryIsReadOrSaysWhyNot(byte[] bytes) {
        HostileBytes.REPOSITORY.read(bytes);
    }

    static Stream<byte[]> segments() {
        return HostileBytes.SEGMENT.seeds(SEED).stream();
    }

    @MethodSource("segments")
    @FuzzTest(maxDuration = "1m")
    void aSegmentIsDecodedOrSaysWhyNot(byte[] bytes) {
        HostileBytes.SEGMENT.read(bytes);
    }

    static Stream<byte[]> nodes() {
        return HostileBytes.NODE.seeds(SEED).stream();
    }

    @MethodSource("nodes")
    @FuzzTest(maxDuration = "1m")
    void aNodeIsDecodedOrSaysWhyNot(byte[] bytes) {
        HostileBytes.NODE.read(bytes);
    }
}
