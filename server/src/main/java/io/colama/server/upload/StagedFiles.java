package io.colama.server.upload;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.operations.SourceFiles;
import io.colama.server.task.TaskRun;
import io.colama.store.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files of one attempt at a check-in by upload: no others are opened. */
final class StagedFiles implements SourceFiles {

    /** What is looked at before the revision becomes visible. */
    interface LastLook {
        void look(Hash revision) throws IOException;
    }

    private final Incoming incoming;
    private final String id;
    private final Map<String, Arrival> arrivals;
    private final TaskRun run;
    private final LastLook last;

    StagedFiles(
            Incoming incoming,
            String id,
            Map<String, Arrival> arrivals,
            TaskRun run,
            LastLook last) {
        this.incoming = incoming;
        this.id = id;
        this.arrivals = arrivals;
        this.run = run;
        this.last = last;
    }

    @Override
    public BlockSource open(Path path) throws IOException {
        Path real = path.toRealPath();
        if (real.startsWith(incoming.files(id))) {
            Arrival arrival = arrivals.get(incoming.files(id).relativize(real).toString());
            if (arrival != null) {
                return arrival.open(run);
            }
        } else if (real.startsWith(incoming.place(id))) {
            return BlockSources.file(real); // it was unpacked there
        }
        throw new ImageException.Refused("the file is none of this check-in");
    }

    @Override
    public boolean growing() {
        return true;
    }

    /** All has come, although a format may have places that nobody reads. */
    @Override
    public void settle(Hash revision) throws IOException {
        for (Arrival arrival : arrivals.values()) {
            arrival.await(arrival.bytes(), run);
        }
        last.look(revision);
    }

    @Override
    public Path scratch() throws IOException {
        return Files.createTempDirectory(incoming.place(id), "unpacked-");
    }

    @Override
    public long room() throws IOException {
        return incoming.room();
    }
}
