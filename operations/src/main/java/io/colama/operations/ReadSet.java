package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of a disk that somebody read: as long as they stay the same, so does everything that
 * was learned from them. Threads: any number.
 */
final class ReadSet {

    private static final long BLOCK = 4096;

    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** A source that remembers what is read of it. */
    BlockSource watching(BlockSource source) {
        return new Watched(source, this);
    }

    /** Adds a range, widened to whole blocks. */
    synchronized void add(long offset, long length) {
        if (length <= 0) {
            return;
        }
        long start = offset / BLOCK * BLOCK;
        long end = Math.ceilDiv(offset + length, BLOCK) * BLOCK;
        Map.Entry<Long, Long> before = ranges.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            if (before.getValue() >= end) {
                return;
            }
            start = before.getKey();
        }
        Map.Entry<Long, Long> next = ranges.ceilingEntry(start);
        while (next != null && next.getKey() <= end) {
            end = Math.max(end, next.getValue());
            ranges.remove(next.getKey());
            next = ranges.ceilingEntry(start);
        }
        ranges.put(start, end);
    }

    /** The ranges as pairs of start and end, ascending. */
    synchronized List<long[]> ranges() {
        List<long[]> list = new ArrayList<>(ranges.size());
        ranges.forEach((start, end) -> list.add(new long[] {start, end}));
        return list;
    }

    /** Whether one of the runs touches a range. Both ascend. */
    static boolean touches(List<long[]> ranges, List<Run> runs) {
        int at = 0;
        for (Run run : runs) {
            while (at < ranges.size() && ranges.get(at)[1] <= run.offset()) {
                at++;
            }
            if (at < ranges.size() && ranges.get(at)[0] < run.end()) {
                return true;
            }
        }
        return false;
    }

    private record Watched(BlockSource source, ReadSet set) implements BlockSource {

        @Override
        public long size() {
            return source.size();
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            set.add(offset, target.remaining());
            source.read(offset, target);
        }

        @Override
        public Run runAt(long offset) throws IOException {
            Run run = source.runAt(offset);
            // that something is not there is knowledge, too
            set.add(offset, run.kind() == Run.Kind.DATA ? 1 : run.length());
            return run;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
