package io.colama.store;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** A disk of any size that is a hole but for patches of 4,096 bytes; counts what is read. */
final class PatchedSource implements BlockSource {

    private final long size;
    private final NavigableMap<Long, byte[]> patches;
    private final AtomicLong bytesRead = new AtomicLong();

    PatchedSource(long size) {
        this(size, new TreeMap<>());
    }

    private PatchedSource(long size, NavigableMap<Long, byte[]> patches) {
        this.size = size;
        this.patches = patches;
    }

    /** The same bytes as far as they go, with another size. */
    PatchedSource resized(long newSize) {
        NavigableMap<Long, byte[]> copy = new TreeMap<>();
        patches.headMap(Geometry.blocks(newSize))
                .forEach((block, bytes) -> copy.put(block, bytes.clone()));
        if (newSize < size && newSize % Geometry.BLOCK != 0) {
            byte[] last = copy.get(newSize / Geometry.BLOCK);
            if (last != null) {
                java.util.Arrays.fill(
                        last, (int) (newSize % Geometry.BLOCK), Geometry.BLOCK, (byte) 0);
            }
        }
        return new PatchedSource(newSize, copy);
    }

    /** Sets some bytes. */
    void put(long offset, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            long at = offset + i;
            patches.computeIfAbsent(at / Geometry.BLOCK, _ -> new byte[Geometry.BLOCK])[
                            (int) (at % Geometry.BLOCK)] =
                    bytes[i];
        }
    }

    long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        Objects.checkFromIndexSize(offset, target.remaining(), size);
        bytesRead.addAndGet(target.remaining());
        long at = offset;
        while (target.hasRemaining()) {
            int from = (int) (at % Geometry.BLOCK);
            int length = Math.min(target.remaining(), Geometry.BLOCK - from);
            byte[] patch = patches.get(at / Geometry.BLOCK);
            target.put(patch == null ? new byte[Geometry.BLOCK] : patch, from, length);
            at += length;
        }
    }

    @Override
    public Run runAt(long offset) {
        Objects.checkIndex(offset, size);
        long block = offset / Geometry.BLOCK;
        if (patches.containsKey(block)) {
            return new Run(
                    offset, Math.min(size, (block + 1) * Geometry.BLOCK) - offset, Run.Kind.DATA);
        }
        Long next = patches.higherKey(block);
        long end = next == null ? size : Math.min(size, next * Geometry.BLOCK);
        return new Run(offset, end - offset, Run.Kind.HOLE);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
