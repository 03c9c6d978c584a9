package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A source that keeps the pages it read last. */
final class CachedSource implements BlockSource {

    private final BlockSource source;
    private final int pageBytes;
    private final RecentBlocks<ByteBuffer> pages;
    private final OpenFlag open = new OpenFlag();

    CachedSource(BlockSource source, int pageBytes, int pages) {
        if (pageBytes < 512 || Integer.bitCount(pageBytes) != 1 || pages < 1) {
            throw new IllegalArgumentException(pages + " pages of " + pageBytes + " bytes");
        }
        this.source = source;
        this.pageBytes = pageBytes;
        this.pages = new RecentBlocks<>(pages);
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
            ByteBuffer page = pages.get(at / pageBytes, this::load);
            int within = (int) (at % pageBytes);
            int length = Math.min(target.remaining(), page.limit() - within);
            target.put(page.slice(within, length));
            at += length;
        }
    }

    private ByteBuffer load(long index) throws IOException {
        long start = index * pageBytes;
        ByteBuffer fresh = ByteBuffer.allocate((int) Math.min(pageBytes, size() - start));
        source.read(start, fresh);
        return fresh.flip();
    }

    @Override
    public Run runAt(long offset) throws IOException {
        return source.runAt(offset);
    }

    @Override
    public void close() throws IOException {
        open.close();
        pages.clear();
        source.close();
    }
}
