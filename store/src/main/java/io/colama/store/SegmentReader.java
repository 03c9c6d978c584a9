package io.colama.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Decoded segments, the last {@value #MOST} of them kept: 16 MiB. Asked for the same segment at
 * once, it is decoded once.
 *
 * <p>When a segment is damaged, each of its blocks that lies elsewhere too is taken from there; the
 * others are missing, and only reading one of those fails.
 *
 * <p>Threads: any number.
 */
final class SegmentReader {

    private static final int MOST = 64;

    private final PackCatalog catalog;
    private final BlockFinder finder;
    private final LinkedHashMap<Key, CompletableFuture<Decoded>> cache =
            new LinkedHashMap<>(16, 0.75f, true);

    private record Key(Hash pack, int segment) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && segment == key.segment && pack.equals(key.pack);
        }

        @Override
        public int hashCode() {
            return pack.hashCode() * 31 + segment;
        }
    }

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

        /** Copies blocks into {@code target}. */
        void copy(int block, int count, byte[] target, int offset) throws StoreException.Damaged {
            int from = block - firstBlock;
            int bad = missing.nextSetBit(from);
            if (damage != null && bad >= 0 && bad < from + count) {
                throw damage;
            }
            System.arraycopy(bytes, from * Geometry.BLOCK, target, offset, count * Geometry.BLOCK);
        }
    }

    SegmentReader(PackCatalog catalog, BlockFinder finder) {
        this.catalog = catalog;
        this.finder = finder;
    }

    /** Copies consecutive blocks of a pack into {@code target}. */
    void read(Workers.Tools tools, Hash pack, int firstBlock, int blocks, byte[] target, int offset)
            throws IOException {
        int block = firstBlock;
        int end = firstBlock + blocks;
        int at = offset;
        while (block < end) {
            int wanted = block;
            int segment =
                    catalog.use(
                            pack,
                            open -> {
                                if (wanted >= open.toc().blocks()) {
                                    throw new StoreException.Damaged(
                                            "%s: block %d of %d was asked for"
                                                    .formatted(
                                                            Formats.packName(pack),
                                                            wanted,
                                                            open.toc().blocks()));
                                }
                                return open.toc().segmentOf(wanted);
                            });
            Decoded decoded = decoded(tools, new Key(pack, segment));
            int count =
                    Math.min(end, decoded.firstBlock + decoded.bytes.length / Geometry.BLOCK)
                            - block;
            decoded.copy(block, count, target, at);
            block += count;
            at += count * Geometry.BLOCK;
        }
    }

    private Decoded decoded(Workers.Tools tools, Key key) throws IOException {
        CompletableFuture<Decoded> own = new CompletableFuture<>();
        CompletableFuture<Decoded> found;
        synchronized (cache) {
            found = cache.putIfAbsent(key, own);
            if (found == null && cache.size() > MOST) {
                cache.pollFirstEntry();
            }
        }
        if (found != null) {
            try {
                return found.join();
            } catch (CompletionException e) {
                throw Workers.rethrow(e.getCause());
            }
        }
        try {
            Decoded decoded = decode(tools, key);
            own.complete(decoded);
            if (decoded.damage != null) {
                synchronized (cache) {
                    cache.remove(key, own); // what is missing may be stored anew
                }
            }
            return decoded;
        } catch (IOException | RuntimeException | Error e) {
            own.completeExceptionally(e);
            synchronized (cache) {
                cache.remove(key, own);
            }
            throw e;
        }
    }

    private Decoded decode(Workers.Tools tools, Key key) throws IOException {
        return catalog.use(
                key.pack,
                open -> {
                    PackToc toc = open.toc();
                    byte[] bytes = new byte[toc.blockCount(key.segment) * Geometry.BLOCK];
                    try {
                        open.decode(key.segment, tools.codec, tools.frame, bytes);
                        return new Decoded(bytes, toc.firstBlock(key.segment), new BitSet(), null);
                    } catch (StoreException.Damaged damage) {
                        return fromElsewhere(tools, open, key.segment, damage);
                    }
                });
    }

    private Decoded fromElsewhere(
            Workers.Tools tools, DataPack open, int segment, StoreException.Damaged damage)
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
            if (place.isEmpty() || !copyFrom(tools, place.get(), bytes, i)) {
                missing.set(i);
            }
        }
        return new Decoded(bytes, toc.firstBlock(segment), missing, damage);
    }

    private boolean copyFrom(Workers.Tools tools, BlockFinder.Place place, byte[] bytes, int index)
            throws IOException {
        try {
            return catalog.use(
                    place.pack(),
                    open -> {
                        byte[] other = new byte[Geometry.SEGMENT_BYTES];
                        int segment = open.toc().segmentOf(place.block());
                        open.decode(segment, tools.codec, tools.frame, other);
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
