package io.colama.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds nodes by their key: index, node pack, record, every step checked. Of several records for
 * one key, one whose blocks are not in quarantine is preferred. Threads: any number.
 */
final class NodeReader {

    private final IndexSet index;
    private final PackCatalog packs;
    private final Quarantine quarantine;

    NodeReader(IndexSet index, PackCatalog packs, Quarantine quarantine) {
        this.index = index;
        this.packs = packs;
        this.quarantine = quarantine;
    }

    /**
     * A sound record for {@code key} whose blocks, if it is a leaf, can be read; empty when there
     * is none.
     */
    Optional<Node> usable(Hash key) throws IOException {
        for (IndexFile.Location location : index.nodes(key.a())) {
            Node node = record(location, key);
            if (node != null && isUsable(node)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /** The best record for {@code key}: a usable one, else any sound one. */
    Optional<Node> best(Hash key) throws IOException {
        Optional<Node> usable = usable(key);
        if (usable.isPresent()) {
            return usable;
        }
        for (IndexFile.Location location : index.nodes(key.a())) {
            Node node = record(location, key);
            if (node != null) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /** The keys of blobs that begin with some hexadecimal digits, at most {@code most}. */
    List<Hash> blobs(String prefix, int most) throws IOException {
        String low = (prefix + "0".repeat(16)).substring(0, 16);
        String high = (prefix + "f".repeat(16)).substring(0, 16);
        List<Hash> keys = new ArrayList<>();
        for (IndexFile file : index.files()) {
            for (IndexFile.Location location :
                    file.findNodes(
                            Long.parseUnsignedLong(low, 16),
                            Long.parseUnsignedLong(high, 16),
                            1 << 16)) {
                Optional<NodePack.Entry> entry = entry(location);
                if (entry.isPresent()
                        && entry.get().node() instanceof Node.Blob
                        && entry.get().key().hex().startsWith(prefix)
                        && !keys.contains(entry.get().key())
                        && keys.size() < most) {
                    keys.add(entry.get().key());
                }
            }
        }
        return keys;
    }

    /** Whether everything that the index knows in a node pack can be read, there or elsewhere. */
    boolean hasCopies(Hash pack) throws IOException {
        for (IndexFile file : index.files()) {
            boolean concerned = file.nodePacks().contains(pack);
            for (long i = 0; concerned && i < file.nodes(); i++) {
                IndexFile.Location location = file.nodeAt(i);
                if (location.pack().equals(pack) && !isReadable(location.prefix())) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isReadable(long prefix) throws IOException {
        for (IndexFile.Location location : index.nodes(prefix)) {
            Optional<NodePack.Entry> entry = entry(location);
            if (entry.isPresent() && entry.get().key().a() == prefix) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Node record(IndexFile.Location location, Hash key) throws IOException {
        return entry(location)
                .filter(entry -> entry.key().equals(key))
                .map(NodePack.Entry::node)
                .orElse(null);
    }

    /**
     * The record an index entry points to; empty when entry, pack or record is damaged: the next
     * one may be whole.
     */
    private Optional<NodePack.Entry> entry(IndexFile.Location location) throws IOException {
        if (location.pack().equals(Hash.NONE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(packs.nodes(location.pack()).record(location.position()));
        } catch (StoreException.Damaged e) {
            return Optional
                    .empty(); // verification names it; whoever asked gets another copy or an error
            // of its own
        }
    }

    /**
     * Whether everything that a node points to directly can be read, as far as is known without
     * reading it.
     */
    boolean isUsable(Node node) throws IOException {
        if (!(node instanceof Node.Leaf leaf)) {
            return true;
        }
        for (Extent extent : leaf.extents()) {
            Hash pack = extent.pack();
            if (pack != null && !isUsable(pack, extent)) {
                return false;
            }
        }
        return true;
    }

    private boolean isUsable(Hash pack, Extent extent) throws IOException {
        if (!quarantine.concerns(pack)) {
            return packs.isUsable(pack);
        }
        try {
            return packs.use(
                    pack,
                    open -> {
                        int last = extent.firstBlock() + extent.blocks() - 1;
                        if (last >= open.toc().blocks()) {
                            return false;
                        }
                        for (int s = open.toc().segmentOf(extent.firstBlock());
                                s <= open.toc().segmentOf(last);
                                s++) {
                            if (quarantine.isBad(pack, s)) {
                                return false;
                            }
                        }
                        return true;
                    });
        } catch (StoreException.Damaged e) {
            return false;
        }
    }
}
