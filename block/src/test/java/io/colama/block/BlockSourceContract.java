package io.colama.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BlockSource} keeps, checked against the bytes that it must hold. A test of a
 * source extends this and makes one.
 */
public abstract class BlockSourceContract {

    private static final int READS = 300;
    private static final int THREADS = 4;

    /**
     * A source and what it must hold.
     *
     * @param source opened for one test, which closes it
     * @param expected its bytes
     */
    public record Sample(BlockSource source, ByteBuffer expected) {

        /** A source and the bytes that it must hold. */
        public static Sample of(BlockSource source, byte[] expected) {
            return new Sample(source, ByteBuffer.wrap(expected));
        }
    }

    /** Opens a source; the same chance makes the same source. */
    protected abstract Sample open(RandomGenerator random) throws Exception;

    /** The seed of this contract's tests. */
    protected Seed seed() {
        return Seed.of(20_261_121);
    }

    @Test
    void holdsAsManyBytesAsExpected() throws Exception {
        Sample sample = open(seed().random());
        try (BlockSource source = sample.source()) {
            assertThat(source.size()).isEqualTo(sample.expected().capacity());
        }
    }

    @Test
    void readsTheExpectedBytesInEveryShape() throws Exception {
        Sample sample = open(seed().random());
        try (BlockSource source = sample.source()) {
            readInManyShapes(source, sample.expected(), seed().part(1));
        }
    }

    @Test
    void readsItselfWholeIntoEveryKindOfBuffer() throws Exception {
        Sample sample = open(seed().random());
        int size = sample.expected().capacity();
        try (BlockSource source = sample.source()) {
            for (ByteBuffer target :
                    List.of(ByteBuffer.allocate(size), ByteBuffer.allocateDirect(size))) {
                source.read(0, target);
                assertThat(target.hasRemaining()).isFalse();
                assertThat(target.flip().mismatch(sample.expected().duplicate())).isEqualTo(-1);
            }
        }
    }

    @Test
    void tilesItselfWithRunsWhoseZerosAreZero() throws Exception {
        Sample sample = open(seed().random());
        try (BlockSource source = sample.source()) {
            long at = 0;
            while (at < source.size()) {
                Run run = source.runAt(at);
                checkRun(source, sample.expected(), run, at);
                at = run.end();
            }
            assertThat(at).isEqualTo(source.size());
        }
    }

    @Test
    void answersARunFromEveryOffsetOn() throws Exception {
        Sample sample = open(seed().random());
        RandomGenerator random = seed().part(2).random();
        try (BlockSource source = sample.source()) {
            for (int i = 0; i < READS && source.size() > 0; i++) {
                long at = random.nextLong(source.size());
                checkRun(source, sample.expected(), source.runAt(at), at);
            }
        }
    }

    private void checkRun(BlockSource source, ByteBuffer expected, Run run, long at) {
        assertThat(run.offset()).as("start of the run at %s, %s", at, seed()).isEqualTo(at);
        assertThat(run.end())
                .as("end of the run at %s, %s", at, seed())
                .isLessThanOrEqualTo(source.size());
        if (!run.isData()) {
            assertThat(Zeros.are(expected, (int) at, (int) run.length()))
                    .as("zeros promised at %s for %s bytes, %s", at, run.length(), seed())
                    .isTrue();
        }
    }

    @Test
    void refusesToReadOutsideItself() throws Exception {
        Sample sample = open(seed().random());
        try (BlockSource source = sample.source()) {
            long size = source.size();
            for (long offset : new long[] {-1, Long.MIN_VALUE, size, size + 1, Long.MAX_VALUE}) {
                assertThatThrownBy(() -> source.read(offset, ByteBuffer.allocate(1)))
                        .as("a byte at %s", offset)
                        .isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> source.runAt(offset))
                        .as("run at %s", offset)
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate((int) size + 1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            source.read(size, ByteBuffer.allocate(0));
        }
    }

    @Test
    void isReadByManyThreadsAtOnce() throws Exception {
        Sample sample = open(seed().random());
        try (BlockSource source = sample.source();
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Seed part = seed().part(10L + i);
                readers.add(
                        threads.submit(() -> {
                            readInManyShapes(source, sample.expected(), part);
                            return true;
                        }));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    @Test
    void failsToReadOnceClosedAndClosesTwice() throws Exception {
        Sample sample = open(seed().random());
        BlockSource source = sample.source();
        source.close();
        source.close();
        if (source.size() > 0) {
            assertThat(catchThrowable(() -> source.read(0, ByteBuffer.allocate(1))))
                    .isInstanceOfAny(IOException.class, IllegalStateException.class);
        }
    }

    private void readInManyShapes(BlockSource source, ByteBuffer expected, Seed part)
            throws IOException {
        RandomGenerator random = part.random();
        int size = expected.capacity();
        for (int i = 0; i < READS; i++) {
            int length = length(random, size);
            int offset = random.nextInt(size - length + 1);
            int before = random.nextInt(3);
            ByteBuffer target =
                    random.nextBoolean()
                            ? ByteBuffer.allocate(before + length + 2)
                            : ByteBuffer.allocateDirect(before + length + 2);
            target.position(before).limit(before + length);
            source.read(offset, target);
            assertThat(target.position()).isEqualTo(target.limit()).isEqualTo(before + length);
            byte[] found = new byte[length];
            target.get(before, found);
            byte[] wanted = new byte[length];
            expected.get(offset, wanted);
            assertThat(Arrays.mismatch(found, wanted))
                    .as("first difference of %s bytes at %s, %s", length, offset, seed())
                    .isEqualTo(-1);
            assertThat(Zeros.are(target.clear(), before + length, 2))
                    .as("bytes behind the limit")
                    .isTrue();
        }
    }

    private static int length(RandomGenerator random, int size) {
        int most =
                switch (random.nextInt(4)) {
                    case 0 -> 16;
                    case 1 -> 5_000;
                    case 2 -> 150_000;
                    default -> 3;
                };
        return random.nextInt(Math.min(most, size) + 1);
    }
}
