package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.block.Run;
import io.colama.block.RunWalk;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.revision.Repository;
import io.colama.revision.WorkingCopy;
import io.colama.store.ChangedFrom;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An overlay of a working copy: its own clusters, over a stored disk.
 *
 * @param file its name
 * @param image the overlay alone, without what it names below it
 * @param content the whole disk
 * @param changes where it may differ from the stored disk
 */
record Overlay(String file, DiskImage image, BlockSource content, ChangedFrom changes)
        implements Closeable {

    /**
     * Opens it. What lies below is read from the repository, not from where the overlay says; but
     * it has to say what it said when it was made, since it means the same disk only then.
     */
    static Overlay open(Repository repository, WorkingCopy copy, WorkingCopy.DiskFile file)
            throws IOException {
        return open(below -> repository.store().open(below.disk()), copy, file);
    }

    /** Where the disk below comes from. */
    interface Stored {
        BlockSource open(WorkingCopy.Below below) throws IOException;
    }

    /** Opens it, with what lies below from elsewhere. */
    static Overlay open(Stored stored, WorkingCopy copy, WorkingCopy.DiskFile file)
            throws IOException {
        WorkingCopy.Below below = file.below().orElseThrow();
        Path path = copy.directory().resolve(file.fileName());
        DiskImage image =
                DiskImages.open(
                        path,
                        new OpenOptions(
                                Optional.of(DiskFormat.QCOW2),
                                OpenOptions.Parents.LEFT_OUT,
                                Optional.empty()));
        try {
            if (!image.parentName().equals(Optional.of(below.name()))) {
                throw new OperationException(
                        Failure.REFUSED,
                        "%s: lies over \"%s\" now, and \"%s\" was below it when it was checked out: check it in as an image, with 'colama checkin %s %s --allow-backing'"
                                .formatted(
                                        path,
                                        image.parentName().orElse(""),
                                        below.name(),
                                        copy.machine(),
                                        path));
            }
            BlockSource own = BlockSources.view(image.content());
            List<Run> runs = new ArrayList<>();
            for (RunWalk walk = RunWalk.of(own, 0, own.size()); walk.advance(); ) {
                if (walk.run().kind() != Run.Kind.HOLE) {
                    runs.add(walk.run());
                }
            }
            return new Overlay(
                    file.fileName(),
                    image,
                    BlockSources.overlay(own, stored.open(below)),
                    new ChangedFrom(below.disk(), runs));
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, image);
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        image.close();
    }
}
