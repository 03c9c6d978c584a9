package io.colama.guest.volume;

import io.colama.block.BlockSource;
import io.colama.guest.partition.Partition;
import io.colama.guest.partition.PartitionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The disks of one machine and the volumes on them. Immutable; it does not own the disks, which
 * must stay open.
 */
public final class GuestDisks {

    private final List<Layout> layouts;
    private final List<Volume> volumes;

    private GuestDisks(List<Layout> layouts, List<Volume> volumes) {
        this.layouts = List.copyOf(layouts);
        this.volumes = List.copyOf(volumes);
    }

    /**
     * A disk and its partition table.
     *
     * @param disk the disk
     * @param table empty where the disk is one volume
     */
    public record Layout(GuestDisk disk, Optional<PartitionTable> table) {}

    /**
     * Looks at all disks of a machine.
     *
     * @param disks in the order of the machine's definition
     * @throws IOException when the bytes of a disk cannot be had; what is damaged, unknown or
     *     closed is among the volumes with its reason
     */
    public static GuestDisks open(List<GuestDisk> disks) throws IOException {
        List<Layout> layouts = new ArrayList<>();
        List<Volume> volumes = new ArrayList<>();
        for (GuestDisk disk : disks) {
            Optional<PartitionTable> table = PartitionTable.read(disk.source());
            if (table.isPresent() && table.get().kind() == PartitionTable.Kind.DOS) {
                // a boot loader in the first sector of a file system looks like a table
                Content whole = Contents.of(disk.source());
                boolean mistaken = whole.files().isPresent() && table.get().partitions().isEmpty();
                table = mistaken ? Optional.empty() : table;
            }
            layouts.add(new Layout(disk, table));
            if (table.isEmpty()) {
                volumes.add(
                        new Volume(
                                disk.name(),
                                List.of(disk.name()),
                                0,
                                Optional.empty(),
                                disk.source(),
                                Contents.of(disk.source())));
                continue;
            }
            for (Partition partition : table.get().partitions()) {
                BlockSource source = partition.of(disk.source());
                volumes.add(
                        new Volume(
                                disk.name() + "p" + partition.number(),
                                List.of(disk.name()),
                                partition.offset(),
                                Optional.of(partition),
                                source,
                                Contents.of(source)));
            }
        }
        return new GuestDisks(layouts, volumes);
    }

    /** The disks, as they were given. */
    public List<Layout> layouts() {
        return layouts;
    }

    /** All volumes: partitions in the order of the disks, then what they make up together. */
    public List<Volume> volumes() {
        return volumes;
    }

    /** The volume of a name. */
    public Optional<Volume> volume(String name) {
        return volumes.stream().filter(volume -> volume.name().equals(name)).findFirst();
    }
}
