package io.colama.operations.live;

import io.colama.block.Run;
import io.colama.nbd.protocol.StatusFlags;
import io.colama.nbd.server.StatusMap;
import java.util.List;

/**
 * A dirty bitmap made of runs: what lies in one is dirty.
 *
 * @param runs in ascending order
 * @param sizeBytes of the disk
 */
record RunStatus(List<Run> runs, long sizeBytes) implements StatusMap {

    @Override
    public Extent at(long offset) {
        int low = 0;
        int high = runs.size();
        while (low < high) { // the first run that ends behind the offset
            int middle = (low + high) >>> 1;
            if (runs.get(middle).end() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == runs.size()) {
            return new Extent(sizeBytes - offset, 0);
        }
        Run run = runs.get(low);
        return run.offset() > offset
                ? new Extent(run.offset() - offset, 0)
                : new Extent(Math.min(run.end(), sizeBytes) - offset, StatusFlags.DIRTY);
    }
}
