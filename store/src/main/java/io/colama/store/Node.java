package io.colama.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * What a node pack keeps under a key.
 *
 * <p>Payloads, little-endian: a leaf is a row of extents, each a varint (0: zeros, n: the n-th pack
 * of the node pack's dictionary), a varint number of blocks, and for data a varint first block. An
 * inner node is 16 bytes with a bit for each child that is not all zeros, {@code u8} number of
 * children, then the keys of the children with a bit, 32 bytes each. A disk is {@code u64} size in
 * bytes, its verity root and the key of its topmost node. A blob is its bytes.
 */
sealed interface Node {

    /** Most bytes in a blob: definitions and revisions are far smaller. */
    int MAX_BLOB = 16 << 20;

    /** Most bytes in any payload. */
    int MAX_PAYLOAD = MAX_BLOB;

    /** Where up to 128 blocks lie; the key is the hash of their hashes. */
    record Leaf(List<Extent> extents) implements Node {
        @Override
        public int kind() {
            return 1;
        }

        @Override
        public int payloadBytes() {
            return 8 * extents.size();
        }

        @Override
        public int level() {
            return 1;
        }

        @Override
        public byte[] encode(ToIntFunction<Hash> dictionary) {
            return encodeLeaf(this, dictionary);
        }

        /** How many blocks the extents cover. */
        int blocks() {
            return extents.stream().mapToInt(Extent::blocks).sum();
        }
    }

    /** The keys of up to 128 children; the key is the hash of those keys. */
    record Inner(int level, List<Hash> children) implements Node {
        @Override
        public int kind() {
            return 2;
        }

        @Override
        public int payloadBytes() {
            return 17 + children.size() * Hash.BYTES;
        }

        @Override
        public byte[] encode(ToIntFunction<Hash> dictionary) {
            return encodeInner(this);
        }
    }

    /**
     * A disk: its size, the verity root and the topmost node. Both are equal except on a disk of
     * one block, whose verity root is the hash of the block.
     */
    record Disk(long sizeBytes, Hash root, Hash top) implements Node {
        @Override
        public int kind() {
            return 3;
        }

        @Override
        public int payloadBytes() {
            return 8 + 2 * Hash.BYTES;
        }

        @Override
        public int level() {
            return 0;
        }

        @Override
        public byte[] encode(ToIntFunction<Hash> dictionary) {
            return Bytes.allocate(8 + 2 * Hash.BYTES)
                    .putLong(sizeBytes)
                    .put(root.toBytes())
                    .put(top.toBytes())
                    .array();
        }
    }

    /** Bytes that the store does not look into; the key is their hash. */
    record Blob(byte[] bytes) implements Node {
        @Override
        public int kind() {
            return 4;
        }

        @Override
        public int payloadBytes() {
            return bytes.length;
        }

        @Override
        public int level() {
            return 0;
        }

        @Override
        public byte[] encode(ToIntFunction<Hash> dictionary) {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Blob blob && java.util.Arrays.equals(bytes, blob.bytes);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(bytes);
        }
    }

    /** The number that stands for the kind in a record. */
    int kind();

    /** The level in the tree: 1 for a leaf, more above it, 0 for everything else. */
    int level();

    /** About how many bytes the payload has. */
    int payloadBytes();

    /** The payload; {@code dictionary} numbers packs from 1. */
    byte[] encode(ToIntFunction<Hash> dictionary);

    private static byte[] encodeLeaf(Leaf leaf, ToIntFunction<Hash> dictionary) {
        ByteBuffer bytes = Bytes.allocate(leaf.extents.size() * 15);
        for (Extent extent : leaf.extents) {
            Hash pack = extent.pack();
            Bytes.putVarint(bytes, pack == null ? 0 : dictionary.applyAsInt(pack));
            Bytes.putVarint(bytes, extent.blocks());
            if (pack != null) {
                Bytes.putVarint(bytes, extent.firstBlock());
            }
        }
        byte[] exact = new byte[bytes.position()];
        bytes.flip().get(exact);
        return exact;
    }

    private static byte[] encodeInner(Inner inner) {
        Hash zero = VerityTree.zero(inner.level - 1);
        BitSet present = new BitSet(Geometry.FANOUT);
        for (int i = 0; i < inner.children.size(); i++) {
            present.set(i, !inner.children.get(i).equals(zero));
        }
        ByteBuffer bytes = Bytes.allocate(17 + present.cardinality() * Hash.BYTES);
        bytes.put(0, present.toByteArray()).put(16, (byte) inner.children.size()).position(17);
        present.stream().forEach(i -> bytes.put(inner.children.get(i).toBytes()));
        return bytes.array();
    }

    /**
     * The node that a payload stands for, every number checked.
     *
     * @param dictionary the packs of the node pack, numbered from 1
     * @throws IllegalArgumentException or another of {@link ArithmeticException}, {@link
     *     IndexOutOfBoundsException}, {@link java.nio.BufferUnderflowException} when it is none
     */
    static Node decode(int kind, int level, ByteBuffer payload, IntFunction<Hash> dictionary) {
        Node node =
                switch (kind) {
                    case 1 -> decodeLeaf(payload, dictionary);
                    case 2 -> decodeInner(payload, level);
                    case 3 -> decodeDisk(payload);
                    case 4 -> {
                        byte[] bytes = new byte[payload.remaining()];
                        payload.get(bytes);
                        yield new Blob(bytes);
                    }
                    default ->
                            throw new IllegalArgumentException(
                                    "kind " + kind + ", 1 to 4 expected");
                };
        if (payload.hasRemaining() || node.level() != level) {
            throw new IllegalArgumentException(
                    payload.remaining() + " bytes too many at level " + level);
        }
        return node;
    }

    private static Leaf decodeLeaf(ByteBuffer payload, IntFunction<Hash> dictionary) {
        List<Extent> extents = new ArrayList<>();
        int total = 0;
        while (payload.hasRemaining()) {
            int pack = Math.toIntExact(Bytes.varint(payload));
            long blocks = Bytes.varint(payload);
            if (blocks < 1 || blocks > Geometry.FANOUT - total) {
                throw new IllegalArgumentException("an extent of " + blocks + " blocks");
            }
            total += (int) blocks;
            if (pack == 0) {
                extents.add(Extent.zeros((int) blocks));
            } else {
                long first = Bytes.varint(payload);
                if (first < 0
                        || first
                                > (long) Geometry.PACK_SEGMENTS * Geometry.SEGMENT_BLOCKS
                                        - blocks) {
                    throw new IllegalArgumentException("an extent from block " + first);
                }
                extents.add(new Extent((int) blocks, dictionary.apply(pack), (int) first));
            }
        }
        if (total == 0) {
            throw new IllegalArgumentException("a leaf without blocks");
        }
        return new Leaf(List.copyOf(extents));
    }

    private static Inner decodeInner(ByteBuffer payload, int level) {
        byte[] bits = new byte[16];
        payload.get(bits);
        BitSet present = BitSet.valueOf(bits);
        int count = payload.get() & 0xff;
        if (count < 1
                || count > Geometry.FANOUT
                || present.length() > count
                || level < 2
                || level > 7) {
            throw new IllegalArgumentException(count + " children at level " + level);
        }
        Hash zero = VerityTree.zero(level - 1);
        List<Hash> children = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            children.add(present.get(i) ? Hash.from(payload) : zero);
        }
        return new Inner(level, List.copyOf(children));
    }

    private static Disk decodeDisk(ByteBuffer payload) {
        long size = payload.getLong();
        if (size < 0 || size > Geometry.MAX_DISK_BYTES) {
            throw new IllegalArgumentException("a disk of " + size + " bytes");
        }
        return new Disk(size, Hash.from(payload), Hash.from(payload));
    }
}
