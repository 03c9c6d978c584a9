package io.colama.store;

import java.nio.ByteBuffer;

/**
 * The table of contents of a data pack: where its segments lie and which blocks they hold.
 *
 * <p>On disk, little-endian, behind the last segment: {@code u32} number of segments, {@code u32}
 * number of blocks; for each segment {@code u32} offset of its frame, {@code u32} length of the
 * frame, {@code u32} number of its first block, {@code u32} CRC-32C of the frame, {@code u32}
 * codec; for each neighbourhood {@code u32} CRC-32C of its block hashes; then the hashes, 32 bytes
 * a block. The pack is named by the SHA-256 of all this.
 *
 * <p>The hashes are not part of this object: a neighbourhood of them is read when it is wanted.
 */
final class PackToc {

    static final int SEGMENT_ENTRY = 20;

    private final int[] offsets;
    private final int[] lengths;
    private final int[] firstBlocks;
    private final int[] checksums;
    private final int[] codecs;
    private final int[] hashChecksums;
    private final int blocks;

    private PackToc(int segments, int blocks) {
        offsets = new int[segments];
        lengths = new int[segments];
        firstBlocks = new int[segments];
        checksums = new int[segments];
        codecs = new int[segments];
        hashChecksums = new int[neighbourhoods(segments)];
        this.blocks = blocks;
    }

    /** How many neighbourhoods a number of segments makes. */
    static int neighbourhoods(int segments) {
        return (segments + Geometry.NEIGHBOURHOOD_SEGMENTS - 1) / Geometry.NEIGHBOURHOOD_SEGMENTS;
    }

    /** The size of everything before the hashes. */
    static int tableBytes(int segments) {
        return 8 + segments * SEGMENT_ENTRY + 4 * neighbourhoods(segments);
    }

    /**
     * Reads the part before the hashes, whose checksum was verified already; every number is
     * checked all the same.
     *
     * @param name the pack, for messages
     * @param dataEnd the offset behind the last byte that a segment may hold
     */
    static PackToc parse(String name, ByteBuffer table, long dataEnd)
            throws StoreException.Damaged {
        int segments = table.getInt();
        int blocks = table.getInt();
        if (segments < 1
                || segments > Geometry.PACK_SEGMENTS
                || table.remaining() != tableBytes(segments) - 8) {
            throw new StoreException.Damaged(
                    "%s: %d segments found, 1 to %d expected"
                            .formatted(name, segments, Geometry.PACK_SEGMENTS));
        }
        PackToc toc = new PackToc(segments, blocks);
        int expected = 0;
        for (int i = 0; i < segments; i++) {
            toc.offsets[i] = table.getInt();
            toc.lengths[i] = table.getInt();
            toc.firstBlocks[i] = table.getInt();
            toc.checksums[i] = table.getInt();
            toc.codecs[i] = table.getInt();
            int next = toc.firstBlocks[i];
            boolean inOrder =
                    i == 0
                            ? next == 0
                            : next > expected && next <= expected + Geometry.SEGMENT_BLOCKS;
            boolean inside =
                    toc.offsets[i] >= DataPackWriter.HEADER + DataPackWriter.SEGMENT_HEADER
                            && toc.lengths[i] > 0
                            && toc.lengths[i] <= Geometry.SEGMENT_BYTES
                            && (long) toc.offsets[i] + toc.lengths[i] <= dataEnd;
            if (!inOrder || !inside) {
                throw new StoreException.Damaged(
                        "%s: segment %d claims %d bytes at 0x%x from block %d"
                                .formatted(name, i, toc.lengths[i], toc.offsets[i], next));
            }
            expected = next;
        }
        if (blocks <= expected || blocks > expected + Geometry.SEGMENT_BLOCKS) {
            throw new StoreException.Damaged(
                    "%s: %d blocks found, %d to %d expected"
                            .formatted(
                                    name,
                                    blocks,
                                    expected + 1,
                                    expected + Geometry.SEGMENT_BLOCKS));
        }
        for (int i = 0; i < toc.hashChecksums.length; i++) {
            toc.hashChecksums[i] = table.getInt();
        }
        return toc;
    }

    int segments() {
        return offsets.length;
    }

    int blocks() {
        return blocks;
    }

    int neighbourhoods() {
        return hashChecksums.length;
    }

    int offset(int segment) {
        return offsets[segment];
    }

    int length(int segment) {
        return lengths[segment];
    }

    int checksum(int segment) {
        return checksums[segment];
    }

    int codec(int segment) {
        return codecs[segment];
    }

    int firstBlock(int segment) {
        return firstBlocks[segment];
    }

    /** The number behind a segment's last block. */
    int endBlock(int segment) {
        return segment + 1 < firstBlocks.length ? firstBlocks[segment + 1] : blocks;
    }

    int blockCount(int segment) {
        return endBlock(segment) - firstBlock(segment);
    }

    int hashChecksum(int neighbourhood) {
        return hashChecksums[neighbourhood];
    }

    /** The first block of a neighbourhood. */
    int neighbourhoodStart(int neighbourhood) {
        return firstBlocks[neighbourhood * Geometry.NEIGHBOURHOOD_SEGMENTS];
    }

    /** The number behind the last block of a neighbourhood. */
    int neighbourhoodEnd(int neighbourhood) {
        int next = (neighbourhood + 1) * Geometry.NEIGHBOURHOOD_SEGMENTS;
        return next < firstBlocks.length ? firstBlocks[next] : blocks;
    }

    /** The segment that holds a block. */
    int segmentOf(int block) {
        int found = java.util.Arrays.binarySearch(firstBlocks, block);
        return found >= 0 ? found : -found - 2;
    }
}
