package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The cache of decoded segments keeps to its size, decodes once, and keeps no damage. */
class SegmentCacheTest {

    private static final Seed SEED = Seed.of(6502);
    private static final int SEGMENT = Geometry.SEGMENT_BYTES;

    private final AtomicInteger loads = new AtomicInteger();

    private static SegmentKey key(int number) {
        return new SegmentKey(new Hash(number * 0x9E3779B97F4A7C15L, 1, 2, 3), number % 7);
    }

    private SegmentCache.Decoded load(SegmentKey key, SegmentCache.Buffers buffers) {
        loads.incrementAndGet();
        byte[] bytes = buffers.take(bytes(key));
        Arrays.fill(bytes, content(key));
        return new SegmentCache.Decoded(bytes, 0, new BitSet(), null);
    }

    /** Full segments and smaller ones. */
    private static int bytes(SegmentKey key) {
        return key.segment() < 5 ? SEGMENT : (1 + key.segment()) * Geometry.BLOCK;
    }

    private static byte content(SegmentKey key) {
        return (byte) (key.pack().a() >>> 56);
    }

    private static SegmentCache.Decoded full() {
        return new SegmentCache.Decoded(new byte[SEGMENT], 0, new BitSet(), null);
    }

    @Test
    void neverTakesMoreThanItWasGivenWhateverManyThreadsDo() throws Exception {
        for (long size : new long[] {1, SEGMENT, 5 * SEGMENT + 1, 40L << 20}) {
            SegmentCache cache = new SegmentCache(size);
            long most = Math.max(SEGMENT, size);
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<?>> all = new ArrayList<>();
                for (int t = 0; t < 4; t++) {
                    RandomGenerator random = SEED.part(t).random();
                    all.add(threads.submit(() -> churn(cache, most, random)));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
            cache.clear();
            assertThat(cache.bytes()).isZero();
        }
    }

    private boolean churn(SegmentCache cache, long most, RandomGenerator random)
            throws IOException {
        for (int i = 0; i < 3000; i++) {
            SegmentKey key = key(random.nextInt(400));
            boolean wanted = random.nextBoolean();
            switch (random.nextInt(4)) {
                case 0 -> cache.ahead(key, () -> wanted, this::load);
                case 1 -> cache.isReady(key);
                default -> {
                    try (SegmentCache.Held held = cache.get(key, this::load)) {
                        byte[] bytes = held.decoded().bytes();
                        assertThat(bytes).hasSize(bytes(key));
                        for (int at = 0; at < bytes.length; at += 1000) {
                            assertThat(bytes[at]).as("%s", SEED).isEqualTo(content(key));
                        }
                    }
                }
            }
            assertThat(cache.bytes()).as("%s", SEED).isBetween(0L, most);
        }
        return true;
    }

    @Test
    void keepsWhatWasReadLast() throws IOException {
        SegmentCache cache = new SegmentCache(3 * SEGMENT);
        for (int i : new int[] {1, 2, 3, 1, 4}) {
            cache.get(key(i), (_, _) -> full()).close();
        }
        assertThat(cache.isReady(key(1))).isTrue();
        assertThat(cache.isReady(key(2))).isFalse();
        assertThat(cache.isReady(key(3))).isTrue();
        assertThat(cache.isReady(key(4))).isTrue();
    }

    @Test
    void whatIsFetchedAheadTakesAQuarterAndPushesOutNothingThatIsWanted() throws IOException {
        SegmentCache cache = new SegmentCache(16 * SEGMENT);
        for (int i = 0; i < 12; i++) {
            cache.get(key(i), (_, _) -> full()).close();
        }
        for (int i = 20; i < 24; i++) {
            assertThat(cache.ahead(key(i), () -> true, (_, _) -> full())).isTrue();
        }
        assertThat(cache.ahead(key(24), () -> true, (_, _) -> full())).isFalse();
        assertThat(cache.isReady(key(20))).isTrue();
        assertThat(cache.isReady(key(0))).isTrue();
        cache.get(key(20), this::load).close();
        assertThat(loads).hasValue(0);
        assertThat(cache.ahead(key(24), () -> true, (_, _) -> full())).isTrue();
        for (int i = 30; i < 60; i++) {
            cache.get(key(i), (_, _) -> full()).close();
        }
        assertThat(cache.isReady(key(24))).as("fetched, wanted, not read yet").isTrue();
        assertThat(cache.isReady(key(20))).as("read long ago").isFalse();
    }

    @Test
    void whatIsNotWantedAnyMoreMakesRoom() throws IOException {
        SegmentCache cache = new SegmentCache(16 * SEGMENT);
        for (int i = 0; i < 4; i++) {
            cache.ahead(key(i), () -> false, (_, _) -> full());
        }
        for (int i = 10; i < 14; i++) {
            assertThat(cache.ahead(key(i), () -> true, (_, _) -> full())).isTrue();
        }
        assertThat(cache.isReady(key(3))).isFalse();
    }

    @Test
    void decodesOnceForAllWhoAskAtOnce() throws Exception {
        SegmentCache cache = new SegmentCache(4 * SEGMENT);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SegmentCache.Loader slow =
                (key, buffers) -> {
                    begun.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return load(key, buffers);
                };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<SegmentCache.Held>> all = new ArrayList<>();
            all.add(threads.submit(() -> cache.get(key(1), slow)));
            begun.await();
            for (int i = 0; i < 3; i++) {
                all.add(threads.submit(() -> cache.get(key(1), slow)));
            }
            assertThat(cache.isReady(key(1))).isFalse();
            assertThat(cache.ahead(key(1), () -> true, slow)).isTrue();
            goOn.countDown();
            for (Future<SegmentCache.Held> one : all) {
                assertThat(one.get()).isSameAs(all.getFirst().get());
                one.get().close();
            }
        }
        assertThat(loads).hasValue(1);
        assertThat(cache.isReady(key(1))).isTrue();
    }

