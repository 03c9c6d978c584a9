package io.colama.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decoded segments, as many as fit into a number of bytes that is never exceeded. Asked for the
 * same segment at once, it is decoded once.
 *
 * <p>Two parts. What was read is kept by how long ago that was. What was decoded ahead of any
 * reader waits apart, in a quarter of the room at most; reading moves it over. So what was fetched
 * in vain pushes out little, and what is fetched ahead does not push out what was fetched ahead and
 * is still wanted: then nothing more is fetched.
 *
 * <p>Damage is not kept: what is missing may be stored anew. Threads: any number; keys are spread
 * over stripes with a lock each.
 */
final class SegmentCache {

    private static final long STRIPE_BYTES = 16 << 20;
    private static final int MOST_STRIPES = 16;

    /** Idle arrays beside the cache: what is let go of is soon decoded into. */
    private static final int MOST_IDLE = 8;

    private final Stripe[] stripes;
    private final Buffers buffers = new Buffers(MOST_IDLE);

    /**
     * A segment in memory.
     *
     * @param bytes its blocks
     * @param firstBlock the number of the first in the pack
     * @param missing the blocks that could not be had, counted from the first
     * @param damage why
     */
    record Decoded(
            byte[] bytes, int firstBlock, BitSet missing, StoreException.@Nullable Damaged damage) {

        /** How many of some consecutive blocks are here, the first of them for certain. */
        int count(int block, int count) {
            return Math.min(count, firstBlock + bytes.length / Geometry.BLOCK - block);
        }

        /**
         * Where a block begins in {@link #bytes}.
         *
         * @throws StoreException.Damaged when it, or one of those behind it, is missing
         */
        int place(int block, int count) throws StoreException.Damaged {
            int from = block - firstBlock;
            if (damage != null) {
                int bad = missing.nextSetBit(from);
                if (bad >= 0 && bad < from + count) {
                    throw damage;
                }
            }
            return from * Geometry.BLOCK;
        }
    }

    /**
     * A segment that somebody uses, or the cache keeps. When nobody does any more, its bytes become
     * those of another segment: the collector would move arrays that live for so long about, which
     * takes a third of the time of reading.
     */
    static final class Held implements AutoCloseable {
        private final CompletableFuture<Decoded> future = new CompletableFuture<>();
        private final AtomicInteger holders = new AtomicInteger(1);
        private final BooleanSupplier wanted;
        private final Buffers buffers;
        private int bytes = Geometry.SEGMENT_BYTES; // until it is known

        private Held(BooleanSupplier wanted, Buffers buffers) {
            this.wanted = wanted;
            this.buffers = buffers;
        }

        /** The segment; not to be used after closing. */
        Decoded decoded() {
            return future.join();
        }

        /** One more holds it; only for who holds it, or has the lock under which it is kept. */
        private Held hold() {
            holders.incrementAndGet();
            return this;
        }

        private Held await() throws IOException {
            try {
                future.join();
                return this;
            } catch (CompletionException e) {
                close();
                throw Workers.rethrow(e.getCause());
            }
        }

        private boolean isReady() {
            return future.isDone() && !future.isCompletedExceptionally();
        }

        /** To be called once by each who holds it. */
        @Override
        public void close() {
            if (holders.decrementAndGet() == 0 && isReady()) {
                buffers.giveBack(future.join().bytes);
            }
        }
    }

    /** Arrays of full segments that nobody uses. */
    static final class Buffers {
        private final ArrayBlockingQueue<byte[]> idle;

        private Buffers(int most) {
            idle = new ArrayBlockingQueue<>(most);
        }

        /** An array of this size, with any content. */
        byte[] take(int length) {
            byte[] known = length == Geometry.SEGMENT_BYTES ? idle.poll() : null;
            return known == null ? new byte[length] : known;
        }

        /** Takes an array back that nobody has any more. */
        void giveBack(byte[] bytes) {
            if (bytes.length == Geometry.SEGMENT_BYTES) {
                boolean _ = idle.offer(bytes);
            }
        }
    }

    /** Decodes a segment that is not here. */
    @FunctionalInterface
    interface Loader {
        /** Does it, into an array of {@code buffers} that nobody else has. */
        Decoded load(SegmentKey key, Buffers buffers) throws IOException;
    }

