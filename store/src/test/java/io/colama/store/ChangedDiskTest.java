package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** A disk that is stored as its base and what changed is what it would be stored whole. */
class ChangedDiskTest {

    private static final Seed SEED = Seed.of(90_125);
    private static final long MIB = 1 << 20;

    private static Store store() throws IOException {
        return Store.create(new MemoryBackend(), new UUID(1, 2), Instant.EPOCH);
    }

    private static Hash add(Store store, BlockSource content) throws IOException {
        try (StoreWriter writer = store.writer()) {
            Hash id = writer.addDisk(content, Progress.NONE).disk().id();
            writer.publish();
            return id;
        }
    }

    private static IngestResult add(Store store, BlockSource content, ChangedFrom changed)
            throws IOException {
        try (StoreWriter writer = store.writer()) {
            IngestResult result = writer.addDisk(content, changed, Progress.NONE);
            writer.publish();
            return result;
        }
    }

    private static Hash idOf(BlockSource content) throws IOException {
        try (Store other = store()) {
            return add(other, content);
        }
    }

    /** A disk in memory, one run of data, that counts the blocks that are read. */
    private static final class Counted implements BlockSource {
        private final byte[] bytes;
        private final AtomicLong read = new AtomicLong();
        private final BitSet blocks = new BitSet();

        Counted(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            int from = Math.toIntExact(offset);
            blocks.set(from / 4096, (from + target.remaining() + 4095) / 4096);
            read.addAndGet(target.remaining());
            target.put(bytes, from, target.remaining());
        }

        @Override
        public Run runAt(long offset) {
            return new Run(offset, bytes.length - offset, Run.Kind.DATA);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @RepeatedTest(30)
    void hasTheIdOfTheWholeDiskAndReadsOnlyWhatChanged(RepetitionInfo repetition)
            throws IOException {
        RandomGenerator random = SEED.part(repetition.getCurrentRepetition()).random();
        int size = size(random);
        byte[] before = RandomDisk.of(Seed.of(random.nextLong()), size).bytes();
        byte[] after = Arrays.copyOf(before, random.nextInt(3) > 0 ? size : size(random));
        List<Run> runs = change(after, random);
        Counted source = new Counted(after);
        try (Store store = store()) {
            Hash base = add(store, new Counted(before));
            IngestResult result = add(store, source, new ChangedFrom(base, runs));
            assertThat(result.disk().id()).as("%s", SEED).isEqualTo(idOf(new Counted(after)));
            assertThat(result.allocatedBytes()).isEqualTo(source.read.get());
            assertThat(Stores.copy(store, result.disk().id())).isEqualTo(after);
            if (Geometry.blocks(after.length) > 1) {
                assertThat(source.blocks)
                        .as("%s: %s to %s bytes, %s", SEED, size, after.length, runs)
                        .isEqualTo(toRead(runs, before.length, after.length));
            }
            assertThat(Stores.verify(store, List.of(base, result.disk().id())).isSound()).isTrue();
        }
    }

    private static int size(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(3) * 4096;
            case 1 -> 1 + random.nextInt(20_000);
            case 2 -> 524_288 * (1 + random.nextInt(4)) + random.nextInt(3) - 1;
            case 3 -> 4096 * (1 + random.nextInt(2000));
            case 4 -> (int) (64 * MIB) + random.nextInt(1_000_000) - 500_000;
            default -> 1 + random.nextInt(8_000_000);
        };
    }

    /** Changes a disk in some places and tells where; sometimes more is told than changed. */
    private static List<Run> change(byte[] bytes, RandomGenerator random) {
        List<Run> runs = new ArrayList<>();
        int at = 0;
        int most = 1 << random.nextInt(23);
        int gap = 1 << random.nextInt(25);
        while (runs.size() < 200) {
            at += random.nextInt(4) == 0 ? 0 : random.nextInt(gap);
            if (random.nextBoolean()) {
                at -= at % (random.nextBoolean() ? 4096 : 524_288);
            }
            at = runs.isEmpty() ? at : Math.max(at, (int) runs.getLast().end());
            if (at >= bytes.length) {
                break;
            }
            int length = Math.min(bytes.length - at, 1 + random.nextInt(most));
            if (random.nextInt(3) == 0) {
                length = Math.min(bytes.length - at, (length + 4095) / 4096 * 4096);
            }
            Run.Kind kind =
                    switch (random.nextInt(3)) {
                        case 0 -> Run.Kind.ZERO;
                        case 1 -> Run.Kind.HOLE;
                        default -> Run.Kind.DATA;
                    };
            if (kind != Run.Kind.DATA) {
                Arrays.fill(bytes, at, at + length, (byte) 0);
            } else if (random.nextInt(5) > 0) {
                byte[] fresh = new byte[length];
                random.nextBytes(fresh);
                System.arraycopy(fresh, 0, bytes, at, length);
            }
            runs.add(new Run(at, length, kind));
            at += length;
        }
        return runs;
    }

