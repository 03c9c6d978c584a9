package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A flat extent of a delta: what the file system calls a hole is zeros, and no parent shows. */
record SolidSource(BlockSource source) implements BlockSource {

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        source.read(offset, target);
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Run run = source.runAt(offset);
        return run.kind() == Run.Kind.HOLE ? new Run(offset, run.length(), Run.Kind.ZERO) : run;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
