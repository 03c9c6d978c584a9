package io.colama.store;

import java.io.IOException;

/** The hashes of a stored disk, out of its tree and the packs' tables; nothing is decoded. */
final class StoredHashes implements DiskHashes {

    private final TreeReader tree;
    private final BlockHashes hashes;

    StoredHashes(TreeReader tree, PackCatalog catalog) {
        this.tree = tree;
        this.hashes = new BlockHashes(catalog);
    }

    @Override
    public long sizeBytes() {
        return tree.sizeBytes();
    }

    @Override
    public Hash leaf(long number) throws IOException {
        return tree.key(number);
    }

    @Override
    public long zeroLeaves(long number) throws IOException {
        return tree.find(number).zeroLeaves();
    }

    @Override
    public void blocks(long leaf, byte[] target, int offset) throws IOException {
        Node.Leaf layout = tree.find(leaf).leaf();
        if (layout == null) {
            zeros(blocksOf(leaf), target, offset);
            return;
        }
        int at = offset;
        for (Extent extent : layout.extents()) {
            Hash pack = extent.pack();
            if (pack == null) {
                zeros(extent.blocks(), target, at);
            } else {
                hashes.copy(pack, extent.firstBlock(), extent.blocks(), target, at);
            }
            at += extent.blocks() * Hash.BYTES;
        }
    }

    private static void zeros(int blocks, byte[] target, int offset) {
        for (int i = 0; i < blocks; i++) {
            VerityTree.zero(0).put(target, offset + i * Hash.BYTES);
        }
    }
}
