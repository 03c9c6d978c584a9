package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Sources, one behind the other. */
final class ConcatSource implements BlockSource {

    private final List<BlockSource> parts;
    private final long[] starts;
    private final long size;
    private final OpenFlag open = new OpenFlag();

    ConcatSource(List<? extends BlockSource> all) {
        this.parts =
                all.stream().filter(part -> part.size() > 0).map(BlockSource.class::cast).toList();
        this.starts = new long[parts.size()];
        long end = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = end;
            end = Math.addExact(end, parts.get(i).size());
        }
        this.size = end;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size);
        open.check();
        Pieces.read(
                offset,
                target,
                (at, _) -> partAt(at),
                (part, at) -> parts.get(part).size() - (at - starts[part]),
                (part, at, piece) -> parts.get(part).read(at - starts[part], piece));
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size);
        open.check();
        int part = partAt(offset);
        Run run = parts.get(part).runAt(offset - starts[part]);
        return new Run(offset, run.length(), run.kind());
    }

    private int partAt(long offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public void close() throws IOException {
        open.close();
        Closing.all(parts);
    }
}
