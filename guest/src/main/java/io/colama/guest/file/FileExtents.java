package io.colama.guest.file;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.block.extent.MappedContent;
import java.util.Arrays;

/**
 * Where the bytes of a file lie in its volume, as a list. Gaps are holes. Immutable.
 *
 * <p>24 bytes of memory an extent.
 */
public final class FileExtents implements ExtentMap {

    private static final Limit COUNT = new Limit("extents of a file", 1 << 24);

    private final long sizeBytes;
    private final int count;
    private final long[] starts;
    private final long[] ends;
    private final long[] hosts;

    private static final long ZERO = -1;

    private FileExtents(Builder builder) {
        this.sizeBytes = builder.sizeBytes;
        this.count = builder.count;
        this.starts = builder.starts;
        this.ends = builder.ends;
        this.hosts = builder.hosts;
    }

    /** A list to fill for a file of {@code sizeBytes} bytes. */
    public static Builder of(long sizeBytes) throws ImageException {
        return new Builder(sizeBytes);
    }

    /** Collects extents in ascending order. One thread. */
    public static final class Builder {

        private static final int FIRST_ROOM = 8;

        private final long sizeBytes;
        private int count;
        private long[] starts = new long[FIRST_ROOM];
        private long[] ends = new long[FIRST_ROOM];
        private long[] hosts = new long[FIRST_ROOM];

        private Builder(long sizeBytes) throws ImageException {
            if (sizeBytes < 0) {
                throw new ImageException.Damaged(
                        "a file of %s bytes found".formatted(Long.toUnsignedString(sizeBytes)));
            }
            this.sizeBytes = sizeBytes;
        }

        /**
         * {@code length} bytes of the file from {@code offset} on lie at {@code host} of the
         * volume. What lies behind the end of the file is left out.
         *
         * @throws ImageException.Damaged when they overlap the extent before or lie before it, or
         *     there are more than 16 million extents
         */
        public void stored(long offset, long length, long host) throws ImageException {
            if (host < 0) {
                throw new ImageException.Damaged(
                        "file bytes at volume offset 0x%x found".formatted(host));
            }
            add(offset, length, host);
        }

        /** {@code length} bytes of the file from {@code offset} on are allocated and zero. */
        public void zero(long offset, long length) throws ImageException {
            add(offset, length, ZERO);
        }

        private void add(long offset, long length, long host) throws ImageException {
            if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
                throw new ImageException.Damaged(
                        "an extent of %d bytes at file offset 0x%x found"
                                .formatted(length, offset));
            }
            long end = Math.min(offset + length, sizeBytes);
            if (end <= offset) {
                return;
            }
            if (count > 0 && offset < ends[count - 1]) {
                throw new ImageException.Damaged(
                        "an extent at file offset 0x%x behind one that ends at 0x%x found"
                                .formatted(offset, ends[count - 1]));
            }
            if (count > 0
                    && offset == ends[count - 1]
                    && continues(hosts[count - 1], ends[count - 1] - starts[count - 1], host)) {
                ends[count - 1] = end;
                return;
            }
            COUNT.check(count + 1L);
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
                hosts = Arrays.copyOf(hosts, count * 2);
            }
            starts[count] = offset;
            ends[count] = end;
            hosts[count] = host;
            count++;
        }

        private static boolean continues(long before, long length, long host) {
            return before == ZERO ? host == ZERO : host == before + length;
        }

        /** The list. */
        public FileExtents build() {
            return new FileExtents(this);
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Extent pieceAt(long offset) {
        int found = Arrays.binarySearch(starts, 0, count, offset);
        int at = found >= 0 ? found : -found - 2;
        if (at >= 0 && offset < ends[at]) {
            long length = ends[at] - offset;
            return hosts[at] == ZERO
                    ? Extent.zero(length)
                    : Extent.stored(length, hosts[at] + offset - starts[at]);
        }
        long next = at + 1 < count ? starts[at + 1] : sizeBytes;
        return Extent.absent(next - offset);
    }

    /**
     * The file's bytes.
     *
     * @param name what the file is called in messages, such as {@code inode 12}
     */
    public BlockSource over(BlockSource volume, String name) {
        return new MappedContent(volume, name, this, CompressedUnits.NONE, 1);
    }
}
