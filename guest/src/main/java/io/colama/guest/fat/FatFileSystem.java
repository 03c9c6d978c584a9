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

/** A volume of FAT12, FAT16 or FAT32. */
public final class FatFileSystem implements GuestFileSystem {

    private final FatDirectory directories;
    private final FileSystemFacts facts;
    private final int bits;

    private FatFileSystem(FatDirectory directories, FileSystemFacts facts, int bits) {
        this.directories = directories;
        this.facts = facts;
        this.bits = bits;
    }

    /**
     * Reads the boot sector and the label.
     *
     * @throws ImageException.NotThisFormat when it is no boot sector of FAT
     * @throws ImageException.Damaged when its table does not lie on the volume
     */
    public static FatFileSystem open(BlockSource volume) throws IOException {
        FatBoot boot = FatBoot.read(volume);
        ClusterHeap.Shape shape = boot.shape();
        ClusterHeap heap = new ClusterHeap(volume, shape);
        FatDirectory directories = new FatDirectory(boot, heap);
        List<String> notes = new ArrayList<>();
        if (boot.sizeBytes() > volume.size()) {
            notes.add(
                    "it says that it has %d bytes, of which the volume holds %d"
                            .formatted(boot.sizeBytes(), volume.size()));
        }
        if (boot.isDirty() || isMarked(heap, shape)) {
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
                        "vfat",
                        label,
                        boot.uuid(),
                        boot.sizeBytes(),
                        boot.clusterBytes(),
                        notes.isEmpty() ? Condition.CLEAN : Condition.POSSIBLY_STALE,
                        notes);
        return new FatFileSystem(directories, facts, shape.entryBits());
    }

    /** Whether the two uppermost bits of the second place of the table tell of trouble. */
    private static boolean isMarked(ClusterHeap heap, ClusterHeap.Shape shape) throws IOException {
        if (shape.entryBits() == 12) {
            return false;
        }
        long sound = 3L << (shape.valueBits() - 2);
        return (heap.value(1) & sound) != sound;
    }

    /** How many bits the table has for a cluster: 12, 16 or 32. */
    public int bits() {
        return bits;
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
        return new FatNode(directories, FatDirectory.root());
    }
}
