package io.colama.guest.btrfs;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which stretch of which device holds a logical address. Immutable. */
final class ChunkMap {

    private static final Limit COUNT = new Limit("chunks of a btrfs volume", 1 << 20);

    private final NavigableMap<Long, Chunk> chunks;

    private ChunkMap(NavigableMap<Long, Chunk> chunks) {
        this.chunks = chunks;
    }

    /** The chunks that hold the chunk tree, from the superblock. */
    static ChunkMap ofArray(BtrfsSuperblock superblock) throws ImageException {
        NavigableMap<Long, Chunk> chunks = new TreeMap<>();
        ByteBuffer all =
                superblock
                        .chunkArray()
                        .slice(0, (int) superblock.chunkArrayBytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (all.limit() - at > Key.BYTES + 48) {
            Key key = Key.at(all, at);
            int left = all.limit() - at - Key.BYTES;
            ByteBuffer item = all.slice(at + Key.BYTES, left).order(ByteOrder.LITTLE_ENDIAN);
            Chunk chunk = Chunk.parse(key, item);
            chunks.put(chunk.start(), chunk);
            at += Key.BYTES + Chunk.itemBytes(item);
        }
        return new ChunkMap(chunks);
    }

    /** These chunks and another one. */
    ChunkMap with(Iterable<Chunk> more) throws ImageException {
        NavigableMap<Long, Chunk> all = new TreeMap<>(chunks);
        for (Chunk chunk : more) {
            COUNT.check(all.size() + 1L);
            all.put(chunk.start(), chunk);
        }
        return new ChunkMap(all);
    }

    /** The first logical address behind all chunks. */
    long end() {
        return chunks.isEmpty() ? 0 : Objects.requireNonNull(chunks.lastEntry()).getValue().end();
    }

    /** Whether these devices have a copy of everything. */
    boolean isWholeOn(Set<Long> devices) {
        return chunks.values().stream().allMatch(chunk -> chunk.isWholeOn(devices));
    }

    /** Where a logical address lies. */
    Chunk.Place at(long logical) throws ImageException {
        Map.@Nullable Entry<Long, Chunk> entry = chunks.floorEntry(logical);
        if (entry == null || logical >= entry.getValue().end()) {
            throw new ImageException.Damaged(
                    "logical address 0x%x found, in none of %d chunks"
                            .formatted(logical, chunks.size()));
        }
        return entry.getValue().at(logical);
    }
}
