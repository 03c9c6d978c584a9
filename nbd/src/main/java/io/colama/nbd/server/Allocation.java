package io.colama.nbd.server;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.nbd.protocol.StatusFlags;
import java.io.IOException;

/** {@code base:allocation}: the runs of a disk. Source: [proto.md, "base:allocation"]. */
record Allocation(BlockSource disk) implements StatusMap {

    static final String NAME = "base:allocation";

    @Override
    public Extent at(long offset) throws IOException {
        Run run = disk.runAt(offset);
        int flags =
                switch (run.kind()) {
                    case DATA -> 0;
                    case ZERO -> StatusFlags.ZERO;
                    case HOLE -> StatusFlags.ZERO | StatusFlags.HOLE;
                };
        return new Extent(run.length(), flags);
    }
}
