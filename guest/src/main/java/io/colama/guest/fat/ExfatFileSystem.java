package io.colama.guest.fat;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileSystemFacts;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.PathRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A volume of exFAT. */
public final class ExfatFileSystem implements GuestFileSystem {

    private final ExfatDirectory directories;
    private final FileSystemFacts facts;

    private ExfatFileSystem(ExfatDirectory directories, FileSystemFacts facts) {
        this.directories = directories;
        this.facts = facts;
    }

    /**
     * Reads the boot sector, or where it is damaged its copy, and the label.
     *
     * @throws ImageException.NotThisFormat when there is no such boot sector
     * @throws ImageException.Damaged when there is one that cannot be right, and no copy
     */
    public static ExfatFileSystem open(BlockSource volume) throws IOException {
        ExfatBoot.Found found = ExfatBoot.read(volume);
        ExfatBoot boot = found.boot();
        ClusterHeap heap = new ClusterHeap(volume, boot.shape());
        ExfatDirectory directories = new ExfatDirectory(heap, boot.rootCluster());
        List<String> notes = new ArrayList<>();
        if (found.isBackup()) {
            notes.add("its boot sector is damaged; the copy was read");
        }
        if (boot.sizeBytes() > volume.size()) {
            notes.add(
                    "it says that it has %d bytes, of which the volume holds %d"
                            .formatted(boot.sizeBytes(), volume.size()));
        }
        if (boot.isDirty()) {
            notes.add("it was in use when it was copied, or is marked for a check");
        }
        Optional<String> label = Optional.empty();
        try {
            label = directories.label();
        } catch (ImageException.Damaged damaged) {
            notes.add("its root directory cannot be read: " + damaged.getMessage());
        }
        FileSystemFacts facts =
                new FileSystemFacts(
                        "exfat",
                        label,
                        Optional.of(
                                "%04X-%04X"
                                        .formatted(boot.serial() >>> 16, boot.serial() & 0xffff)),
                        boot.sizeBytes(),
                        boot.clusterBytes(),
                        notes.isEmpty() ? Condition.CLEAN : Condition.POSSIBLY_STALE,
                        notes);
        return new ExfatFileSystem(directories, facts);
    }

    @Override
    public FileSystemFacts facts() {
        return facts;
    }

    @Override
    public PathRules rules() {
        return PathRules.WINDOWS;
    }

    @Override
    public FileNode root() {
        return new FatNode(directories, ExfatDirectory.root());
    }
}