    /** By bytes, and so slowly that it is simple. */
    private static BitSet toRead(List<Run> runs, int before, int after) {
        BitSet touched = new BitSet();
        BitSet zero = new BitSet();
        for (Run run : runs) {
            touched.set((int) run.offset(), (int) run.end());
            zero.set((int) run.offset(), (int) run.end(), !run.isData());
        }
        BitSet blocks = new BitSet();
        int common = before == after ? Integer.MAX_VALUE : Math.min(before, after);
        for (int at = 0; at < after; at += 4096) {
            int end = Math.min(after, at + 4096);
            int changed = touched.nextSetBit(at);
            boolean isChanged = (changed >= 0 && changed < end) || common < at + 4096;
            blocks.set(at / 4096, isChanged && zero.nextClearBit(at) < end);
        }
        return blocks;
    }

    @RepeatedTest(20)
    void isRightAtTheBordersOfEveryLevel(RepetitionInfo repetition) throws IOException {
        RandomGenerator random = SEED.part(100 + repetition.getCurrentRepetition()).random();
        long[] borders = {MIB / 2, 64 * MIB, 128 * MIB, 8192 * MIB, 16384 * MIB, 1L << 40};
        long size = borders[random.nextInt(borders.length)] + random.nextLong(-9000, 9000);
        PatchedSource before = new PatchedSource(size);
        patch(before, borders, random);
        long newSize =
                random.nextInt(3) > 0
                        ? size
                        : borders[random.nextInt(borders.length)] + random.nextLong(-9000, 9000);
        PatchedSource after = before.resized(newSize);
        SortedMap<Long, Integer> changed = patch(after, borders, random);
        List<Run> runs = new ArrayList<>();
        changed.forEach((offset, length) -> {
            long from = runs.isEmpty() ? offset : Math.max(offset, runs.getLast().end());
            if (from < offset + length) {
                runs.add(new Run(from, offset + length - from, Run.Kind.DATA));
            }
        });
        try (Store store = store()) {
            Hash base = add(store, before);
            Hash id = add(store, after, new ChangedFrom(base, runs)).disk().id();
            assertThat(after.bytesRead())
                    .isLessThanOrEqualTo(
                            changed.values().stream().mapToLong(n -> n + 8192).sum()
                                    + (size == newSize ? 0 : 200_000));
            assertThat(id).as("%s: %s to %s", SEED, size, newSize).isEqualTo(idOf(after));
            assertThat(Stores.verify(store, List.of(base, id)).isSound()).isTrue();
            Hash whole = add(store, after);
            assertThat(store.changes(id, whole, Progress.NONE)).isEmpty();
            List<Run> found = store.changes(base, id, Progress.NONE);
            assertThat(add(store, after, new ChangedFrom(base, found)).disk().id()).isEqualTo(id);
            List<Run> back = store.changes(id, base, Progress.NONE);
            assertThat(add(store, before, new ChangedFrom(id, back)).disk().id()).isEqualTo(base);
        }
    }

    private static SortedMap<Long, Integer> patch(
            PatchedSource disk, long[] borders, RandomGenerator random) {
        TreeMap<Long, Integer> places = new TreeMap<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            long around = random.nextBoolean() ? borders[random.nextInt(6)] : disk.size();
            long offset = Math.max(0, around - random.nextInt(20_000));
            int length = random.nextInt(20_000);
            if (offset < disk.size()) {
                byte[] fresh = new byte[(int) Math.min(length, disk.size() - offset)];
                if (random.nextInt(4) > 0) {
                    random.nextBytes(fresh);
                }
                disk.put(offset, fresh);
                places.merge(offset, fresh.length, Math::max);
            }
        }
        return places;
    }