    @Test
    void bytesAreUsedAgainOnlyWhenNobodyHasThem() throws IOException {
        SegmentCache cache = new SegmentCache(SEGMENT);
        byte[] first;
        try (SegmentCache.Held held = cache.get(key(1), this::load)) {
            first = held.decoded().bytes();
            cache.get(key(7), this::load).close(); // pushes it out
            assertThat(cache.isReady(key(1))).isFalse();
            assertThat(first).containsOnly(content(key(1)));
        }
        try (SegmentCache.Held held = cache.get(key(14), this::load)) {
            assertThat(held.decoded().bytes()).isSameAs(first).containsOnly(content(key(14)));
        }
    }

    @Test
    void keepsNeitherDamageNorFailures() throws IOException {
        SegmentCache cache = new SegmentCache(4 * SEGMENT);
        StoreException.Damaged damage = new StoreException.Damaged("a bit");
        BitSet first = new BitSet();
        first.set(0);
        SegmentCache.Decoded decoded =
                new SegmentCache.Decoded(new byte[SEGMENT], 0, first, damage);
        try (SegmentCache.Held held = cache.get(key(1), (_, _) -> decoded)) {
            assertThat(held.decoded()).isSameAs(decoded);
        }
        assertThat(cache.ahead(key(2), () -> true, (_, _) -> decoded)).isTrue();
        assertThatThrownBy(() ->
                        cache.get(
                                key(3),
                                (_, _) -> {
                                    throw damage;
                                }))
                .isSameAs(damage);
        assertThat(cache.bytes()).isZero();
        try (SegmentCache.Held held = cache.get(key(1), this::load)) {
            assertThat(held.decoded()).isNotSameAs(decoded);
        }
        assertThatThrownBy(() -> decoded.place(0, 2)).isSameAs(damage);
        assertThat(decoded.place(1, 63)).isEqualTo(Geometry.BLOCK);
    }
}
