package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSourceContract;
import io.colama.block.Run;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stored disk that is read live is what was stored, from a cache that keeps to its size. */
class LiveDiskTest extends BlockSourceContract {

    private static final int LEAF = Geometry.LEAF_BYTES;
    private static final long CACHE = 16 << 20;

    private Store store = store();
    private LiveReading live = store.live(CACHE);

    private static Store store() {
        try {
            return Store.create(new MemoryBackend(), new UUID(1, 2), Instant.EPOCH);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void create() throws IOException {
        close();
        store = store();
        live = store.live(CACHE);
    }

    @AfterEach
    void close() throws IOException {
        live.close();
        store.close();
    }

    @Override
    protected Sample open(RandomGenerator random) throws Exception {
        byte[] content = RandomDisk.of(Seed.of(random.nextLong()), 7_654_321).bytes();
        return Sample.of(live.open(Stores.add(store, content).disk().id()), content);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(Seed.of(4004).value()).nextBytes(bytes);
        return bytes;
    }

    private LiveDisk disk(byte[] content) throws IOException {
        return live.open(Stores.add(store, content).disk().id());
    }

    private static void read(LiveDisk disk, byte[] content, int offset, int length)
            throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        disk.read(offset, target);
        assertThat(target.flip().mismatch(ByteBuffer.wrap(content, offset, length)))
                .as("%d bytes at %d", length, offset)
                .isEqualTo(-1);
    }

    private static boolean becomesReady(LiveDisk disk, long offset, long length) {
        long start = System.nanoTime();
        while (!disk.isReady(offset, length)) {
            if (System.nanoTime() - start > 20_000_000_000L) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    @Test
    void isReadyWhereItWasReadAndNowhereElse() throws IOException {
        byte[] content = noise(20 * LEAF);
        LiveDisk disk = disk(content);
        assertThat(disk.isReady(0, 1)).isFalse();
        assertThat(disk.isReady(0, 0)).isTrue();
        read(disk, content, 3 * LEAF + 5, 100);
        assertThat(disk.isReady(3 * LEAF + 4096, 20_000)).isTrue();
        assertThat(disk.isReady(3 * LEAF - 1, 2)).isFalse();
        assertThat(disk.isReady(10 * LEAF, 4096)).isFalse();
        assertThatThrownBy(() -> disk.isReady(20 * LEAF - 5, 6))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void zerosAreReadyOnceTheyWereSeen() throws IOException {
        LiveDisk disk = disk(new byte[5 * LEAF + 7]);
        assertThat(disk.isReady(LEAF, 10)).isFalse();
        read(disk, new byte[5 * LEAF + 7], 0, 5 * LEAF + 7);
        assertThat(disk.isReady(0, 5 * LEAF + 7)).isTrue();
        assertThat(live.cachedBytes()).isZero();
    }

    @Test
    void decodesAheadOfReadsThatGoOn() throws IOException {
        byte[] content = noise(20 * LEAF);
        LiveDisk disk = disk(content);
        for (int at = 2 * LEAF; at < 2 * LEAF + 40_960; at += 4096) {
            read(disk, content, at, 4096);
        }
        assertThat(becomesReady(disk, 3 * LEAF, 4096)).isTrue();
        assertThat(disk.isReady(9 * LEAF, 4096)).isFalse();
    }

    @Test
    void decodesOnlyWhatIsReadHereAndThere() throws IOException {
        byte[] content = noise(64 * LEAF);
        LiveDisk disk = disk(content);
        for (int i = 0; i < 20; i++) {
            read(disk, content, (i * 23 % 64) * LEAF, 4096);
        }
        LockSupport.parkNanos(50_000_000);
        assertThat(live.cachedBytes()).isEqualTo(20 * Geometry.SEGMENT_BYTES);
    }

    @Test
    void decodesTheRestOfALongRequestAtOnce() throws IOException {
        byte[] content = noise(40 * LEAF + 77);
        LiveDisk disk = disk(content);
        read(disk, content, 4097, 30 * LEAF);
        read(disk, content, 0, content.length);
        assertThat(live.cachedBytes()).isLessThanOrEqualTo(CACHE);
    }

    @Test
    void fetchesRunsInTheBackgroundUpToHalfOfTheCache() throws IOException {
        byte[] content = noise(64 * LEAF);
        LiveDisk disk = disk(content);
        disk.prefetch(List.of(new Run(0, LEAF, Run.Kind.DATA)));
        disk.prefetch(
                List.of(
                        new Run(40 * LEAF + 5, LEAF, Run.Kind.DATA),
                        new Run(3 * LEAF, 5000, Run.Kind.DATA)));
        assertThat(becomesReady(disk, 40 * LEAF, 2 * LEAF)).isTrue();
        assertThat(becomesReady(disk, 3 * LEAF, LEAF)).isTrue();
        disk.prefetch(List.of(new Run(0, 64 * LEAF, Run.Kind.DATA)));
        assertThat(becomesReady(disk, 15 * LEAF, LEAF)).isTrue();
        LockSupport.parkNanos(50_000_000);
        assertThat(disk.isReady(17 * LEAF, 1)).isFalse();
        assertThatThrownBy(
                        () -> disk.prefetch(List.of(new Run(63 * LEAF, LEAF + 1, Run.Kind.DATA))))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsToItsSizeWhileManyThreadsRead() throws Exception {
        byte[] content = RandomDisk.of(seed(), 60_000_000).bytes();
        Hash id = Stores.add(store, content).disk().id();
        try (LiveReading small = store.live(LiveReading.LEAST_CACHE_BYTES);
                LiveDisk disk = small.open(id);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                all.add(
                        threads.submit(() -> {
                            RandomGenerator random = seed().part(thread).random();
                            int at = random.nextInt(content.length);
                            for (int i = 0; i < 400; i++) {
                                int length = 1 + random.nextInt(i % 20 == 0 ? 3 << 20 : 300_000);
                                at = random.nextInt(9) == 0 ? random.nextInt(content.length) : at;
                                length = Math.min(length, content.length - at);
                                read(disk, content, at, length);
                                at = (at + length) % content.length;
                                assertThat(small.cachedBytes())
                                        .isLessThanOrEqualTo(LiveReading.LEAST_CACHE_BYTES);
                            }
                            return true;
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    @Test
    void cannotBeReadOnceItOrItsReadingIsClosed() throws IOException {
        byte[] content = noise(LEAF);
        LiveDisk first = disk(content);
        LiveDisk second = disk(content);
        read(first, content, 0, 10);
        first.close();
        assertThatThrownBy(() -> first.read(0, ByteBuffer.allocate(1)))
                .isInstanceOf(IOException.class);
        assertThat(first.isReady(0, 1)).isFalse();
        first.prefetch(List.of(new Run(0, 1, Run.Kind.DATA)));
        read(second, content, 0, 10);
        live.close();
        live.close();
        assertThatThrownBy(() -> second.read(0, ByteBuffer.allocate(1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> live.open(new Hash(1, 2, 3, 4))).isInstanceOf(IOException.class);
        assertThat(live.cachedBytes()).isZero();
    }

    @Test
    void refusesATinyCacheAndADiskThatIsNotThere() {
        assertThatThrownBy(() -> store.live(1000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> live.open(new Hash(1, 2, 3, 4)))
                .isInstanceOf(StoreException.Absent.class);
    }
}
