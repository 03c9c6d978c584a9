package io.colama.store;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The shape of a disk's tree and the digest that names a disk.
 *
 * <p>A disk's id is its fs-verity digest with SHA-256, blocks of 4,096 bytes and no salt, so that
 * the Linux tool {@code fsverity digest} confirms it on an exported raw file. The leaves of our
 * tree are the groups of 128 block hashes of the first fs-verity level; each level above groups 128
 * again. Source: Linux kernel documentation, filesystems/fsverity, "Merkle tree" and "fs-verity
 * descriptor".
 *
 * <p>Threads: an instance hashes for one thread; the static methods are free of state.
 */
public final class VerityTree {

    private static final int DESCRIPTOR_BYTES = 256;
    private static final int MAX_LEVELS = 7;

    /** Hash of a block of zeros, then of a leaf of zeros, then of each full level above. */
    private static final Hash[] ZERO = new Hash[MAX_LEVELS + 1];

    static {
        VerityTree tree = new VerityTree();
        ZERO[0] = tree.hash(new byte[Geometry.BLOCK], 0, Geometry.BLOCK);
        for (int level = 1; level <= MAX_LEVELS; level++) {
            byte[] group = new byte[Geometry.BLOCK];
            for (int child = 0; child < Geometry.FANOUT; child++) {
                ZERO[level - 1].put(group, child * Hash.BYTES);
            }
            ZERO[level] = tree.hash(group, 0, group.length);
        }
    }

    private final MessageDigest sha = newSha256();

    /** A hasher for one thread. */
    public VerityTree() {}

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The SHA-256 of a stretch of bytes. */
    public Hash hash(byte[] bytes, int offset, int length) {
        sha.update(bytes, offset, length);
        return Hash.at(sha.digest(), 0);
    }

    /** The SHA-256 of everything between position and limit, piece by piece if it is mapped. */
    Hash hash(ByteBuffer bytes) {
        sha.update(bytes);
        return Hash.at(sha.digest(), 0);
    }

    /** Hashes the block at {@code offset} into {@code hashes}, at {@code hashOffset}. */
    void hashBlock(byte[] bytes, int offset, byte[] hashes, int hashOffset) {
        sha.update(bytes, offset, Geometry.BLOCK);
        try {
            sha.digest(hashes, hashOffset, Hash.BYTES);
        } catch (DigestException e) {
            throw new AssertionError("a hash has 32 bytes, which there is room for", e);
        }
    }

    /**
     * The key of a group of child hashes: the hash of their bytes, padded with zeros to one block.
     *
     * @param count 1 to 128 children
     */
    Hash group(byte[] hashes, int offset, int count) {
        sha.update(hashes, offset, count * Hash.BYTES);
        if (count < Geometry.FANOUT) {
            sha.update(new byte[(Geometry.FANOUT - count) * Hash.BYTES]);
        }
        return Hash.at(sha.digest(), 0);
    }

    /** The hash of a block of zeros (level 0) or of a full subtree of them; level 1 is a leaf. */
    static Hash zero(int level) {
        return ZERO[level];
    }

    /** The hash of a leaf of 128 blocks of zeros. */
    public static Hash zeroLeaf() {
        return zero(1);
    }

    /**
     * How many levels of nodes stand over the blocks of a disk: 0 when it is empty, 1 up to 512
     * KiB, and so on.
     */
    static int levels(long sizeBytes) {
        long nodes = Geometry.blocks(sizeBytes);
        int levels = 0;
        while (nodes > 1 || (levels == 0 && nodes == 1)) {
            nodes = (nodes + Geometry.FANOUT - 1) / Geometry.FANOUT;
            levels++;
        }
        return levels;
    }

    /**
     * How many blocks one child of a node at {@code level} covers: 1 below a leaf, 128 above it.
     */
    static long blocksPerChild(int level) {
        long blocks = 1;
        for (int i = 1; i < level; i++) {
            blocks *= Geometry.FANOUT;
        }
        return blocks;
    }

    /** The fs-verity digest of a disk of this size whose tree has this root. */
    public Hash digest(long sizeBytes, Hash root) {
        byte[] descriptor = new byte[DESCRIPTOR_BYTES];
        descriptor[0] = 1; // version
        descriptor[1] = 1; // SHA-256
        descriptor[2] = 12; // log2 of the block size
        Bytes.wrap(descriptor).putLong(8, sizeBytes);
        root.put(descriptor, 16);
        return hash(descriptor, 0, descriptor.length);
    }
}
