package io.colama.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    private final Stripe[] stripes;

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

    /** Decodes a segment that is not here. */
    @FunctionalInterface
    interface Loader {
        /** Does it. */
        Decoded load(SegmentKey key) throws IOException;
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
    @Nullable Decoded ready(SegmentKey key) {
        Entry entry = stripe(key).find(key);
        return entry == null || entry.future.isCompletedExceptionally()
                ? null
                : entry.future.getNow(null);
    }

    /** A segment, decoded by this thread unless it is here or another thread is at it. */
    Decoded get(SegmentKey key, Loader loader) throws IOException {
        Stripe stripe = stripe(key);
        Entry found = stripe.find(key);
        if (found == null) {
            Entry own = new Entry(() -> true);
            found = stripe.put(key, own);
            if (found == null) {
                return load(stripe, key, own, loader);
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
        Entry own = new Entry(wanted);
        Put put = stripe.putAhead(key, own);
        if (put == Put.ADDED) {
            load(stripe, key, own, loader);
        }
        return put != Put.FULL;
    }

    private static Decoded load(Stripe stripe, SegmentKey key, Entry own, Loader loader)
            throws IOException {
        try {
            Decoded decoded = loader.load(key);
            stripe.loaded(key, own, decoded);
            own.future.complete(decoded);
            return decoded;
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

    private static final class Entry {
        final CompletableFuture<Decoded> future = new CompletableFuture<>();
        final BooleanSupplier wanted;
        int bytes = Geometry.SEGMENT_BYTES; // until it is known

        Entry(BooleanSupplier wanted) {
            this.wanted = wanted;
        }

        Decoded await() throws IOException {
            try {
                return future.join();
            } catch (CompletionException e) {
                throw Workers.rethrow(e.getCause());
            }
        }
    }

    /** Some of the keys, under one lock, which is only held for looking and linking. */
    private static final class Stripe {
        private final long maxBytes;
        private final long maxAhead;
        private final LinkedHashMap<SegmentKey, Entry> read = new LinkedHashMap<>(16, 0.75f, true);
        private final LinkedHashMap<SegmentKey, Entry> ahead = new LinkedHashMap<>();
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
            read.clear();
            ahead.clear();
            readBytes = 0;
            aheadBytes = 0;
        }

        synchronized boolean isReady(SegmentKey key) {
            Entry entry = read.get(key);
            entry = entry == null ? ahead.get(key) : entry;
            return entry != null
                    && entry.future.isDone()
                    && !entry.future.isCompletedExceptionally();
        }

        /** The entry of a key that somebody reads now. */
        synchronized @Nullable Entry find(SegmentKey key) {
            Entry entry = read.get(key);
            if (entry == null) {
                entry = ahead.remove(key);
                if (entry != null) {
                    aheadBytes -= entry.bytes;
                    readBytes += entry.bytes;
                    read.put(key, entry);
                }
            }
            return entry;
        }

        /** Adds an entry, unless there is one by now, which is returned. */
        synchronized @Nullable Entry put(SegmentKey key, Entry own) {
            Entry found = find(key);
            if (found == null) {
                makeRoom(own.bytes);
                read.put(key, own);
                readBytes += own.bytes;
            }
            return found;
        }

        synchronized Put putAhead(SegmentKey key, Entry own) {
            if (read.containsKey(key) || ahead.containsKey(key)) {
                return Put.PRESENT;
            }
            Iterator<Entry> oldest = ahead.values().iterator();
            while (aheadBytes + own.bytes > maxAhead && oldest.hasNext()) {
                Entry entry = oldest.next();
                if (!entry.wanted.getAsBoolean()) {
                    aheadBytes -= entry.bytes;
                    oldest.remove();
                }
            }
            if (aheadBytes + own.bytes > maxAhead) {
                return Put.FULL;
            }
            makeRoom(own.bytes);
            ahead.put(key, own);
            aheadBytes += own.bytes;
            return Put.ADDED;
        }

        /** Lets go of what was read longest ago, then of what was fetched ahead first. */
        private void makeRoom(int bytes) {
            while (readBytes + aheadBytes + bytes > maxBytes) {
                Map.Entry<SegmentKey, Entry> oldest = read.pollFirstEntry();
                if (oldest != null) {
                    readBytes -= oldest.getValue().bytes;
                    continue;
                }
                oldest = ahead.pollFirstEntry();
                aheadBytes -= oldest == null ? 0 : oldest.getValue().bytes;
            }
        }

        /** The size of a segment is known; one with damage is not kept. */
        synchronized void loaded(SegmentKey key, Entry own, Decoded decoded) {
            if (decoded.damage != null) {
                remove(key, own);
                return;
            }
            int less = own.bytes - decoded.bytes.length;
            own.bytes = decoded.bytes.length;
            if (read.get(key) == own) {
                readBytes -= less;
            } else if (ahead.get(key) == own) {
                aheadBytes -= less;
            }
        }

        synchronized void remove(SegmentKey key, Entry own) {
            if (read.remove(key, own)) {
                readBytes -= own.bytes;
            } else if (ahead.remove(key, own)) {
                aheadBytes -= own.bytes;
            }
        }
    }
}
