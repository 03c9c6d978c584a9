package io.colama.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides block by block whether it is known, and gathers the new ones into segments.
 *
 * <p>The order of questions: is the whole leaf known (one look into the node index for 512 KiB)? If
 * not, is the block among the neighbourhoods in memory? Before that, the sampled blocks of the leaf
 * are looked up in the index, and what they point to is loaded. What is nowhere is new.
 *
 * <p>Threads: one.
 */
final class Deduplicator {

    private static final int MOST_CANDIDATES = 4;

    private final IndexSet index;
    private final PackCatalog catalog;
    private final Quarantine quarantine;
    private final NodeReader nodes;
    private final PendingLayout pending;
    private final PackPublisher publisher;
    private final Neighbourhoods neighbourhoods = new Neighbourhoods();
    private final KnownPacks known = new KnownPacks();

    private @Nullable PackRef pack;
    private Neighbourhoods.@Nullable Slot filling;
    private byte[] segment = new byte[Geometry.SEGMENT_BYTES];
    private int segmentBlocks;
    private int packSegments;
    private long newBlocks;
    private @Nullable Extent lastKnown;

    Deduplicator(
            IndexSet index,
            PackCatalog catalog,
            Quarantine quarantine,
            NodeReader nodes,
            PendingLayout pending,
            PackPublisher publisher) {
        this.index = index;
        this.catalog = catalog;
        this.quarantine = quarantine;
        this.nodes = nodes;
        this.pending = pending;
        this.publisher = publisher;
    }

    /** How many blocks were new. */
    long newBlocks() {
        return newBlocks;
    }

    /**
     * The blocks of a leaf.
     *
     * @param data their bytes, from {@code dataOffset}; nothing where blocks are kept
     * @param hashes their hashes, from {@code hashOffset}
     * @param count how many they are
     * @param kept the blocks whose place is known; null when there are none
     */
    record Blocks(
            byte[] data,
            int dataOffset,
            byte[] hashes,
            int hashOffset,
            int count,
            @Nullable KeptBlocks kept) {

        boolean isKept(int block) {
            return kept != null && kept.isKept(block);
        }
    }

    /**
     * Makes sure that a leaf is known.
     *
     * @param key the leaf's key, not that of zeros
     */
    void leaf(Hash key, Blocks blocks) throws IOException {
        if (pending.hasNode(key)) {
            return;
        }
        if (nodes.usable(key).orElse(null) instanceof Node.Leaf leaf
                && leaf.blocks() == blocks.count) {
            lastKnown = lastData(leaf);
            return;
        }
        Extent before = lastKnown;
        if (before != null && before.pack() != null) {
            loadAround(before.pack(), before.firstBlock());
            lastKnown = null;
        }
        loadSampled(blocks);
        pending.leaf(key, pieces(blocks));
    }

    private static @Nullable Extent lastData(Node.Leaf leaf) {
        return leaf.extents().reversed().stream()
                .filter(extent -> extent.pack() != null)
                .findFirst()
                .orElse(null);
    }

    private List<PendingLayout.Piece> pieces(Blocks blocks) throws IOException {
        byte[] hashes = blocks.hashes;
        KeptBlocks kept = blocks.kept;
        List<PendingLayout.Piece> pieces = new ArrayList<>();
        Hash zero = VerityTree.zero(0);
        int length = 0;
        PackRef from = null;
        int first = 0;
        for (int i = 0; i < blocks.count; i++) {
            int at = blocks.hashOffset + i * Hash.BYTES;
            PackRef place;
            int number;
            if (Bytes.bigLong(hashes, at) == zero.a() && Hash.at(hashes, at).equals(zero)) {
                place = null;
                number = 0;
            } else if (kept != null && kept.isKept(i)) {
                Hash pack = kept.pack(i);
                place = pack == null ? null : known.ref(pack);
                number = kept.number(i);
            } else if (neighbourhoods.find(hashes, at)) {
                Neighbourhoods.Slot slot = neighbourhoods.foundSlot();
                place = slot.pack();
                number = slot.firstBlock() + neighbourhoods.foundIndex();
                loadNextAtEnd(slot, neighbourhoods.foundIndex());
            } else {
                number = add(blocks.data, blocks.dataOffset + i * Geometry.BLOCK, hashes, at);
                place = currentPack();
            }
            boolean continues =
                    length > 0 && place == from && (place == null || number == first + length);
            if (!continues) {
                if (length > 0) {
                    pieces.add(new PendingLayout.Piece(length, from, first));
                }
                length = 0;
                from = place;
                first = number;
            }
            length++;
            endSegmentIfFull();
        }
        pieces.add(new PendingLayout.Piece(length, from, first));
        return pieces;
    }

