package io.colama.operations.live;

import io.colama.revision.Revision;
import java.util.Optional;

/**
 * The name of an export, taken apart.
 *
 * @param revision the name of a revision
 * @param disk the name of a disk, where one was given
 */
record ExportName(String revision, Optional<String> disk) {

    static ExportName parse(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0
                ? new ExportName(name, Optional.empty())
                : new ExportName(name.substring(0, slash), Optional.of(name.substring(slash + 1)));
    }

    /** The disk that is meant: the one that is named, or the only one. */
    static Optional<Revision.Disk> disk(Revision revision, Optional<String> name) {
        if (name.isEmpty()) {
            return revision.disks().size() == 1
                    ? Optional.of(revision.disks().getFirst())
                    : Optional.empty();
        }
        return revision.disks().stream().filter(disk -> disk.name().equals(name.get())).findFirst();
    }
}
