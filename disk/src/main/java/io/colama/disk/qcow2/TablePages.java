package io.colama.disk.qcow2;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of L1 and L2 tables, read from the file by pages of 64 KiB of which the last ones
 * used are kept.
 *
 * <p>Behind the end of the file entries are zero. Any thread; two threads may read one page twice.
 */
final class TablePages {

    private static final int PAGE_BITS = 16;
    private static final int PAGES = 32;

    private final BlockSource file;
    private final Map<Long, Page> recent = new Recent();

    TablePages(BlockSource file) {
        this.file = file;
    }

    /** One page of the file as numbers. */
    private record Page(long index, java.nio.LongBuffer entries) {}

    /** The pages used last. */
    private static final class Recent extends LinkedHashMap<Long, Page> {
        Recent() {
            super(PAGES * 2, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Page> eldest) {
            return size() > PAGES;
        }
    }

    /** A way to the entries that remembers the page it used last. */
    Cursor cursor() {
        return new Cursor();
    }

    /** Remembers a page; any thread. */
    final class Cursor {

        private volatile @Nullable Page last;

        /** The entry at this offset of the file, a multiple of 8. */
        long entry(long offset) throws IOException {
            long index = offset >>> PAGE_BITS;
            Page page = last;
            if (page == null || page.index != index) {
                page = page(index);
                last = page;
            }
            return page.entries.get((int) (offset & ((1 << PAGE_BITS) - 1)) >>> 3);
        }
    }

    private Page page(long index) throws IOException {
        @Nullable Page kept;
        synchronized (recent) {
            kept = recent.get(index);
        }
        if (kept != null) {
            return kept;
        }
        long start = index << PAGE_BITS;
        ByteBuffer bytes = ByteBuffer.allocate(1 << PAGE_BITS);
        bytes.limit((int) Math.clamp(file.size() - start, 0L, bytes.capacity()));
        if (bytes.hasRemaining()) {
            file.read(start, bytes);
        }
        Page fresh = new Page(index, bytes.clear().asLongBuffer());
        synchronized (recent) {
            recent.put(index, fresh);
        }
        return fresh;
    }
}
