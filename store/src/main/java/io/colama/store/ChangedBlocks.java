package io.colama.store;

import io.colama.block.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * Which blocks of a disk changed since its base: runs of bytes, rounded to blocks. A block that is
 * changed in part, or to zeros in part, is read. Threads: any number.
 */
final class ChangedBlocks {

    private final long sizeBytes;
    private final long blocks;
    private final long tail;
    private final List<Span> changed = new ArrayList<>();

    /** What is known about blocks. */
    enum State {
        /** They are those of the base. */
        SAME,
        /** They must be read. */
        READ,
        /** They are zeros now. */
        ZERO
    }

    /** Blocks of one state. */
    record Span(long first, long end, State state) {}

    /**
     * The changes of a disk.
     *
     * @param baseBytes the size of the base: where the sizes differ, the disk is read from the end
     *     of the shorter one on
     * @param sizeBytes the size now
     */
    ChangedBlocks(List<Run> runs, long baseBytes, long sizeBytes) {
        this.sizeBytes = sizeBytes;
        this.blocks = Geometry.blocks(sizeBytes);
        this.tail =
                baseBytes == sizeBytes ? blocks : Math.min(baseBytes, sizeBytes) / Geometry.BLOCK;
        long zeros = 0; // the run of zeros at hand, made of runs that touch
        long zerosEnd = 0;
        for (Run run : runs) {
            long end = Math.min(run.end(), sizeBytes);
            if (run.offset() >= end) {
                break;
            }
            if (run.isData() || run.offset() != zerosEnd) {
                zeros(zeros, zerosEnd);
                zeros = run.offset();
                zerosEnd = run.offset();
            }
            if (run.isData()) {
                add(run.offset() / Geometry.BLOCK, Geometry.blocks(end), State.READ);
                zeros = end;
            }
            zerosEnd = end;
        }
        zeros(zeros, zerosEnd);
        if (end() < blocks && tail < blocks) {
            append(new Span(Math.max(end(), tail), blocks, State.READ));
        }
    }

    /** Adds a run of zeros: blocks that it covers in part are read. */
    private void zeros(long from, long to) {
        if (from == to) {
            return;
        }
        long first = Geometry.blocks(from);
        long end = to == sizeBytes ? blocks : to / Geometry.BLOCK;
        if (from % Geometry.BLOCK != 0) {
            add(first - 1, first, State.READ);
        }
        if (first < end) {
            add(first, end, State.ZERO);
        }
        if (to % Geometry.BLOCK != 0 && to != sizeBytes && first <= end) {
            add(end, end + 1, State.READ);
        }
    }

    /** Adds blocks; the first may be there already, to be read. */
    private void add(long from, long end, State state) {
        long first = Math.max(from, end());
        if (first < end) {
            long gap = Math.max(end(), tail);
            if (gap < first) {
                append(new Span(gap, first, State.READ));
            }
            append(new Span(first, end, state));
        }
    }

    private void append(Span span) {
        if (!changed.isEmpty()) {
            Span last = changed.getLast();
            if (last.end == span.first && last.state == span.state) {
                changed.set(changed.size() - 1, new Span(last.first, span.end, span.state));
                return;
            }
        }
        changed.add(span);
    }

    private long end() {
        return changed.isEmpty() ? 0 : changed.getLast().end;
    }

    /** The blocks around one that are alike; neighbours always differ in their state. */
    Span at(long block) {
        int next = after(block);
        long from = 0;
        if (next > 0) {
            Span before = changed.get(next - 1);
            if (block < before.end) {
                return before;
            }
            from = before.end;
        }
        long end = next < changed.size() ? changed.get(next).first : blocks;
        return new Span(from, end, State.SAME);
    }

    /** How many changed spans begin at or before a block. */
    private int after(long block) {
        int low = 0;
        int high = changed.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (changed.get(middle).first <= block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
