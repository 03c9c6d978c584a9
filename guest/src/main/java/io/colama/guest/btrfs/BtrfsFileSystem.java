package io.colama.guest.btrfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileSystemFacts;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.PathRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A volume of btrfs. */
public final class BtrfsFileSystem implements GuestFileSystem {

    private static final long ROOT_TREE = 1;
    private static final long CHUNK_TREE = 3;
    private static final long CHUNKS_OBJECT = 256;

    private final Subvolumes subvolumes;
    private final FileSystemFacts facts;
    private final String home;
    private final boolean isWhole;

    private BtrfsFileSystem(
            Subvolumes subvolumes, FileSystemFacts facts, String home, boolean isWhole) {
        this.isWhole = isWhole;
        this.subvolumes = subvolumes;
        this.facts = facts;
        this.home = home;
    }

    /**
     * What a superblock says of a device's volume.
     *
     * @param uuid the volume
     * @param device the number of this device
     * @param devices how many there are
     */
    public record Membership(String uuid, long device, long devices) {}

    /**
     * Reads which volume a device belongs to.
     *
     * @throws ImageException.NotThisFormat when it belongs to none
     */
    public static Membership membership(BlockSource device) throws IOException {
        BtrfsSuperblock superblock = BtrfsSuperblock.read(device).superblock();
        return new Membership(superblock.uuid(), superblock.device(), superblock.devices());
    }

    /** Reads a volume of one device, or what one device of several has of it. */
    public static BtrfsFileSystem open(BlockSource volume) throws IOException {
        return open(List.of(volume));
    }

    /**
     * Reads a volume from its devices, in any order. Of those that are missing only what has no
     * other copy cannot be read, and is Unsupported.
     *
     * @throws ImageException.NotThisFormat when one is no device of btrfs
     * @throws ImageException.Damaged when what all else relies on cannot be right
     */
    public static BtrfsFileSystem open(List<BlockSource> devices) throws IOException {
        Map<Long, BlockSource> sources = new HashMap<>();
        List<BtrfsSuperblock.Found> all = new ArrayList<>();
        for (BlockSource device : devices) {
            BtrfsSuperblock.Found found = BtrfsSuperblock.read(device);
            all.add(found);
            sources.put(found.superblock().device(), device);
        }
        BtrfsSuperblock newest = newest(all);
        Set<Long> stale = new HashSet<>();
        for (BtrfsSuperblock.Found found : all) {
            if (found.superblock().generation() != newest.generation()) {
                stale.add(found.superblock().device());
            }
        }
        BtrfsTree roots = roots(newest, sources, stale);
        Subvolumes subvolumes = new Subvolumes(roots);
        List<String> notes = notes(newest, all, sources.size());
        String home = "";
        try {
            long id = subvolumes.defaultId();
            Optional<String> path = subvolumes.path(id);
            home = path.orElse("");
            if (path.isEmpty()) {
                notes.add("its default subvolume %d has no path".formatted(id));
            }
        } catch (ImageException.Damaged broken) {
            notes.add("its default subvolume cannot be found: " + broken.getMessage());
        }
        boolean current =
                newest.logRoot() == 0
                        && stale.isEmpty()
                        && all.stream().noneMatch(BtrfsSuperblock.Found::isMirror);
        FileSystemFacts facts =
                new FileSystemFacts(
                        "btrfs",
                        newest.label(),
                        Optional.of(newest.uuid()),
                        Math.max(0, newest.totalBytes()),
                        newest.sectorBytes(),
                        current ? Condition.CLEAN : Condition.POSSIBLY_STALE,
                        notes);
        return new BtrfsFileSystem(subvolumes, facts, home, roots.volume().logical().isWhole());
    }

    private static BtrfsSuperblock newest(List<BtrfsSuperblock.Found> all) throws ImageException {
        BtrfsSuperblock newest = all.getFirst().superblock();
        for (BtrfsSuperblock.Found found : all) {
            BtrfsSuperblock one = found.superblock();
            if (!one.uuid().equals(newest.uuid())) {
                throw new ImageException.Damaged(
                        "devices of the btrfs volumes %s and %s found"
                                .formatted(newest.uuid(), one.uuid()));
            }
            if (Long.compareUnsigned(one.generation(), newest.generation()) > 0) {
                newest = one;
            }
        }
        return newest;
    }

    private static BtrfsTree roots(
            BtrfsSuperblock superblock, Map<Long, BlockSource> sources, Set<Long> stale)
            throws IOException {
        LogicalSource first = new LogicalSource(sources, stale, ChunkMap.ofArray(superblock));
        BtrfsTree chunks =
                new BtrfsTree(
                        new BtrfsVolume(first, superblock),
                        CHUNK_TREE,
                        superblock.chunkRoot(),
                        superblock.chunkRootLevel(),
                        superblock.chunkRootGeneration());
        List<Chunk> more = new ArrayList<>();
        chunks.each(
                CHUNKS_OBJECT, Key.CHUNK, item -> more.add(Chunk.parse(item.key(), item.bytes())));
        LogicalSource logical = first.mapped(first.chunks().with(more));
        return new BtrfsTree(
                new BtrfsVolume(logical, superblock),
                ROOT_TREE,
                superblock.root(),
                superblock.rootLevel(),
                superblock.generation());
    }

    private static List<String> notes(
            BtrfsSuperblock newest, List<BtrfsSuperblock.Found> all, int present) {
        List<String> notes = new ArrayList<>();
        if (newest.logRoot() != 0) {
            notes.add("it was in use when it was copied, and what was synced last is not replayed");
        }
        if (all.stream().anyMatch(BtrfsSuperblock.Found::isMirror)) {
            notes.add("its first superblock is damaged, a later copy is used");
        }
        if (all.stream().anyMatch(one -> one.superblock().generation() != newest.generation())) {
            notes.add("its devices are of different age, the newest are believed");
        }
        if (present < newest.devices()) {
            notes.add("%d of its %d devices are there".formatted(present, newest.devices()));
        }
        if (!newest.checksum().isVerified()) {
            notes.add(
                    "its checksums are %s, which are not verified"
                            .formatted(newest.checksum().label()));
        }
        if (newest.unknownFeatures() != 0) {
            notes.add("it has unknown features 0x%x".formatted(newest.unknownFeatures()));
        }
        return notes;
    }

    @Override
    public FileSystemFacts facts() {
        return facts;
    }

    /** Whether all of it can be read, although devices may be missing. */
    public boolean isWhole() {
        return isWhole;
    }

    @Override
    public PathRules rules() {
        return PathRules.POSIX;
    }

    /** The top level, whatever subvolume is mounted. */
    @Override
    public FileNode root() throws IOException {
        return root(Subvolumes.TOP);
    }

    private FileNode root(long id) throws IOException {
        Optional<BtrfsTree> tree = subvolumes.tree(id);
        if (tree.isEmpty()) {
            throw new ImageException.Damaged("no tree %d of files found".formatted(id));
        }
        FileNode root = BtrfsNode.of(subvolumes, tree.get(), BtrfsInode.ROOT);
        if (!root.attributes().isDirectory()) {
            throw new ImageException.Damaged(
                    "a %s found where the root of tree %d is expected"
                            .formatted(root.attributes().kind().shown(), id));
        }
        return root;
    }

    /** The path of the default subvolume. */
    @Override
    public String home() {
        return home;
    }

    /** All subvolumes below the top level, snapshots too, in the order of their numbers. */
    public List<Subvolume> subvolumes() throws IOException {
        return subvolumes.all();
    }
}
