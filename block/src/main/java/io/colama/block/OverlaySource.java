package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** A child whose holes show its parent. */
final class OverlaySource implements BlockSource {

    private final BlockSource child;
    private final BlockSource parent;

    OverlaySource(BlockSource child, BlockSource parent) {
        this.child = child;
        this.parent = parent;
    }

    @Override
    public long size() {
        return child.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size());
        Pieces.read(
                offset,
                target,
                (at, _) -> child.runAt(at),
                (run, _) -> run.length(),
                this::readRun);
    }

    private void readRun(Run run, long at, ByteBuffer target) throws IOException {
        switch (run.kind()) {
            case DATA -> child.read(at, target);
            case ZERO -> Zeros.fill(target, target.remaining());
            case HOLE -> readParent(at, target, target.remaining());
        }
    }

    private void readParent(long at, ByteBuffer target, int length) throws IOException {
        int end = target.position() + length;
        int inside = Math.clamp(parent.size() - at, 0, length);
        if (inside > 0) {
            target.limit(target.position() + inside);
            parent.read(at, target);
        }
        target.limit(end);
        Zeros.fill(target, length - inside);
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Run run = child.runAt(offset);
        if (run.kind() != Run.Kind.HOLE || offset >= parent.size()) {
            return run;
        }
        Run below = parent.runAt(offset);
        return new Run(offset, Math.min(run.length(), below.length()), below.kind());
    }

    @Override
    public void close() throws IOException {
        Closing.all(List.of(child, parent));
    }
}
