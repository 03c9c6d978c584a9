package io.colama.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Blocks of packs, by way of a {@link SegmentCache}.
 *
 * <p>When a segment is damaged, each of its blocks that lies elsewhere too is taken from there; the
 * others are missing, and only reading one of those fails.
 *
 * <p>Threads: any number; at most {@value #DECODERS_A_PROCESSOR} for each processor decode at once,
 * which bounds the memory beside the cache.
 */
final class SegmentReader {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int DECODERS_A_PROCESSOR = 2;

    private final PackCatalog catalog;
    private final BlockFinder finder;
    private final Workers.ToolPool tools;
    private final SegmentCache cache;
    private final Semaphore decoders = new Semaphore(DECODERS_A_PROCESSOR * PROCESSORS);
    private final AtomicInteger waiting = new AtomicInteger();

    SegmentReader(
            PackCatalog catalog, BlockFinder finder, Workers.ToolPool tools, SegmentCache cache) {
        this.catalog = catalog;
        this.finder = finder;
        this.tools = tools;
        this.cache = cache;
    }

    /** The same packs with another cache. */
    SegmentReader with(SegmentCache other) {
        return new SegmentReader(catalog, finder, tools, other);
    }

    /** The segment that holds a block. */
    SegmentKey key(Hash pack, int block) throws IOException {
        return catalog.use(
                pack,
                open -> {
                    if (block >= open.toc().blocks()) {
                        throw new StoreException.Damaged(
                                "%s: block %d of %d was asked for"
                                        .formatted(
                                                Formats.packName(pack),
                                                block,
                                                open.toc().blocks()));
                    }
                    return new SegmentKey(pack, open.toc().segmentOf(block));
                });
    }

    /** The number behind the last block of a segment. */
    int endBlock(SegmentKey key) throws IOException {
        return catalog.use(key.pack(), open -> open.toc().endBlock(key.segment()));
    }

    /** A decoded segment, to be closed. */
    SegmentCache.Held segment(SegmentKey key) throws IOException {
        SegmentCache.Held ready = cache.ready(key);
        if (ready != null) {
            return ready;
        }
        waiting.incrementAndGet();
        try {
            return cache.get(key, this::decode);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /**
     * Whether readers by themselves keep all processors at decoding: what is decoded ahead then
     * only takes time from them.
     */
    boolean isBusy() {
        return waiting.get() >= PROCESSORS;
    }

    /** Whether a segment can be had without decoding it. */
    boolean isReady(SegmentKey key) {
        return cache.isReady(key);
    }

    /** Decodes a segment ahead of its readers; returns whether there was room. */
    boolean ahead(SegmentKey key, BooleanSupplier wanted) throws IOException {
        return cache.ahead(key, wanted, this::decode);
    }

    /** Copies consecutive blocks of a pack into {@code target}. */
    void read(Hash pack, int firstBlock, int blocks, byte[] target, int offset) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, blocks * Geometry.BLOCK);
        int end = firstBlock + blocks;
        for (int block = firstBlock; block < end; ) {
            try (SegmentCache.Held held = segment(key(pack, block))) {
                SegmentCache.Decoded decoded = held.decoded();
                int count = decoded.count(block, end - block);
                buffer.put(decoded.bytes(), decoded.place(block, count), count * Geometry.BLOCK);
                block += count;
            }
        }
    }

    private SegmentCache.Decoded decode(SegmentKey key, SegmentCache.Buffers buffers)
            throws IOException {
        decoders.acquireUninterruptibly();
        Workers.Tools own = tools.borrow();
        try {
            return decode(own, key, buffers);
        } finally {
            tools.giveBack(own);
            decoders.release();
        }
    }

    private SegmentCache.Decoded decode(
            Workers.Tools own, SegmentKey key, SegmentCache.Buffers buffers) throws IOException {
        return catalog.use(
                key.pack(),
                open -> {
                    PackToc toc = open.toc();
                    int first = toc.firstBlock(key.segment());
                    byte[] bytes = buffers.take(toc.blockCount(key.segment()) * Geometry.BLOCK);
                    try {
                        open.decode(key.segment(), own.codec, own.frame, bytes);
                        return new SegmentCache.Decoded(bytes, first, new BitSet(), null);
                    } catch (StoreException.Damaged damage) {
                        buffers.giveBack(bytes);
                        return fromElsewhere(own, open, key.segment(), damage);
                    }
                });
    }

    private SegmentCache.Decoded fromElsewhere(
            Workers.Tools own, DataPack open, int segment, StoreException.Damaged damage)
            throws IOException {
        PackToc toc = open.toc();
        int count = toc.blockCount(segment);
        byte[] bytes = new byte[count * Geometry.BLOCK];
        BitSet missing = new BitSet();
        int neighbourhood = segment / Geometry.NEIGHBOURHOOD_SEGMENTS;
        byte[] hashes = open.hashes(neighbourhood);
        int start = toc.firstBlock(segment) - toc.neighbourhoodStart(neighbourhood);
        for (int i = 0; i < count; i++) {
            Hash wanted = Hash.at(hashes, (start + i) * Hash.BYTES);
            Optional<BlockFinder.Place> place = finder.find(wanted, open.name());
            if (place.isEmpty() || !copyFrom(own, place.get(), bytes, i)) {
                missing.set(i);
            }
        }
        return new SegmentCache.Decoded(bytes, toc.firstBlock(segment), missing, damage);
    }

    private boolean copyFrom(Workers.Tools own, BlockFinder.Place place, byte[] bytes, int index)
            throws IOException {
        try {
            return catalog.use(
                    place.pack(),
                    open -> {
                        byte[] other = new byte[Geometry.SEGMENT_BYTES];
                        int segment = open.toc().segmentOf(place.block());
                        open.decode(segment, own.codec, own.frame, other);
                        int from =
                                (place.block() - open.toc().firstBlock(segment)) * Geometry.BLOCK;
                        System.arraycopy(
                                other, from, bytes, index * Geometry.BLOCK, Geometry.BLOCK);
                        return true;
                    });
        } catch (StoreException.Damaged e) {
            return false; // the other copy is damaged too: the block counts as missing, with the
            // first damage as reason
        }
    }
}
