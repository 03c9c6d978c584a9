package io.colama.guest.volume;

import io.colama.block.BlockSource;
import io.colama.guest.md.MdArrays;
import io.colama.guest.partition.Partition;
import io.colama.guest.partition.PartitionTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The disks of one machine and the volumes on them. Immutable; it does not own the disks, which
 * must stay open.
 */
public final class GuestDisks {

    private static final String TABLE_SIGN = "EFI PART";

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
            Optional<PartitionTable> table = table(disk.source());
            layouts.add(new Layout(disk, table));
            volumes.addAll(volumes(disk.name(), List.of(disk.name()), disk.source(), table));
        }
        return new GuestDisks(layouts, Assembly.of(volumes));
    }

    /** The table of a disk, or of what stands for one; empty where it is not what it looks like. */
    static Optional<PartitionTable> table(BlockSource disk) throws IOException {
        Optional<PartitionTable> table = PartitionTable.read(disk);
        if (table.isEmpty()) {
            return table;
        }
        List<Partition> partitions = table.get().partitions();
        // a boot loader in the first sector of a file system looks like a table
        boolean mistaken =
                table.get().kind() == PartitionTable.Kind.DOS
                        && partitions.isEmpty()
                        && Contents.of(disk).files().isPresent();
        OptionalLong superblock = MdArrays.superblockAt(disk);
        // and the table of an array is seen on its members, where it covers no superblock
        boolean ofArray =
                superblock.isPresent()
                        && partitions.stream().noneMatch(one -> covers(one, superblock.getAsLong()))
                        && !endsWithTable(disk);
        return mistaken || ofArray ? Optional.empty() : table;
    }

    private static boolean covers(Partition partition, long at) {
        return partition.offset() <= at && at - partition.offset() < partition.sizeBytes();
    }

    /** Whether the copy of a table lies at the very end, where that of an array cannot lie. */
    private static boolean endsWithTable(BlockSource disk) throws IOException {
        for (int sectorBytes : new int[] {512, 4096}) {
            ByteBuffer bytes = ByteBuffer.allocate(TABLE_SIGN.length());
            if (disk.size() >= sectorBytes) {
                disk.read(disk.size() - sectorBytes, bytes);
            }
            if (new String(bytes.array(), StandardCharsets.US_ASCII).equals(TABLE_SIGN)) {
                return true;
            }
        }
        return false;
    }

    /** A disk, or what stands for one, as one volume or as its partitions. */
    static List<Volume> volumes(
            String name, List<String> disks, BlockSource disk, Optional<PartitionTable> table)
            throws IOException {
        if (table.isEmpty()) {
            return List.of(new Volume(name, disks, 0, Optional.empty(), disk, Contents.of(disk)));
        }
        List<Volume> volumes = new ArrayList<>();
        for (Partition partition : table.get().partitions()) {
            BlockSource source = partition.of(disk);
            volumes.add(
                    new Volume(
                            name + "p" + partition.number(),
                            disks,
                            partition.offset(),
                            Optional.of(partition),
                            source,
                            Contents.of(source)));
        }
        return volumes;
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
