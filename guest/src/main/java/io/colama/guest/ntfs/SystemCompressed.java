package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.block.extent.MappedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that Windows keeps compressed as a whole (CompactOS): a stream with the ends of its chunks
 * and then the chunks, each on its own.
 *
 * <p>Any number of threads; the chunk that was decoded last is kept.
 */
final class SystemCompressed implements ExtentMap, CompressedUnits {

    private static final String STREAM = "WofCompressedData";
    private static final int HEADER = 16;
    private static final int OF_A_FILE = 2;
    private static final long MOST_NARROW = 0xffff_ffffL;

    private final BlockSource packed;
    private final Method method;
    private final long sizeBytes;
    private final String what;
    private final int entryBytes;
    private final long tableBytes;
    private volatile @Nullable Decoded last;

    private record Decoded(long chunk, byte[] bytes) {}

    /** How chunks are compressed, in the order of the numbers on disk. */
    private enum Method {
        XPRESS_4K(1 << 12),
        LZX(1 << 15),
        XPRESS_8K(1 << 13),
        XPRESS_16K(1 << 14);

        private final int chunkBytes;

        Method(int chunkBytes) {
            this.chunkBytes = chunkBytes;
        }
    }

    private SystemCompressed(BlockSource packed, Method method, long sizeBytes, String what)
            throws ImageException {
        this.packed = packed;
        this.method = method;
        this.sizeBytes = sizeBytes;
        this.what = what;
        this.entryBytes = sizeBytes > MOST_NARROW ? Long.BYTES : Integer.BYTES;
        this.tableBytes = Math.max(0, sizeBytes - 1) / method.chunkBytes * entryBytes;
        if (tableBytes > packed.size()) {
            throw new ImageException.Damaged(
                    "%s: %d bytes found, a table of %d expected"
                            .formatted(what, packed.size(), tableBytes));
        }
    }

    /**
     * The content of a file.
     *
     * @param header what its reparse point keeps
     */
    static BlockSource content(NtfsFile file, ByteBuffer header, long sizeBytes)
            throws IOException {
        Method[] methods = Method.values();
        boolean known =
                header.limit() >= HEADER
                        && header.getInt(4) == OF_A_FILE
                        && header.getInt(12) >= 0
                        && header.getInt(12) < methods.length;
        if (!known) {
            throw new ImageException.Unsupported(
                    "%s: a file that Windows keeps in another place or compressed in an unknown way"
                            .formatted(file.what()));
        }
        Optional<Stream> stream = file.stream(Attribute.DATA, STREAM);
        if (stream.isEmpty()) {
            throw new ImageException.Damaged(
                    "%s: no stream %s found".formatted(file.what(), STREAM));
        }
        BlockSource packed = stream.get().content(file.volume().content());
        SystemCompressed map =
                new SystemCompressed(packed, methods[header.getInt(12)], sizeBytes, file.what());
        return new MappedContent(packed, file.what(), map, map, 1);
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Extent pieceAt(long offset) {
        long start = offset - offset % method.chunkBytes;
        long end = start + Math.min(method.chunkBytes, sizeBytes - start);
        return new Extent(Extent.Kind.COMPRESSED, end - offset, start / method.chunkBytes);
    }

    @Override
    public void read(long offset, long chunk, ByteBuffer target) throws IOException {
        Decoded decoded = last;
        if (decoded == null || decoded.chunk != chunk) {
            decoded = new Decoded(chunk, decode(chunk));
            last = decoded;
        }
        target.put(decoded.bytes, (int) (offset % method.chunkBytes), target.remaining());
    }

    private byte[] decode(long chunk) throws IOException {
        long start = chunk == 0 ? 0 : end(chunk - 1);
        long end = end(chunk);
        byte[] bytes =
                new byte[(int) Math.min(method.chunkBytes, sizeBytes - chunk * method.chunkBytes)];
        if (start < 0
                || end < start
                || end - start > bytes.length
                || end > packed.size() - tableBytes) {
            throw new ImageException.Damaged(
                    "%s: a chunk from 0x%x to 0x%x of 0x%x bytes found"
                            .formatted(what, start, end, packed.size() - tableBytes));
        }
        ByteBuffer source = ByteBuffer.allocate((int) (end - start));
        packed.read(tableBytes + start, source);
        source.flip();
        if (source.limit() == bytes.length) {
            return source.array();
        }
        try {
            switch (method) {
                case LZX -> Lzx.decode(source, bytes);
                case XPRESS_4K, XPRESS_8K, XPRESS_16K -> Xpress.decode(source, bytes);
            }
        } catch (ImageException.Damaged damaged) {
            throw new ImageException.Damaged(
                    "%s: chunk %d: %s".formatted(what, chunk, damaged.getMessage()), damaged);
        }
        return bytes;
    }

    /** Where a chunk ends, from the end of the table on. */
    private long end(long chunk) throws IOException {
        if ((chunk + 1) * entryBytes > tableBytes) {
            return packed.size() - tableBytes;
        }
        ByteBuffer entry = ByteBuffer.allocate(entryBytes).order(ByteOrder.LITTLE_ENDIAN);
        packed.read(chunk * entryBytes, entry);
        return entryBytes == Long.BYTES ? entry.getLong(0) : entry.getInt(0) & 0xffff_ffffL;
    }
}
