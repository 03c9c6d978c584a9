package io.colama.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.block.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Compares a source with the bytes that it must hold, faster than the whole contract does. */
public final class SourceCheck {

    private SourceCheck() {}

    /** Reads everything once in pieces of chance, and walks the runs. */
    public static void same(
            BlockSource source, byte[] expected, RandomGenerator random, String what)
            throws IOException {
        assertThat(source.size()).as("size of %s", what).isEqualTo(expected.length);
        int at = 0;
        while (at < expected.length) {
            int length = Math.min(expected.length - at, 1 + random.nextInt(300_000));
            ByteBuffer target =
                    random.nextBoolean()
                            ? ByteBuffer.allocate(length)
                            : ByteBuffer.allocateDirect(length);
            source.read(at, target);
            int difference = target.flip().mismatch(ByteBuffer.wrap(expected, at, length));
            assertThat(difference).as("%s: first difference behind 0x%x", what, at).isEqualTo(-1);
            at += length;
        }
        checkRuns(source, expected, what);
        checkSmallReads(source, expected, random, what);
    }

    private static void checkRuns(BlockSource source, byte[] expected, String what)
            throws IOException {
        ByteBuffer wrapped = ByteBuffer.wrap(expected);
        long at = 0;
        while (at < expected.length) {
            Run run = source.runAt(at);
            assertThat(run.offset()).isEqualTo(at);
            if (!run.isData()) {
                assertThat(Zeros.are(wrapped, (int) at, (int) run.length()))
                        .as("%s: %s reads as zero", what, run)
                        .isTrue();
            }
            at = run.end();
        }
        assertThat(at).as("%s: end of the last run", what).isEqualTo(expected.length);
    }

    private static void checkSmallReads(
            BlockSource source, byte[] expected, RandomGenerator random, String what)
            throws IOException {
        for (int i = 0; i < 50 && expected.length > 0; i++) {
            int length = Math.min(expected.length, 1 + random.nextInt(700));
            int offset = random.nextInt(expected.length - length + 1);
            ByteBuffer target = ByteBuffer.allocate(length);
            source.read(offset, target);
            assertThat(target.array())
                    .as("%s: %d bytes at 0x%x", what, length, offset)
                    .isEqualTo(Arrays.copyOfRange(expected, offset, offset + length));
        }
    }
}
