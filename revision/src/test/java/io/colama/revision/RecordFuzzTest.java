package io.colama.revision;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz targets of revisions, log records and descriptions of working copies. Regression tests on
 * sound ones by default; {@code JAZZER_FUZZ=1} and the name of one method make that one fuzz.
 */
class RecordFuzzTest {

    static Stream<byte[]> revisions() {
        return HostileRecord.REVISION.seeds().stream();
    }

    @MethodSource("revisions")
    @FuzzTest(maxDuration = "1m")
    void aRevisionIsDecodedOrSaysWhyNot(byte[] bytes) {
        HostileRecord.REVISION.read(bytes);
    }

    static Stream<byte[]> records() {
        return HostileRecord.LOG_RECORD.seeds().stream();
    }

    @MethodSource("records")
    @FuzzTest(maxDuration = "1m")
    void aRecordIsDecodedOrSaysWhyNot(byte[] bytes) {
        HostileRecord.LOG_RECORD.read(bytes);
    }

    static Stream<byte[]> workingCopies() {
        return HostileRecord.WORKING_COPY.seeds().stream();
    }

    @MethodSource("workingCopies")
    @FuzzTest(maxDuration = "1m")
    void aWorkingCopyIsOpenedOrSaysWhyNot(byte[] bytes) {
        HostileRecord.WORKING_COPY.read(bytes);
    }
}
