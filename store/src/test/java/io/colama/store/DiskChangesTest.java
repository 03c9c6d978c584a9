package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The changes between two stored disks are those that a comparison byte by byte finds. */
class DiskChangesTest {

    private static final Seed SEED = Seed.of(577);

    private static Hash add(Store store, BlockSource content) throws IOException {
        try (StoreWriter writer = store.writer()) {
            Hash id = writer.addDisk(content, Progress.NONE).disk().id();
            writer.publish();
            return id;
        }
    }

    @RepeatedTest(30)
    void areWhatAComparisonFinds(RepetitionInfo repetition) throws IOException {
        RandomGenerator random = SEED.part(repetition.getCurrentRepetition()).random();
        byte[] before = content(random);
        byte[] after = changed(before, random);
        try (Store store = Store.create(new MemoryBackend(), new UUID(1, 2), Instant.EPOCH)) {
            Hash first = add(store, BlockSources.of(before));
            Hash second = add(store, BlockSources.of(after));
            List<Run> runs = store.changes(first, second, Progress.NONE);
            assertThat(blocks(runs)).as("%s", SEED).isEqualTo(expected(before, after));
            for (Run run : runs) {
                check(run, after);
            }
            assertThat(blocks(store.changes(second, first, Progress.NONE)))
                    .isEqualTo(expected(after, before));
        }
    }

    private static byte[] content(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(20_000_000)];
        for (int at = 0; at < bytes.length; at += 4096) {
            if (random.nextInt(3) > 0) {
                Arrays.fill(bytes, at, Math.min(bytes.length, at + 4096), (byte) random.nextInt());
                bytes[at] = (byte) random.nextInt(7);
            }
        }
        return bytes;
    }

    private static byte[] changed(byte[] before, RandomGenerator random) {
        int size =
                switch (random.nextInt(4)) {
                    case 0 -> before.length;
                    case 1 -> before.length + random.nextInt(9_000);
                    case 2 -> Math.max(0, before.length - random.nextInt(9_000));
                    default -> random.nextInt(20_000_000);
                };
        byte[] after = Arrays.copyOf(before, size);
        for (int i = random.nextInt(20); i > 0 && size > 0; i--) {
            int at = random.nextInt(size);
            int length = Math.min(size - at, random.nextInt(30_000));
            Arrays.fill(after, at, at + length, (byte) random.nextInt(3));
        }
        return after;
    }

    private static BitSet expected(byte[] before, byte[] after) {
        BitSet blocks = new BitSet();
        int longer = Math.max(before.length, after.length);
        for (int at = 0; at < longer; at += 4096) {
            byte[] one = piece(before, at);
            blocks.set(at / 4096, !Arrays.equals(one, piece(after, at)));
        }
        return blocks;
    }

    private static byte[] piece(byte[] bytes, int at) {
        return at >= bytes.length
                ? new byte[0]
                : Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 4096));
    }

    private static BitSet blocks(List<Run> runs) {
        BitSet blocks = new BitSet();
        long last = -1;
        for (Run run : runs) {
            assertThat(run.offset()).isGreaterThanOrEqualTo(last);
            last = run.end();
            blocks.set((int) (run.offset() / 4096), (int) ((run.end() + 4095) / 4096));
        }
        return blocks;
    }

    private static void check(Run run, byte[] after) {
        if (run.kind() == Run.Kind.HOLE) {
            assertThat(run.end()).isGreaterThan(after.length);
        } else if (run.kind() == Run.Kind.ZERO) {
            for (long at = run.offset(); at < Math.min(run.end(), after.length); at++) {
                assertThat(after[(int) at]).isZero();
            }
        }
    }

    @Test
    void findsOneBlockOfAHugeDiskAtOnce() throws IOException {
        long size = 1L << 44;
        try (Store store = Store.create(new MemoryBackend(), new UUID(1, 2), Instant.EPOCH)) {
            Hash empty = add(store, BlockSources.zero(size));
            BlockSource marked =
                    BlockSources.concat(
                            List.of(
                                    BlockSources.zero(size - 8192),
                                    BlockSources.of(
                                            "mark".repeat(1024).getBytes(StandardCharsets.UTF_8)),
                                    BlockSources.zero(4096)));
            Hash other = add(store, marked);
            assertThat(store.changes(empty, other, Progress.NONE))
                    .containsExactly(new Run(size - 8192, 4096, Run.Kind.DATA));
            assertThat(store.changes(empty, empty, Progress.NONE)).isEmpty();
        }
    }
}