    @Test
    void takesZerosOfAnyLengthAtOnce() throws IOException {
        long size = 1L << 44;
        PatchedSource before = new PatchedSource(size);
        byte[] mark = {1, 2, 3};
        for (long at = 4095; at < size; at += size / 50) {
            before.put(at, mark);
        }
        PatchedSource after = new PatchedSource(size);
        after.put(4095, mark);
        after.put(size - 5, mark);
        try (Store store = store()) {
            Hash base = add(store, before);
            List<Run> runs =
                    List.of(
                            new Run(5000, 300, Run.Kind.HOLE),
                            new Run(5300, size - 10_000, Run.Kind.ZERO),
                            new Run(size - 4700, 4700, Run.Kind.DATA));
            Hash id = add(store, after, new ChangedFrom(base, runs)).disk().id();
            assertThat(after.bytesRead()).isLessThan(20_000);
            assertThat(id).isEqualTo(idOf(after));
        }
    }

    @Test
    void addsNothingWhenNothingChanged() throws IOException {
        Counted disk = new Counted(RandomDisk.of(SEED, 3_000_001).bytes());
        try (Store store = store()) {
            Hash base = add(store, disk);
            disk.blocks.clear();
            try (StoreWriter writer = store.writer()) {
                ChangedFrom same = new ChangedFrom(base, List.of());
                IngestResult result = writer.addDisk(disk, same, Progress.NONE);
                writer.publish();
                assertThat(result.disk()).isEqualTo(new StoredDisk(base, 3_000_001));
                assertThat(result.newBytes()).isZero();
                assertThat(writer.bytesStored()).isZero();
            }
            assertThat(disk.blocks.isEmpty()).isTrue();
        }
    }

    @Test
    void keepsWhatIsSaidToHaveChangedAndDidNot() throws IOException {
        Counted disk = new Counted(RandomDisk.of(SEED, 3_000_001).bytes());
        try (Store store = store()) {
            Hash base = add(store, disk);
            List<Run> runs = List.of(new Run(0, 3_000_001, Run.Kind.DATA));
            IngestResult result = add(store, disk, new ChangedFrom(base, runs));
            assertThat(result.disk().id()).isEqualTo(base);
            assertThat(result.newBytes()).isZero();
        }
    }

    @Test
    void refusesABaseThatIsNotThereAndRunsOutOfOrder() throws IOException {
        Hash unknown = new Hash(1, 2, 3, 4);
        try (Store store = store();
                StoreWriter writer = store.writer()) {
            ChangedFrom nothing = new ChangedFrom(unknown, List.of());
            assertThatThrownBy(
                            () -> writer.addDisk(new PatchedSource(10_000), nothing, Progress.NONE))
                    .isInstanceOf(StoreException.Absent.class)
                    .hasMessageContaining(unknown.hex());
            assertThatThrownBy(() ->
                            new ChangedFrom(
                                    unknown,
                                    List.of(
                                            new Run(10, 10, Run.Kind.DATA),
                                            new Run(19, 10, Run.Kind.DATA))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0x13");
        }
    }

    @Test
    void endsWhenItIsCancelledOrTheSourceFails() throws IOException {
        Counted disk = new Counted(RandomDisk.of(SEED, 9_000_000).bytes());
        try (Store store = store();
                StoreWriter writer = store.writer()) {
            Hash base = add(store, disk);
            ChangedFrom all = new ChangedFrom(base, List.of(new Run(1, 8_000_000, Run.Kind.DATA)));
            Progress stop =
                    new Progress() {
                        @Override
                        public void advance(long bytes) {
                            // looked at by nobody
                        }

                        @Override
                        public boolean cancelled() {
                            return true;
                        }
                    };
            assertThatThrownBy(() -> writer.addDisk(disk, all, stop))
                    .isInstanceOf(StoreException.Cancelled.class);
            BlockSource torn =
                    BlockSources.faulty(disk, List.of(new Run(7_000_000, 1, Run.Kind.DATA)));
            assertThatThrownBy(() -> writer.addDisk(torn, all, Progress.NONE))
                    .isInstanceOf(IOException.class);
        }
    }
}
