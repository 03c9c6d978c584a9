package io.colama.guest.btrfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.block.extent.MappedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Where the bytes of a file lie. Immutable. */
final class BtrfsContent implements ExtentMap, CompressedUnits {

    private static final Limit COUNT = new Limit("extents of a file", 1 << 22);
    private static final Limit DECODED_BYTES = new Limit("bytes of a decoded extent", 1 << 20);
    private static final int INLINE_AT = 21;
    private static final int REGULAR_BYTES = 53;
    private static final int INLINE = 0;
    private static final int PREPARED = 2;

    /** What holds a piece that is not stored as it is. */
    private sealed interface Unit {}

    /** Bytes in the item itself. */
    private record Inline(byte[] bytes) implements Unit {}

    /** A compressed extent of which a piece is taken. */
    private record Packed(
            long address, long packedBytes, int length, long offset, BtrfsCompression compression)
            implements Unit {}

    /** A stretch of the file; its host is an address, or for compressed ones a unit's number. */
    private record Piece(long start, Extent extent) {
        long end() {
            return start + extent.length();
        }
    }

    private final BtrfsVolume volume;
    private final String what;
    private final long sizeBytes;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Unit> units = new ArrayList<>();

    private BtrfsContent(BtrfsVolume volume, String what, long sizeBytes) {
        this.volume = volume;
        this.what = what;
        this.sizeBytes = sizeBytes;
    }

    /** The bytes of an inode, or a link's target. */
    static BlockSource of(BtrfsTree tree, BtrfsInode inode) throws IOException {
        String what = inode.what();
        BtrfsContent content = new BtrfsContent(tree.volume(), what, inode.sizeBytes());
        tree.each(
                inode.number(),
                Key.EXTENT,
                item -> {
                    content.add(item.key().offset(), item.bytes());
                    return true;
                });
        return new MappedContent(tree.volume().logical(), what, content, content, 1);
    }

    private void add(long start, ByteBuffer item) throws ImageException {
        COUNT.check(pieces.size() + 1L);
        int type = item.limit() < INLINE_AT ? -1 : item.get(20);
        if (type < INLINE || type > PREPARED || (type != INLINE && item.limit() < REGULAR_BYTES)) {
            throw new ImageException.Damaged(
                    "%s: an extent of type %d in %d bytes found"
                            .formatted(what, type, item.limit()));
        }
        if (item.get(17) != 0 || item.getShort(18) != 0) {
            throw new ImageException.Unsupported(
                    "%s: an extent with encryption %d and encoding %d"
                            .formatted(what, item.get(17), item.getShort(18)));
        }
        int compression = item.get(16) & 0xff;
        if (type == INLINE) {
            addInline(start, item, compression);
        } else {
            addRegular(start, item, type == PREPARED, compression);
        }
    }

    private void addInline(long start, ByteBuffer item, int compression) throws ImageException {
        if (start != 0) {
            throw new ImageException.Damaged(
                    "%s: content in an item found at file offset 0x%x, at 0 expected"
                            .formatted(what, start));
        }
        byte[] bytes = new byte[item.limit() - INLINE_AT];
        item.get(INLINE_AT, bytes);
        if (compression != 0) {
            int length = DECODED_BYTES.checkInt(item.getLong(8));
            int sector = volume.superblock().sectorBytes();
            bytes = BtrfsCompression.of(compression).decode(bytes, length, sector);
        }
        add(start, Extent.Kind.COMPRESSED, bytes.length, units.size());
        units.add(new Inline(bytes));
    }

    private void addRegular(long start, ByteBuffer item, boolean prepared, int compression)
            throws ImageException {
        long address = item.getLong(21);
        long offset = item.getLong(37);
        long length = item.getLong(45);
        if (length <= 0 || address < 0 || offset < 0 || offset > Long.MAX_VALUE - address) {
            throw new ImageException.Damaged(
                    "%s: an extent of %d bytes at 0x%x of address 0x%x found"
                            .formatted(what, length, offset, address));
        }
        if (address == 0) {
            add(start, Extent.Kind.ABSENT, length, 0);
        } else if (prepared) {
            add(start, Extent.Kind.ZERO, length, 0);
        } else if (compression == 0) {
            add(start, Extent.Kind.STORED, length, address + offset);
        } else {
            int decoded = DECODED_BYTES.checkInt(item.getLong(8));
            if (offset > decoded - length) {
                throw new ImageException.Damaged(
                        "%s: %d bytes at 0x%x of an extent of %d found"
                                .formatted(what, length, offset, decoded));
            }
            add(start, Extent.Kind.COMPRESSED, length, units.size());
            units.add(
                    new Packed(
                            address,
                            item.getLong(29),
                            decoded,
                            offset,
                            BtrfsCompression.of(compression)));
        }
    }

    private void add(long start, Extent.Kind kind, long length, long host) throws ImageException {
        long before = pieces.isEmpty() ? 0 : pieces.getLast().end();
        if (start < before || length > Long.MAX_VALUE - start) {
            throw new ImageException.Damaged(
                    "%s: an extent of %d bytes at file offset 0x%x found, behind 0x%x expected"
                            .formatted(what, length, start, before));
        }
        if (length > 0) {
            pieces.add(new Piece(start, new Extent(kind, length, host)));
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Extent pieceAt(long offset) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).end() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        long next = low < pieces.size() ? pieces.get(low).start() : sizeBytes;
        if (next > offset) {
            return Extent.absent(Math.min(next, sizeBytes) - offset);
        }
        Piece piece = pieces.get(low);
        Extent extent = piece.extent();
        long length = Math.min(piece.end(), sizeBytes) - offset;
        return switch (extent.kind()) {
            case STORED -> Extent.stored(length, extent.host() + offset - piece.start());
            case COMPRESSED -> new Extent(Extent.Kind.COMPRESSED, length, low);
            case ABSENT, ZERO -> new Extent(extent.kind(), length, 0);
        };
    }

    @Override
    public void read(long offset, long index, ByteBuffer target) throws IOException {
        Piece piece = pieces.get((int) index);
        long within = offset - piece.start();
        byte[] bytes =
                switch (units.get((int) piece.extent().host())) {
                    case Inline inline -> inline.bytes();
                    case Packed packed -> {
                        within += packed.offset();
                        yield volume.extent(
                                packed.address(),
                                packed.packedBytes(),
                                packed.length(),
                                packed.compression());
                    }
                };
        if (within + target.remaining() > bytes.length) {
            throw new ImageException.Damaged(
                    "%s: %d bytes found in the extent of file offset 0x%x"
                            .formatted(what, bytes.length, piece.start()));
        }
        target.put(bytes, (int) within, target.remaining());
    }
}
