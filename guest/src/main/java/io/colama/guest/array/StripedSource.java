package io.colama.guest.array;

import io.colama.block.BlockSource;
import io.colama.block.Pieces;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** Members that take turns, each with one chunk of bytes. Closing it does nothing. */
public final class StripedSource implements BlockSource {

    private final List<BlockSource> members;
    private final long chunkBytes;
    private final long size;

    /**
     * Members of the same size, of which only whole chunks count.
     *
     * @param members at least one; what the smallest lacks is not used of the others
     * @param chunkBytes at least one
     */
    public StripedSource(List<BlockSource> members, long chunkBytes) {
        this.members = List.copyOf(members);
        this.chunkBytes = chunkBytes;
        long least = members.stream().mapToLong(BlockSource::size).min().orElseThrow();
        this.size = Math.multiplyExact(least / chunkBytes * chunkBytes, members.size());
    }

    @Override
    public long size() {
        return size;
    }

    private BlockSource memberAt(long offset) {
        return members.get((int) (offset / chunkBytes % members.size()));
    }

    private long withinAt(long offset) {
        return offset / chunkBytes / members.size() * chunkBytes + offset % chunkBytes;
    }

    private long leftAt(long offset) {
        return chunkBytes - offset % chunkBytes;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size);
        Pieces.read(
                offset,
                target,
                (at, _) -> memberAt(at),
                (_, at) -> leftAt(at),
                (member, at, piece) -> member.read(withinAt(at), piece));
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size);
        Run run = memberAt(offset).runAt(withinAt(offset));
        return new Run(offset, Math.min(run.length(), leftAt(offset)), run.kind());
    }

    @Override
    public void close() {}
}
