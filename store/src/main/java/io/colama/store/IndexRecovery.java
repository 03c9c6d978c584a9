package io.colama.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Indexes the packs that no index file covers: after a crash, and when an index file was damaged or
 * removed.
 */
final class IndexRecovery {

    /** So many entries are collected before they are written: 48 MiB of heap. */
    private static final int BATCH = 1 << 19;

    private final Backend backend;
    private final IndexSet index;
    private final PackCatalog packs;
    private final Quarantine quarantine;

    IndexRecovery(Backend backend, IndexSet index, PackCatalog packs, Quarantine quarantine) {
        this.quarantine = quarantine;
        this.backend = backend;
        this.index = index;
        this.packs = packs;
    }

    /**
     * Removes damaged index files and indexes what is not covered.
     *
     * @return how many packs were indexed
     */
    int run() throws IOException {
        index.refresh();
        for (Hash name : index.damaged().keySet()) {
            index.drop(name);
        }
        for (IndexFile file : IndexSet.unsound(index.files())) {
            index.drop(file.name());
        }
        return cover();
    }

    /**
     * Indexes what is not covered.
     *
     * @return how many packs were indexed
     */
    int cover() throws IOException {
        Set<Hash> data = new HashSet<>(PackNames.dataPacks(backend));
        Set<Hash> nodes = new HashSet<>(PackNames.nodePacks(backend));
        for (IndexFile file : index.files()) {
            data.removeAll(file.dataPacks());
            nodes.removeAll(file.nodePacks());
        }
        Set<String> folders = new TreeSet<>();
        data.forEach(pack -> folders.add(Formats.folderOf(Formats.packName(pack))));
        nodes.forEach(pack -> folders.add(Formats.folderOf(Formats.nodesName(pack))));
        for (String folder : folders) {
            backend.sync(
                    folder); // whoever named these packs may have been killed before the names were
            // durable
        }
        Batch batch = new Batch();
        for (Hash pack : data) {
            addData(batch, pack);
            batch.writeIfFull();
        }
        for (Hash pack : nodes) {
            addNodes(batch, pack);
            batch.writeIfFull();
        }
        batch.write();
        return data.size() + nodes.size();
    }

    private void addData(Batch batch, Hash name) throws IOException {
        try {
            packs.use(
                    name,
                    pack -> {
                        for (int n = 0; n < pack.toc().neighbourhoods(); n++) {
                            byte[] hashes = pack.hashes(n);
                            for (int at = 0; at < hashes.length; at += Hash.BYTES) {
                                boolean indexed =
                                        Geometry.isSampled(Bytes.bigLong(hashes, at + 24))
                                                || (!quarantine.isEmpty()
                                                        && quarantine.isLost(Hash.at(hashes, at)));
                                if (indexed) {
                                    batch.samples.add(
                                            new IndexFile.Location(
                                                    Bytes.bigLong(hashes, at), name, n));
                                }
                            }
                        }
                        return true;
                    });
        } catch (StoreException.Damaged e) {
            // a pack that cannot be told gives nothing to the index; verification names it
        }
        batch.dataPacks.add(name);
    }

    private void addNodes(Batch batch, Hash name) throws IOException {
        try {
            NodePack pack = packs.nodes(name);
            long at = pack.first();
            for (int i = 0; i < pack.records(); i++) {
                NodePack.Entry entry = pack.record(at);
                batch.nodes.add(new IndexFile.Location(entry.key().a(), name, entry.offset()));
                at = entry.next();
            }
        } catch (StoreException.Damaged e) {
            // the records before the damage are indexed; those behind it cannot be found
        }
        batch.nodePacks.add(name);
    }

    private final class Batch {
        final Set<Hash> dataPacks = new HashSet<>();
        final Set<Hash> nodePacks = new HashSet<>();
        final List<IndexFile.Location> samples = new ArrayList<>();
        final List<IndexFile.Location> nodes = new ArrayList<>();

        void writeIfFull() throws IOException {
            if (samples.size() + nodes.size() > BATCH) {
                write();
            }
        }

        void write() throws IOException {
            if (dataPacks.isEmpty() && nodePacks.isEmpty()) {
                return;
            }
            index.add(dataPacks, nodePacks, samples, nodes);
            dataPacks.clear();
            nodePacks.clear();
            samples.clear();
            nodes.clear();
        }
    }
}