    /** Loads the neighbourhoods of those sampled blocks that are not in memory yet. */
    private void loadSampled(Blocks blocks) throws IOException {
        byte[] hashes = blocks.hashes;
        boolean healing = !quarantine.isEmpty();
        for (int i = 0; i < blocks.count; i++) {
            int at = blocks.hashOffset + i * Hash.BYTES;
            if (blocks.isKept(i)) {
                continue;
            }
            boolean indexed =
                    Geometry.isSampled(Bytes.bigLong(hashes, at + 24))
                            || (healing && quarantine.isLost(Hash.at(hashes, at)));
            if (indexed && !neighbourhoods.find(hashes, at)) {
                loadSample(hashes, at);
            }
        }
    }

    private void loadSample(byte[] hashes, int at) throws IOException {
        long prefix = Bytes.bigLong(hashes, at);
        PendingLayout.Sample own = pending.findSample(prefix);
        if (own != null) {
            loadAround(own.pack(), own.block());
        }
        int tried = 0;
        for (IndexFile.Location location : index.samples(prefix)) {
            if (neighbourhoods.find(hashes, at) || ++tried > MOST_CANDIDATES) {
                return;
            }
            if (!location.pack().equals(Hash.NONE)) {
                load(known.ref(location.pack()), (int) location.position());
            }
        }
    }

    private void loadAround(Hash name, int block) throws IOException {
        loadAround(known.ref(name), block);
    }

    /** Loads the neighbourhood of a block. */
    private void loadAround(PackRef ref, int block) throws IOException {
        if (!ref.hasOwnHashes()) {
            try {
                int neighbourhood =
                        catalog.use(
                                ref.name(),
                                open ->
                                        open.toc().segmentOf(block)
                                                / Geometry.NEIGHBOURHOOD_SEGMENTS);
                load(ref, neighbourhood);
            } catch (StoreException.Damaged e) {
                // a pack that cannot be told gives no duplicates; its blocks are stored anew
            }
            return;
        }
        int first = block / Geometry.NEIGHBOURHOOD_BLOCKS * Geometry.NEIGHBOURHOOD_BLOCKS;
        if (!neighbourhoods.contains(ref, first)) {
            int count = Math.min(Geometry.NEIGHBOURHOOD_BLOCKS, ref.blocks() - first);
            byte[] hashes = new byte[Geometry.NEIGHBOURHOOD_BLOCKS * Hash.BYTES];
            System.arraycopy(ref.ownHashes(), first * Hash.BYTES, hashes, 0, count * Hash.BYTES);
            neighbourhoods.add(ref, first, hashes, count);
        }
    }

    /** Loads a neighbourhood of a published pack; one that cannot be read gives no duplicates. */
    private void load(PackRef ref, int neighbourhood) throws IOException {
        try {
            catalog.use(
                    ref.name(),
                    open -> {
                        if (neighbourhood >= 0 && neighbourhood < open.toc().neighbourhoods()) {
                            int first = open.toc().neighbourhoodStart(neighbourhood);
                            if (!neighbourhoods.contains(ref, first)) {
                                byte[] hashes =
                                        withoutBad(open, neighbourhood, open.hashes(neighbourhood));
                                neighbourhoods.add(ref, first, hashes, hashes.length / Hash.BYTES);
                            }
                        }
                        return true;
                    });
        } catch (StoreException.Damaged e) {
            // named by verification; here its blocks just count as unknown
        }
    }

