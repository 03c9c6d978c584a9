package io.colama.guest.iso;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileSystemFacts;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.PathRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A disc of ISO 9660. */
public final class IsoFileSystem implements GuestFileSystem {

    private static final int SECTOR = 2048;
    private static final long FIRST = 16L * SECTOR;
    private static final int MOST_DESCRIPTORS = 64;
    private static final int ID_AT = 813;
    private static final int ID_DIGITS = 16;

    private final IsoVolume volume;
    private final DirectoryRecord root;
    private final FileSystemFacts facts;

    private IsoFileSystem(IsoVolume volume, DirectoryRecord root, FileSystemFacts facts) {
        this.volume = volume;
        this.root = root;
        this.facts = facts;
    }

    /** What the sectors from the sixteenth on say. */
    private static final class Descriptors {
        private Optional<VolumeDescriptor> primary = Optional.empty();
        private Optional<VolumeDescriptor> joliet = Optional.empty();
        private Optional<String> uuid = Optional.empty();
        private boolean udf;
    }

    /**
     * Reads the volume descriptors and finds out which names to use.
     *
     * @throws ImageException.NotThisFormat when there is no such descriptor
     * @throws ImageException.Unsupported when the disc is UDF alone
     */
    public static IsoFileSystem open(BlockSource volume) throws IOException {
        Descriptors found = descriptors(volume);
        if (found.primary.isEmpty()) {
            if (found.udf) {
                throw new ImageException.Unsupported("a disc of UDF");
            }
            throw new ImageException.NotThisFormat(
                    "no CD001 of a primary volume of ISO 9660 found from 0x8000 on");
        }
        VolumeDescriptor primary = found.primary.get();
        if (!primary.hasSaneBlocks()) {
            throw new ImageException.Damaged(
                    "an ISO 9660 volume with blocks of %d bytes found"
                            .formatted(primary.blockBytes()));
        }
        Optional<Integer> skipped = rockRidge(volume, primary);
        IsoVolume.Names names =
                skipped.isPresent()
                        ? IsoVolume.Names.ROCK_RIDGE
                        : found.joliet.isPresent() ? IsoVolume.Names.JOLIET : IsoVolume.Names.SHORT;
        VolumeDescriptor used =
                names == IsoVolume.Names.JOLIET ? found.joliet.orElseThrow() : primary;
        IsoVolume opened = new IsoVolume(volume, used.blockBytes(), names, skipped.orElse(0));
        DirectoryRecord root = DirectoryRecord.of(used.root().duplicate(), FIRST);
        return new IsoFileSystem(opened, root, facts(volume, found, primary, names));
    }

    private static FileSystemFacts facts(
            BlockSource volume,
            Descriptors found,
            VolumeDescriptor primary,
            IsoVolume.Names names) {
        List<String> notes = new ArrayList<>();
        long size = primary.blocks() * primary.blockBytes();
        Condition condition = Condition.CLEAN;
        if (size > volume.size()) {
            notes.add(
                    "it says that it has %d bytes, which the volume of %d bytes does not hold"
                            .formatted(size, volume.size()));
            condition = Condition.POSSIBLY_STALE;
        }
        notes.add(
                switch (names) {
                    case ROCK_RIDGE -> "its names are those of Rock Ridge";
                    case JOLIET -> "its names are those of Joliet";
                    case SHORT -> "its names are short";
                });
        if (found.udf) {
            notes.add("it is a disc of UDF as well, which may hold more and is not read");
        }
        Optional<String> label = label(primary);
        return new FileSystemFacts(
                "iso9660", label, found.uuid, size, primary.blockBytes(), condition, notes);
    }

    private static Optional<String> label(VolumeDescriptor descriptor) {
        String label = GuestName.decode(descriptor.labelBytes().duplicate());
        int end = label.indexOf('\0');
        return Optional.of((end < 0 ? label : label.substring(0, end)).stripTrailing())
                .filter(given -> !given.isEmpty());
    }

