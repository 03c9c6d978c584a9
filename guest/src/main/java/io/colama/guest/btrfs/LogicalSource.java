package io.colama.guest.btrfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Pieces;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All devices of a volume by logical addresses. Closing it does nothing. */
final class LogicalSource implements BlockSource {

    private final Map<Long, BlockSource> devices;
    private final Set<Long> stale;
    private final ChunkMap chunks;

    /**
     * @param stale those of the devices that missed writes: they are asked last
     */
    LogicalSource(Map<Long, BlockSource> devices, Set<Long> stale, ChunkMap chunks) {
        this.devices = Map.copyOf(devices);
        this.stale = Set.copyOf(stale);
        this.chunks = chunks;
    }

    ChunkMap chunks() {
        return chunks;
    }

    /** The same devices with another map. */
    LogicalSource mapped(ChunkMap other) {
        return new LogicalSource(devices, stale, other);
    }

    @Override
    public long size() {
        return chunks.end();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        read(offset, target, 0);
    }

    /** How many copies there are of the byte at an address. */
    int copies(long offset) throws ImageException {
        return chunks.at(offset).copies().size();
    }

    /** The same from a certain copy on; where that cannot be had, from the next. */
    void read(long offset, ByteBuffer target, int copy) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        Pieces.read(
                offset,
                target,
                (at, _) -> chunks.at(at),
                (place, _) -> place.length(),
                (place, at, piece) -> readPiece(place, at, piece, copy));
    }

    private void readPiece(Chunk.Place place, long at, ByteBuffer target, int copy)
            throws IOException {
        List<Chunk.Stripe> copies = freshestFirst(place.copies());
        int count = copies.size();
        for (int i = 0; i < count; i++) {
            Chunk.Stripe one = copies.get((copy + i) % count);
            @Nullable BlockSource device = devices.get(one.device());
            if (device != null && one.offset() <= device.size() - target.remaining()) {
                device.read(one.offset(), target);
                return;
            }
        }
        Chunk.Stripe first = place.copies().getFirst();
        if (!devices.containsKey(first.device())) {
            throw new ImageException.Unsupported(
                    "logical address 0x%x: it lies on device %d, which is not there"
                            .formatted(at, first.device()));
        }
        throw new ImageException.Damaged(
                "logical address 0x%x: 0x%x of device %d found, behind its end"
                        .formatted(at, first.offset(), first.device()));
    }

    private List<Chunk.Stripe> freshestFirst(List<Chunk.Stripe> copies) {
        return stale.isEmpty()
                ? copies
                : copies.stream()
                        .sorted(Comparator.comparing(one -> stale.contains(one.device())))
                        .toList();
    }

    /** Whether there is a copy of everything on the devices that are there. */
    boolean isWhole() {
        return chunks.isWholeOn(devices.keySet());
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size());
        return new Run(offset, size() - offset, Run.Kind.DATA);
    }

    @Override
    public void close() {}
}
