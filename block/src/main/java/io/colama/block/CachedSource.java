package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A source that keeps the pages it read last. */
final class CachedSource implements BlockSource {

    private final BlockSource source;
    private final int pageBytes;
    private final Map<Long, ByteBuffer> pages;
    private final OpenFlag open = new OpenFlag();

    CachedSource(BlockSource source, int pageBytes, int pages) {
        if (pageBytes < 512 || Integer.bitCount(pageBytes) != 1 || pages < 1) {
            throw new IllegalArgumentException(pages + " pages of " + pageBytes + " bytes");
        }
        this.source = source;
        this.pageBytes = pageBytes;
        this.pages = new Recent(pages);
    }

    /** The pages used last, in the order of their use. */
    private static final class Recent extends LinkedHashMap<Long, ByteBuffer> {
        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ByteBuffer> eldest) {
            return size() > most;
        }
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        open.check();
        if (target.remaining() >= pageBytes) {
            source.read(offset, target);
            return;
        }
        long at = offset;
        while (target.hasRemaining()) {
            ByteBuffer page = page(at / pageBytes);
            int within = (int) (at % pageBytes);
            int length = Math.min(target.remaining(), page.limit() - within);
            target.put(page.slice(within, length));
            at += length;
        }
    }

    private ByteBuffer page(long index) throws IOException {
        @Nullable ByteBuffer kept;
        synchronized (pages) {
            kept = pages.get(index);
        }
        if (kept != null) {
            return kept;
        }
        long start = index * pageBytes;
        ByteBuffer fresh = ByteBuffer.allocate((int) Math.min(pageBytes, size() - start));
        source.read(start, fresh);
        fresh.flip();
        synchronized (pages) {
            pages.put(index, fresh);
        }
        return fresh;
    }

    @Override
    public Run runAt(long offset) throws IOException {
        return source.runAt(offset);
    }

    @Override
    public void close() throws IOException {
        open.close();
        synchronized (pages) {
            pages.clear();
        }
        source.close();
    }
}