    /** Overwrites the hashes of blocks in quarantine: nothing may refer to them any more. */
    private byte[] withoutBad(DataPack open, int neighbourhood, byte[] hashes) {
        if (quarantine.concerns(open.name())) {
            PackToc toc = open.toc();
            int start = toc.neighbourhoodStart(neighbourhood);
            int firstSegment = neighbourhood * Geometry.NEIGHBOURHOOD_SEGMENTS;
            int end = Math.min(firstSegment + Geometry.NEIGHBOURHOOD_SEGMENTS, toc.segments());
            for (int s = firstSegment; s < end; s++) {
                if (quarantine.isBad(open.name(), s)) {
                    java.util.Arrays.fill(
                            hashes,
                            (toc.firstBlock(s) - start) * Hash.BYTES,
                            (toc.endBlock(s) - start) * Hash.BYTES,
                            (byte) 0);
                }
            }
        }
        return hashes;
    }

    /** What follows in a pack is likely to follow here. */
    private void loadNextAtEnd(Neighbourhoods.Slot slot, int foundIndex) throws IOException {
        if (foundIndex == slot.count() - 1
                && slot.pack().isPublished()
                && !slot.pack().hasOwnHashes()) {
            int next = slot.firstBlock() + slot.count();
            try {
                int blocks = catalog.use(slot.pack().name(), open -> open.toc().blocks());
                if (next < blocks) {
                    loadAround(slot.pack(), next);
                }
            } catch (StoreException.Damaged e) {
                // the pack went bad since it was opened: it gives no more duplicates
            }
        }
    }

    private PackRef currentPack() {
        PackRef current = pack;
        if (current == null) {
            current = PackRef.unpublished();
            pack = current;
            pending.pack(current);
        }
        return current;
    }

    /** Adds a new block to the segment that is being filled; returns its number in the pack. */
    private int add(byte[] data, int dataOffset, byte[] hashes, int hashOffset) {
        PackRef current = currentPack();
        System.arraycopy(data, dataOffset, segment, segmentBlocks * Geometry.BLOCK, Geometry.BLOCK);
        segmentBlocks++;
        newBlocks++;
        int number = current.add(hashes, hashOffset);
        Neighbourhoods.Slot slot = filling;
        if (slot == null || slot.count() == Geometry.NEIGHBOURHOOD_BLOCKS) {
            slot = neighbourhoods.open(current, number);
            filling = slot;
        }
        neighbourhoods.append(slot, hashes, hashOffset);
        boolean indexed =
                Geometry.isSampled(Bytes.bigLong(hashes, hashOffset + 24))
                        || (!quarantine.isEmpty()
                                && quarantine.isLost(Hash.at(hashes, hashOffset)));
        if (indexed) {
            pending.sample(Bytes.bigLong(hashes, hashOffset), current, number);
        }
        return number;
    }

    private void endSegmentIfFull() throws IOException {
        if (segmentBlocks == Geometry.SEGMENT_BLOCKS) {
            endSegment();
        }
    }

    private void endSegment() throws IOException {
        PackRef current = pack;
        if (segmentBlocks == 0 || current == null) {
            return;
        }
        publisher.segment(current, segment, segmentBlocks);
        segment = new byte[Geometry.SEGMENT_BYTES];
        segmentBlocks = 0;
        if (++packSegments == Geometry.PACK_SEGMENTS) {
            endPack();
        }
    }

    private void endPack() throws IOException {
        publisher.end();
        pack = null;
        filling = null;
        packSegments = 0;
    }

    /**
     * Completes segment and pack, whatever they hold, waits until all packs have names, and
     * publishes what is pending.
     */
    long publish(Backend backend) throws IOException {
        endSegment();
        if (pack != null) {
            endPack();
        }
        publisher.await();
        for (Hash name :
                pending.packNames()) { // the same blocks make the same pack: it may have replaced
            // a damaged file
            catalog.forget(name);
            if (quarantine.concerns(name)) {
                quarantine.remove(name);
            }
        }
        long bytes = pending.isEmpty() ? 0 : pending.publish(backend, index, catalog);
        neighbourhoods.clear();
        known.clear();
        return bytes;
    }

    /** One reference for each published pack, so that references can be compared. */
    private static final class KnownPacks {
        private final java.util.Map<Hash, PackRef> refs = new java.util.HashMap<>();

        PackRef ref(Hash name) {
            return refs.computeIfAbsent(name, PackRef::of);
        }

        void clear() {
            refs.clear();
        }
    }
}
