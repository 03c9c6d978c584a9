package io.colama.disk.image;

import io.colama.block.BlockSource;
import io.colama.block.RecentBlocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The entries of allocation tables, read from the file by pages of 64 KiB of which the last ones
 * used are kept.
 *
 * <p>Behind the end of the file entries are zero. Any thread; two threads may read one page twice.
 */
public final class TablePages {

    private static final int PAGE_BITS = 16;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;
    private static final int PAGES = 32;

    private final BlockSource file;
    private final ByteOrder order;
    private final RecentBlocks<Page> recent = new RecentBlocks<>(PAGES);

    /** The tables of {@code file}, in which numbers have this order. */
    public TablePages(BlockSource file, ByteOrder order) {
        this.file = file;
        this.order = order;
    }

    /** One page of the file. */
    private record Page(long index, ByteBuffer bytes) {}

    /** A way to the entries that remembers the page it used last. */
    public Cursor cursor() {
        return new Cursor();
    }

    /** Remembers a page; any thread. */
    public final class Cursor {

        private volatile @Nullable Page last;

        /** The 64-bit entry at this offset of the file, a multiple of 8. */
        public long u64(long offset) throws IOException {
            return at(offset).getLong((int) offset & PAGE_MASK);
        }

        /** The unsigned 32-bit entry at this offset of the file, a multiple of 4. */
        public long u32(long offset) throws IOException {
            return Integer.toUnsignedLong(at(offset).getInt((int) offset & PAGE_MASK));
        }

        private ByteBuffer at(long offset) throws IOException {
            long index = offset >>> PAGE_BITS;
            Page page = last;
            if (page == null || page.index != index) {
                page = recent.get(index, TablePages.this::load);
                last = page;
            }
            return page.bytes;
        }
    }

    private Page load(long index) throws IOException {
        long start = index << PAGE_BITS;
        ByteBuffer bytes = ByteBuffer.allocate(1 << PAGE_BITS);
        bytes.limit((int) Math.clamp(file.size() - start, 0L, bytes.capacity()));
        if (bytes.hasRemaining()) {
            file.read(start, bytes);
        }
        return new Page(index, bytes.clear().order(order));
    }
}
