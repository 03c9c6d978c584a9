package io.colama.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds another copy of a block by its hash. Sampled blocks, and blocks that were in quarantine
 * when they came again, have index entries and are found; others are not. Threads: any number.
 */
final class BlockFinder {

    private final IndexSet index;
    private final PackCatalog catalog;
    private final Quarantine quarantine;

    BlockFinder(IndexSet index, PackCatalog catalog, Quarantine quarantine) {
        this.index = index;
        this.catalog = catalog;
        this.quarantine = quarantine;
    }

    /**
     * Where a block is.
     *
     * @param pack the data pack
     * @param block its number there
     */
    record Place(Hash pack, int block) {}

    /** A place of the block outside {@code except}, not in quarantine. */
    Optional<Place> find(Hash hash, Hash except) throws IOException {
        for (IndexFile.Location location : index.samples(hash.a())) {
            if (!location.pack().equals(Hash.NONE) && !location.pack().equals(except)) {
                Optional<Place> place = search(location, hash);
                if (place.isPresent()) {
                    return place;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Place> search(IndexFile.Location location, Hash hash) throws IOException {
        byte[] wanted = hash.toBytes();
        try {
            return catalog.use(
                    location.pack(),
                    open -> {
                        int neighbourhood = (int) location.position();
                        if (neighbourhood < 0 || neighbourhood >= open.toc().neighbourhoods()) {
                            return Optional.empty();
                        }
                        byte[] hashes = open.hashes(neighbourhood);
                        for (int at = 0; at < hashes.length; at += Hash.BYTES) {
                            if (Arrays.equals(hashes, at, at + Hash.BYTES, wanted, 0, Hash.BYTES)) {
                                int block =
                                        open.toc().neighbourhoodStart(neighbourhood)
                                                + at / Hash.BYTES;
                                if (!quarantine.isBad(open.name(), open.toc().segmentOf(block))) {
                                    return Optional.of(new Place(open.name(), block));
                                }
                            }
                        }
                        return Optional.empty();
                    });
        } catch (StoreException.Damaged e) {
            return Optional.empty(); // a damaged pack has no copy to offer
        }
    }
}
