package io.colama.guest.ext;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A volume as it is after the replay of its journal. Any number of threads. */
final class ReplayedVolume implements BlockSource {

    private final BlockSource volume;
    private final BlockSource journal;
    private final int blockBytes;
    private final NavigableMap<Long, Journal.Copy> copies;

    ReplayedVolume(
            BlockSource volume, BlockSource journal, int blockBytes, Journal.Content content) {
        this.volume = volume;
        this.journal = journal;
        this.blockBytes = blockBytes;
        this.copies = new TreeMap<>(content.copies());
    }

    @Override
    public long size() {
        return volume.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        int start = target.position();
        int limit = target.limit();
        volume.read(offset, target);
        if (limit == start) {
            return;
        }
        long first = offset / blockBytes;
        long last = (offset + limit - start - 1) / blockBytes;
        for (var copy : copies.subMap(first, true, last, true).entrySet()) {
            long blockAt = copy.getKey() * blockBytes;
            long from = Math.max(blockAt, offset);
            long to = Math.min(blockAt + blockBytes, offset + limit - start);
            ByteBuffer block = ByteBuffer.allocate(blockBytes);
            journal.read(copy.getValue().journalBlock() * blockBytes, block);
            if (copy.getValue().escaped()) {
                block.putInt(0, (int) JournalHeader.MAGIC);
            }
            target.put(
                    start + (int) (from - offset),
                    block,
                    (int) (from - blockAt),
                    (int) (to - from));
        }
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Run run = volume.runAt(offset);
        if (run.kind() == Run.Kind.DATA) {
            return run;
        }
        long block = offset / blockBytes;
        if (copies.containsKey(block)) {
            long end = Math.min((block + 1) * blockBytes, size());
            return new Run(offset, end - offset, Run.Kind.DATA);
        }
        Long next = copies.higherKey(block);
        long end = next == null ? run.end() : Math.min(run.end(), next * blockBytes);
        return new Run(offset, end - offset, run.kind());
    }

    @Override
    public void close() throws IOException {
        volume.close();
    }
}
