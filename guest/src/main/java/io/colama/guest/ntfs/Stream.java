package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.FileExtents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** All pieces of one attribute of a file, as bytes. Any number of threads. */
final class Stream {

    private static final int COMPRESSED = 0xff;
    private static final int LZNT1 = 1;
    private static final int ENCRYPTED = 0x4000;

    private final List<Attribute> pieces;
    private final int clusterBytes;
    private final String what;

    private Stream(List<Attribute> pieces, int clusterBytes, String what) {
        this.pieces = pieces;
        this.clusterBytes = clusterBytes;
        this.what = what;
    }

    /**
     * A stream of pieces in the order of their first clusters.
     *
     * @param what the file that it belongs to, for messages
     */
    static Stream of(List<Attribute> pieces, int clusterBytes, String what) throws ImageException {
        Attribute first = pieces.getFirst();
        boolean sane = first.firstCluster() == 0 && first.sizeBytes() >= 0;
        for (Attribute piece : pieces) {
            sane &= pieces.size() == 1 || !piece.isResident();
        }
        if (!sane) {
            throw new ImageException.Damaged(
                    "%s: attribute 0x%x in %d pieces, the first from cluster 0x%x on, found"
                            .formatted(what, first.type(), pieces.size(), first.firstCluster()));
        }
        return new Stream(List.copyOf(pieces), clusterBytes, what);
    }

    private Attribute first() {
        return pieces.getFirst();
    }

    String name() {
        return first().name();
    }

    long sizeBytes() {
        return first().sizeBytes();
    }

    /** Its bytes as the guest reads them, over {@code volume}. */
    BlockSource content(BlockSource volume) throws IOException {
        Attribute first = first();
        if ((first.flags() & ENCRYPTED) != 0) {
            throw new ImageException.Unsupported(what + ": an encrypted file (EFS)");
        }
        if (first.isResident()) {
            ByteBuffer value = first.value();
            byte[] bytes = new byte[value.remaining()];
            value.get(bytes);
            return BlockSources.of(bytes);
        }
        long initialised = Math.clamp(first.initialisedBytes(), 0, sizeBytes());
        int method = first.flags() & COMPRESSED;
        if (method == 0 || first.unitCode() == 0) {
            return extents(sizeBytes(), initialised).over(volume, what);
        }
        if (method != LZNT1) {
            throw new ImageException.Unsupported(
                    "%s: a stream with compression of kind %d".formatted(what, method));
        }
        int unit = CompressedContent.unitBytes(first.unitCode(), clusterBytes);
        FileExtents clusters = extents(Long.MAX_VALUE, Long.MAX_VALUE);
        return new CompressedContent(volume, clusters, unit, sizeBytes(), initialised, what)
                .content();
    }

    private FileExtents extents(long size, long initialised) throws ImageException {
        FileExtents.Builder extents = FileExtents.of(size);
        long end = 0;
        for (Attribute piece : pieces) {
            if (piece.firstCluster() != end) {
                throw new ImageException.Damaged(
                        "%s: a piece from cluster 0x%x on found, one from 0x%x on expected"
                                .formatted(what, piece.firstCluster(), end));
            }
            end =
                    RunList.walk(
                            piece,
                            clusterBytes,
                            what,
                            (offset, length, host) -> {
                                long written = Math.clamp(initialised - offset, 0, length);
                                extents.stored(offset, written, host);
                                extents.zero(offset + written, length - written);
                            });
        }
        if (end * clusterBytes < Math.min(first().initialisedBytes(), sizeBytes())) {
            throw new ImageException.Damaged(
                    "%s: clusters for 0x%x bytes of a stream of 0x%x found"
                            .formatted(what, end * clusterBytes, sizeBytes()));
        }
        return extents.build();
    }

    /** All its bytes, little-endian. */
    ByteBuffer bytes(BlockSource volume, Limit most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most.checkInt(sizeBytes()));
        content(volume).read(0, bytes);
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }
}
