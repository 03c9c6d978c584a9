package io.colama.store;

import org.jspecify.annotations.Nullable;

/**
 * A data pack that may still be on its way: layouts refer to it before it has its name.
 *
 * <p>Threads: the name is set once by the thread that publishes; everything else belongs to the
 * thread that de-duplicates.
 */
final class PackRef {

    private volatile @Nullable Hash name;

    /** The hashes of its blocks in order, while the pack is not published; grows. */
    private byte @Nullable [] hashes;

    /** The number behind the last block of each segment. */
    private int blocks;

    /** A pack of this repository. */
    static PackRef of(Hash name) {
        PackRef ref = new PackRef();
        ref.name = name;
        return ref;
    }

    /** A pack that is being written. */
    static PackRef unpublished() {
        PackRef ref = new PackRef();
        ref.hashes = new byte[Geometry.NEIGHBOURHOOD_BLOCKS * Hash.BYTES];
        return ref;
    }

    void published(Hash newName) {
        name = newName;
    }

    boolean isPublished() {
        return name != null;
    }

    Hash name() {
        Hash known = name;
        if (known == null) {
            throw new IllegalStateException("the pack has no name yet");
        }
        return known;
    }

    int blocks() {
        return blocks;
    }

    /** Adds the hash of the next block; returns its number. */
    int add(byte[] from, int offset) {
        byte[] all = ownHashes();
        if ((blocks + 1) * Hash.BYTES > all.length) {
            all = java.util.Arrays.copyOf(all, all.length * 2);
            hashes = all;
        }
        System.arraycopy(from, offset, all, blocks * Hash.BYTES, Hash.BYTES);
        return blocks++;
    }

    /** The hashes of an unpublished pack. */
    byte[] ownHashes() {
        byte[] all = hashes;
        if (all == null) {
            throw new IllegalStateException("the hashes of a published pack are read from it");
        }
        return all;
    }

    boolean hasOwnHashes() {
        return hashes != null;
    }

    /** Lets go of the hashes: from now on they are read from the pack. */
    void forgetHashes() {
        hashes = null;
    }
}
