package io.colama.store;

import java.io.IOException;
import java.util.LinkedHashMap;

/**
 * The hashes of blocks that packs hold, from the packs' tables, without decoding anything. The last
 * {@value #MOST_NEIGHBOURHOODS} neighbourhoods are kept: 4 MiB. Threads: one.
 */
final class BlockHashes {

    private static final int MOST_NEIGHBOURHOODS = 32;

    private final PackCatalog catalog;
    private final LinkedHashMap<Part, byte[]> parts = new LinkedHashMap<>(16, 0.75f, true);

    BlockHashes(PackCatalog catalog) {
        this.catalog = catalog;
    }

    private record Part(Hash pack, int number) {}

    /** The hash of one block. */
    Hash hash(Hash pack, int block) throws IOException {
        byte[] hash = new byte[Hash.BYTES];
        copy(pack, block, 1, hash, 0);
        return Hash.at(hash, 0);
    }

    /**
     * Copies the hashes of consecutive blocks.
     *
     * @throws StoreException.Damaged when the pack or the hashes cannot be told, or the pack has
     *     not so many blocks
     */
    void copy(Hash pack, int first, int count, byte[] target, int offset) throws IOException {
        catalog.use(
                pack,
                open -> {
                    PackToc toc = open.toc();
                    if (first + count > toc.blocks()) {
                        throw new StoreException.Damaged(
                                "%s: block %d of %d was asked for"
                                        .formatted(
                                                Formats.packName(pack),
                                                first + count - 1,
                                                toc.blocks()));
                    }
                    int at = offset;
                    for (int block = first; block < first + count; ) {
                        int number = toc.segmentOf(block) / Geometry.NEIGHBOURHOOD_SEGMENTS;
                        int end = Math.min(first + count, toc.neighbourhoodEnd(number));
                        int length = (end - block) * Hash.BYTES;
                        int from = (block - toc.neighbourhoodStart(number)) * Hash.BYTES;
                        System.arraycopy(part(open, number), from, target, at, length);
                        at += length;
                        block = end;
                    }
                    return true;
                });
    }

    private byte[] part(DataPack open, int number) throws IOException {
        Part part = new Part(open.name(), number);
        byte[] known = parts.get(part);
        if (known == null) {
            known = open.hashes(number);
            parts.put(part, known);
            if (parts.size() > MOST_NEIGHBOURHOODS) {
                parts.pollFirstEntry();
            }
        }
        return known;
    }
}