    /** A cache of at least one segment. */
    SegmentCache(long maxBytes) {
        int count = Math.clamp(maxBytes / STRIPE_BYTES, 1, MOST_STRIPES);
        stripes = new Stripe[Integer.highestOneBit(count)];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe(Math.max(Geometry.SEGMENT_BYTES, maxBytes / stripes.length));
        }
    }

    private Stripe stripe(SegmentKey key) {
        return stripes[(key.hashCode() >>> 16) & (stripes.length - 1)];
    }

    /** How many bytes are kept, or promised to segments that are being decoded. */
    long bytes() {
        long bytes = 0;
        for (Stripe stripe : stripes) {
            bytes += stripe.bytes();
        }
        return bytes;
    }

    /** Lets go of everything. */
    void clear() {
        for (Stripe stripe : stripes) {
            stripe.clear();
        }
    }

    /** Whether a segment is here, whole. */
    boolean isReady(SegmentKey key) {
        return stripe(key).isReady(key);
    }

    /** A segment that can be read at once; null when it must be decoded or waited for. */
    @Nullable Held ready(SegmentKey key) {
        Held held = stripe(key).find(key);
        if (held != null && !held.isReady()) {
            held.close();
            return null;
        }
        return held;
    }

    /** A segment, decoded by this thread unless it is here or another thread is at it. */
    Held get(SegmentKey key, Loader loader) throws IOException {
        Stripe stripe = stripe(key);
        Held found = stripe.find(key);
        if (found == null) {
            Held own = new Held(() -> true, buffers);
            found = stripe.put(key, own);
            if (found == null) {
                load(stripe, key, own, loader);
                return own;
            }
        }
        return found.await();
    }

    /**
     * Decodes a segment that somebody is expected to read, unless it is here.
     *
     * @param wanted whether that is still so; asked later, by any thread, and quick to answer
     * @return false when there is no room for it
     */
    boolean ahead(SegmentKey key, BooleanSupplier wanted, Loader loader) throws IOException {
        Stripe stripe = stripe(key);
        Held own = new Held(wanted, buffers);
        Put put = stripe.putAhead(key, own);
        if (put == Put.ADDED) {
            load(stripe, key, own, loader);
            own.close();
        }
        return put != Put.FULL;
    }

    private void load(Stripe stripe, SegmentKey key, Held own, Loader loader) throws IOException {
        try {
            Decoded decoded = loader.load(key, buffers);
            stripe.loaded(key, own, decoded);
            own.future.complete(decoded);
        } catch (IOException | RuntimeException | Error e) {
            stripe.remove(key, own);
            own.future.completeExceptionally(e);
            throw e;
        }
    }

    private enum Put {
        ADDED,
        PRESENT,
        FULL
    }

    /** Some of the keys, under one lock, which is only held for looking and linking. */
    private static final class Stripe {
        private final long maxBytes;
        private final long maxAhead;
        private final LinkedHashMap<SegmentKey, Held> read = new LinkedHashMap<>(16, 0.75f, true);
        private final LinkedHashMap<SegmentKey, Held> ahead = new LinkedHashMap<>();
        private long readBytes;
        private long aheadBytes;

        Stripe(long maxBytes) {
            this.maxBytes = maxBytes;
            this.maxAhead = maxBytes / 4;
        }

        synchronized long bytes() {
            return readBytes + aheadBytes;
        }

        synchronized void clear() {
            read.values().forEach(Held::close);
            ahead.values().forEach(Held::close);
            read.clear();
            ahead.clear();
            readBytes = 0;
            aheadBytes = 0;
        }

        synchronized boolean isReady(SegmentKey key) {
            Held held = read.get(key);
            held = held == null ? ahead.get(key) : held;
            return held != null && held.isReady();
        }

        /** What is kept under a key, held for somebody who reads it now. */
        synchronized @Nullable Held find(SegmentKey key) {
            Held held = read.get(key);
            if (held == null) {
                held = ahead.remove(key);
                if (held == null) {
                    return null;
                }
                aheadBytes -= held.bytes;
                readBytes += held.bytes;
                read.put(key, held);
            }
            return held.hold();
        }

        /** Keeps a segment, unless there is one by now, which is returned, held. */
        synchronized @Nullable Held put(SegmentKey key, Held own) {
            Held found = find(key);
            if (found == null) {
                makeRoom(own.bytes);
                read.put(key, own.hold());
                readBytes += own.bytes;
            }
            return found;
        }

        synchronized Put putAhead(SegmentKey key, Held own) {
            if (read.containsKey(key) || ahead.containsKey(key)) {
                return Put.PRESENT;
            }
            Iterator<Held> oldest = ahead.values().iterator();
            while (aheadBytes + own.bytes > maxAhead && oldest.hasNext()) {
                Held held = oldest.next();
                if (!held.wanted.getAsBoolean()) {
                    aheadBytes -= held.bytes;
                    oldest.remove();
                    held.close();
                }
            }
            if (aheadBytes + own.bytes > maxAhead) {
                return Put.FULL;
            }
            makeRoom(own.bytes);
            ahead.put(key, own.hold());
            aheadBytes += own.bytes;
            return Put.ADDED;
        }

        /** Lets go of what was read longest ago, then of what was fetched ahead first. */
        private void makeRoom(int bytes) {
            while (readBytes + aheadBytes + bytes > maxBytes) {
                Map.Entry<SegmentKey, Held> oldest = read.firstEntry();
                oldest = oldest == null ? ahead.firstEntry() : oldest;
                remove(oldest.getKey(), oldest.getValue());
            }
        }

        /** The size of a segment is known; one with damage is not kept. */
        synchronized void loaded(SegmentKey key, Held own, Decoded decoded) {
            if (decoded.damage != null) {
                remove(key, own);
                return;
            }
            int less = own.bytes - decoded.bytes.length;
            own.bytes = decoded.bytes.length;
            if (isKept(read, key, own)) {
                readBytes -= less;
            } else if (isKept(ahead, key, own)) {
                aheadBytes -= less;
            }
        }

        private static boolean isKept(Map<SegmentKey, Held> map, SegmentKey key, Held own) {
            return map.get(key) == own;
        }

        synchronized void remove(SegmentKey key, Held own) {
            if (read.remove(key, own)) {
                readBytes -= own.bytes;
                own.close();
            } else if (ahead.remove(key, own)) {
                aheadBytes -= own.bytes;
                own.close();
            }
        }
    }
}
