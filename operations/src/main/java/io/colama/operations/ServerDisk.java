package io.colama.operations;

import io.colama.block.Run;
import io.colama.block.RunWalk;
import io.colama.disk.DiskImages;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.nbd.client.NbdOptions;
import io.colama.nbd.client.NbdSource;
import io.colama.nbd.client.NbdUri;
import io.colama.revision.Revision;
import io.colama.store.ChangedFrom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens disks of servers. */
final class ServerDisk {

    /** A check-in or conversion may take hours: a short absence of the server does not end it. */
    private static final int RECONNECTS = 5;

    private ServerDisk() {}

    /**
     * What has changed since a revision.
     *
     * @param bitmap the name of a dirty bitmap of QEMU
     * @param base the revision that was the disk's content when the bitmap began
     */
    record Since(String bitmap, Revision base) {

        /** The disk of this name in the base. */
        private Revision.Disk disk(String name) throws OperationException {
            return base.disks().stream()
                    .filter(disk -> disk.name().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new OperationException(
                                    Failure.NOT_FOUND,
                                    "the base has no disk \"%s\"".formatted(name)));
        }
    }

    /** What it is called in messages and in the revision: the address without its query. */
    static String label(NbdUri uri) {
        String export = uri.export().isEmpty() ? "default" : uri.export();
        return export.substring(export.lastIndexOf('/') + 1);
    }

    /** Connects, to read all of a disk or what has changed of it. */
    static NbdSource connect(NbdUri uri, Optional<Since> since) throws IOException {
        NbdOptions options = NbdOptions.defaults().withReconnect(RECONNECTS);
        return NbdSource.connect(
                uri, since.isPresent() ? options.withDirtyBitmap(since.get().bitmap()) : options);
    }

    /**
     * The image on a server. It is not looked at to find a format, as what it holds is a guest's:
     * it is raw, or what the user says.
     */
    static DiskImage image(NbdUri uri, Optional<DiskFormat> format) throws IOException {
        return DiskImages.open(
                connect(uri, Optional.empty()),
                Path.of(label(uri)),
                Optional.of(format.orElse(DiskFormat.RAW)));
    }

    /** What has changed, without reading what is known to be zero now. */
    static ChangedFrom changed(NbdSource source, String disk, Since since) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Run dirty : source.changes()) {
            for (RunWalk walk = RunWalk.of(source, dirty.offset(), dirty.length());
                    walk.advance(); ) {
                runs.add(walk.run());
            }
        }
        return new ChangedFrom(since.disk(disk).id(), runs);
    }
}
