package io.colama.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a writer has made and not yet published: leaves that refer to packs on their way, inner
 * nodes, disks, blobs, and the samples of new blocks. Bounded: the writer publishes when {@link
 * #isFull()}.
 *
 * <p>Threads: one.
 */
final class PendingLayout {

    private static final int MOST_NODE_BYTES = 8 << 20;
    private static final int MOST_SAMPLES = 1 << 18;

    private final Map<Hash, List<Piece>> leaves = new LinkedHashMap<>();
    private final Map<Hash, Node> nodes = new LinkedHashMap<>();
    private final Map<Long, Sample> samples = new HashMap<>();
    private final List<Sample> allSamples = new ArrayList<>();
    private final Set<PackRef> packs = new HashSet<>();
    private long nodeBytes;

    /**
     * Consecutive blocks of a leaf.
     *
     * @param blocks how many
     * @param pack where they are; null for zeros
     * @param firstBlock the number of the first in the pack
     */
    record Piece(int blocks, @Nullable PackRef pack, int firstBlock) {}

    /**
     * A sampled block that is new.
     *
     * @param prefix the first eight bytes of its hash
     * @param pack where it is
     * @param block its number there
     */
    record Sample(long prefix, PackRef pack, int block) {}

    boolean hasNode(Hash key) {
        return leaves.containsKey(key) || nodes.containsKey(key);
    }

    void leaf(Hash key, List<Piece> pieces) {
        leaves.put(key, pieces);
        nodeBytes += 48 + 8L * pieces.size();
    }

    void node(Hash key, Node node) {
        nodes.put(key, node);
        nodeBytes += node.payloadBytes() + 48L;
    }

    void pack(PackRef pack) {
        packs.add(pack);
    }

    void sample(long prefix, PackRef pack, int block) {
        Sample sample = new Sample(prefix, pack, block);
        samples.putIfAbsent(prefix, sample);
        allSamples.add(sample);
    }

    /** A new block whose hash begins like this, or null. */
    @Nullable Sample findSample(long prefix) {
        return samples.get(prefix);
    }

    boolean isFull() {
        return nodeBytes > MOST_NODE_BYTES || allSamples.size() > MOST_SAMPLES;
    }

    boolean isEmpty() {
        return leaves.isEmpty() && nodes.isEmpty() && packs.isEmpty();
    }

    /** The names of the packs that were written; all must have theirs. */
    Set<Hash> packNames() {
        Set<Hash> names = new HashSet<>();
        packs.forEach(pack -> names.add(pack.name()));
        return names;
    }

    /**
     * Publishes the nodes, then the index; all packs must have their names.
     *
     * @return how many bytes the node pack has
     */
    long publish(Backend backend, IndexSet index, PackCatalog catalog) throws IOException {
        NodePackWriter writer = new NodePackWriter();
        leaves.forEach((key, pieces) -> writer.add(key, named(pieces)));
        nodes.forEach(writer::add);
        Set<Hash> nodePacks = new HashSet<>();
        List<IndexFile.Location> nodeEntries = new ArrayList<>();
        long bytes = 0;
        if (!writer.isEmpty()) {
            NodePackWriter.Published published = writer.publish(backend);
            catalog.forget(
                    published.name()); // the same pack again, perhaps, in place of a damaged one
            bytes = published.bytes();
            nodePacks.add(published.name());
            for (int i = 0; i < published.keys().size(); i++) {
                nodeEntries.add(
                        new IndexFile.Location(
                                published.keys().get(i).a(),
                                published.name(),
                                published.offsets().get(i)));
            }
        }
        index.add(packNames(), nodePacks, sampleEntries(catalog), nodeEntries);
        clear();
        return bytes;
    }

    private List<IndexFile.Location> sampleEntries(PackCatalog catalog) throws IOException {
        List<IndexFile.Location> entries = new ArrayList<>(allSamples.size());
        for (PackRef pack : packs) {
            List<Sample> own = allSamples.stream().filter(sample -> sample.pack == pack).toList();
            catalog.use(
                    pack.name(),
                    open -> {
                        PackToc toc = open.toc();
                        for (Sample sample : own) {
                            int neighbourhood =
                                    toc.segmentOf(sample.block) / Geometry.NEIGHBOURHOOD_SEGMENTS;
                            entries.add(
                                    new IndexFile.Location(
                                            sample.prefix, pack.name(), neighbourhood));
                        }
                        return entries;
                    });
        }
        return entries;
    }

    private static Node.Leaf named(List<Piece> pieces) {
        List<Extent> extents = new ArrayList<>(pieces.size());
        for (Piece piece : pieces) {
            PackRef pack = piece.pack;
            extents.add(
                    new Extent(piece.blocks, pack == null ? null : pack.name(), piece.firstBlock));
        }
        return new Node.Leaf(extents);
    }

    private void clear() {
        leaves.clear();
        nodes.clear();
        samples.clear();
        allSamples.clear();
        packs.clear();
        nodeBytes = 0;
    }
}