    private static Descriptors descriptors(BlockSource volume) throws IOException {
        Descriptors found = new Descriptors();
        boolean ended = false;
        for (int i = 0; i < MOST_DESCRIPTORS; i++) {
            long at = FIRST + (long) i * SECTOR;
            if (at > volume.size() - SECTOR) {
                return found;
            }
            ByteBuffer bytes = ByteBuffer.allocate(SECTOR);
            volume.read(at, bytes);
            VolumeDescriptor descriptor =
                    VolumeDescriptor.LAYOUT.parse(bytes.flip(), "volume descriptor");
            switch (descriptor.magic()) {
                case VolumeDescriptor.MAGIC -> {
                    ended |= descriptor.type() == VolumeDescriptor.END;
                    add(found, descriptor, bytes, ended);
                }
                case "NSR02", "NSR03" -> found.udf = true;
                case "BEA01", "BOOT2", "TEA01" -> {}
                default -> {
                    return found;
                }
            }
        }
        return found;
    }

    private static void add(
            Descriptors found, VolumeDescriptor descriptor, ByteBuffer bytes, boolean ended) {
        if (ended) {
            return;
        }
        if (descriptor.type() == VolumeDescriptor.PRIMARY && found.primary.isEmpty()) {
            found.primary = Optional.of(descriptor);
            found.uuid = identifier(bytes, ID_AT + ID_DIGITS + 1);
            if (found.uuid.isEmpty()) {
                found.uuid = identifier(bytes, ID_AT);
            }
        } else if (descriptor.isJoliet() && descriptor.hasSaneBlocks() && found.joliet.isEmpty()) {
            found.joliet = Optional.of(descriptor);
        }
    }

    /** The time when it was modified, else made, which blkid takes for an identifier. */
    private static Optional<String> identifier(ByteBuffer bytes, int at) {
        byte[] digits = new byte[ID_DIGITS];
        bytes.get(at, digits);
        String text = new String(digits, StandardCharsets.ISO_8859_1);
        boolean set = text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (!set || text.chars().allMatch(digit -> digit == '0')) {
            return Optional.empty();
        }
        return Optional.of(
                String.join(
                        "-",
                        text.substring(0, 4),
                        text.substring(4, 6),
                        text.substring(6, 8),
                        text.substring(8, 10),
                        text.substring(10, 12),
                        text.substring(12, 14),
                        text.substring(14, 16)));
    }

    /** How many bytes come before the fields of Rock Ridge; empty where there are none. */
    private static Optional<Integer> rockRidge(BlockSource volume, VolumeDescriptor primary)
            throws IOException {
        IsoVolume tried =
                new IsoVolume(volume, primary.blockBytes(), IsoVolume.Names.ROCK_RIDGE, 0);
        try {
            DirectoryRecord given = DirectoryRecord.of(primary.root().duplicate(), FIRST);
            DirectoryRecord self = tried.self(given.block());
            SystemUse use = SystemUse.of(tried, self, 0);
            return use.isPosix() ? use.skip() : Optional.empty();
        } catch (ImageException broken) {
            // without its fields the root is still a root, and says itself what is wrong with it
            return Optional.empty();
        }
    }

    @Override
    public FileSystemFacts facts() {
        return facts;
    }

    @Override
    public PathRules rules() {
        return volume.names() == IsoVolume.Names.ROCK_RIDGE ? PathRules.POSIX : PathRules.WINDOWS;
    }

    @Override
    public FileNode root() throws IOException {
        Optional<SystemUse> use =
                volume.names() == IsoVolume.Names.ROCK_RIDGE
                        ? volume.use(volume.self(root.block()))
                        : Optional.empty();
        if (!root.isDirectory()) {
            throw new ImageException.Damaged("a file found where the root directory is expected");
        }
        return new IsoNode(volume, new IsoVolume.Found(List.of(root), use));
    }
}
