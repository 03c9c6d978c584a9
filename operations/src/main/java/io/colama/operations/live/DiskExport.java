package io.colama.operations.live;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.block.cow.CopyOnWriteDisk;
import io.colama.nbd.server.Export;
import io.colama.nbd.server.StatusMap;
import io.colama.store.LiveDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A disk of a revision or of a session.
 *
 * @param name the full name of the export
 * @param description for people
 * @param disk the disk
 * @param below the stored disk: the disk itself, or the base of a session
 * @param since what has changed since other revisions
 * @param ending what is to be done when the client has gone
 */
record DiskExport(
        String name,
        String description,
        BlockSource disk,
        LiveDisk below,
        Since since,
        Runnable ending)
        implements Export {

    private static final String DEPTH = "qemu:allocation-depth";

    @Override
    public boolean isReady(long offset, int length) {
        return disk instanceof CopyOnWriteDisk written
                ? written.isReady(offset, length, below::isReady)
                : below.isReady(offset, length);
    }

    @Override
    public void prefetch(long offset, long length) {
        if (length > 0) {
            below.prefetch(List.of(new Run(offset, length, Run.Kind.DATA)));
        }
    }

    @Override
    public List<String> contexts() throws IOException {
        List<String> names = new ArrayList<>(List.of(DEPTH));
        if (disk instanceof CopyOnWriteDisk) {
            names.add(Since.PREFIX + since.id().abbreviated());
        }
        names.addAll(since.names());
        return names;
    }

    @Override
    public Optional<StatusMap> context(String context) throws IOException {
        if (context.equals(DEPTH)) {
            return Optional.of(this::depth);
        }
        Optional<List<Run>> changes = since.changes(context);
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        List<Run> runs =
                disk instanceof CopyOnWriteDisk written
                        ? RunUnion.of(changes.get(), written.changes())
                        : changes.get();
        return Optional.of(new RunStatus(runs, disk.size()));
    }

    /** 0 where nothing is, 1 in the layer itself, 2 in the one below. */
    private StatusMap.Extent depth(long offset) throws IOException {
        if (disk instanceof CopyOnWriteDisk written) {
            Run layer = written.layerAt(offset);
            if (layer.isData()) {
                return new StatusMap.Extent(layer.length(), 1);
            }
            Run run = below.runAt(offset);
            return new StatusMap.Extent(
                    Math.min(run.length(), layer.length()), run.isData() ? 2 : 0);
        }
        Run run = disk.runAt(offset);
        return new StatusMap.Extent(run.length(), run.isData() ? 1 : 0);
    }

    @Override
    public void close() {
        ending.run();
    }
}
