package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileSystemFacts;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.PathRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A volume of NTFS. */
public final class NtfsFileSystem implements GuestFileSystem {

    private static final int DIRTY = 1;
    private static final int INFORMATION_BYTES = 12;
    private static final String HIBERNATION_FILE = "hiberfil.sys";
    private static final Set<String> HIBERNATED = Set.of("hibr", "HIBR", "wake", "WAKE", "RSTR");

    private final NtfsVolume volume;
    private final FileSystemFacts facts;
    private final String version;

    private NtfsFileSystem(NtfsVolume volume, FileSystemFacts facts, String version) {
        this.volume = volume;
        this.facts = facts;
        this.version = version;
    }

    /**
     * Reads the boot sector and the master file table's own record, or their copies, and how the
     * volume was left.
     *
     * @throws ImageException.NotThisFormat when there is no such boot sector
     * @throws ImageException.Damaged when the table cannot be found; what else cannot be read is a
     *     note
     */
    public static NtfsFileSystem open(BlockSource volume) throws IOException {
        BootSector.Found found = BootSector.read(volume);
        BootSector boot = found.boot();
        NtfsVolume opened = NtfsVolume.open(volume, boot);
        Findings findings = new Findings();
        if (found.isBackup()) {
            findings.doubt("its boot sector is destroyed; the copy at the end was read");
        }
        if (boot.sizeBytes() > volume.size()) {
            findings.doubt(
                    "it says that it has %d bytes, of which the volume holds %d"
                            .formatted(boot.sizeBytes(), volume.size()));
        }
        findings.read(opened);
        FileSystemFacts facts =
                new FileSystemFacts(
                        "ntfs",
                        findings.label,
                        Optional.of("%016X".formatted(boot.serial())),
                        boot.sizeBytes(),
                        boot.clusterBytes(),
                        findings.condition,
                        findings.notes);
        return new NtfsFileSystem(opened, facts, findings.version);
    }

    /** What is found out about a volume while it is opened. */
    private static final class Findings {

        private final List<String> notes = new ArrayList<>();
        private Condition condition = Condition.CLEAN;
        private Optional<String> label = Optional.empty();
        private String version = "";

        void doubt(String note) {
            notes.add(note);
            condition = Condition.POSSIBLY_STALE;
        }

        void read(NtfsVolume volume) throws IOException {
            try {
                readVolume(NtfsFile.open(volume, MftRecord.VOLUME, 0));
            } catch (ImageException broken) {
                doubt("what it says of itself cannot be read: " + broken.getMessage());
            }
            try {
                if (LogFile.isOpen(volume)) {
                    doubt("it was in use when it was copied, and its log was not replayed");
                }
            } catch (ImageException broken) {
                doubt("its log cannot be read: " + broken.getMessage());
            }
            try {
                readHibernation(volume);
            } catch (ImageException broken) {
                doubt("whether it is hibernated cannot be read: " + broken.getMessage());
            }
        }

        private void readVolume(NtfsFile file) throws IOException {
            for (Attribute attribute : file.attributes(Attribute.VOLUME_NAME)) {
                if (attribute.isResident()) {
                    label =
                            Optional.of(Utf16.decode(attribute.value()))
                                    .filter(name -> !name.isEmpty());
                }
            }
            for (Attribute attribute : file.attributes(Attribute.VOLUME_INFORMATION)) {
                ByteBuffer value = attribute.isResident() ? attribute.value() : null;
                if (value != null && value.limit() >= INFORMATION_BYTES) {
                    version = "%d.%d".formatted(value.get(8) & 0xff, value.get(9) & 0xff);
                    if ((value.getShort(10) & DIRTY) != 0) {
                        doubt("it is marked for a check");
                    }
                }
            }
        }

        private void readHibernation(NtfsVolume volume) throws IOException {
            Optional<FileNode> file = NtfsNode.open(volume, MftRecord.ROOT).child(HIBERNATION_FILE);
            if (file.isEmpty() || !file.get().attributes().isFile()) {
                return;
            }
            BlockSource content = file.get().content();
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(4, content.size()));
            content.read(0, start);
            if (HIBERNATED.contains(StandardCharsets.ISO_8859_1.decode(start.flip()).toString())) {
                doubt("its system is hibernated, or was shut down for a fast start");
            }
        }
    }

    @Override
    public FileSystemFacts facts() {
        return facts;
    }

    /** The version of the format, such as {@code 3.1}; empty where it cannot be read. */
    public String version() {
        return version;
    }

    @Override
    public PathRules rules() {
        return PathRules.WINDOWS;
    }

    @Override
    public FileNode root() throws IOException {
        NtfsNode root = NtfsNode.open(volume, MftRecord.ROOT);
        if (!root.attributes().isDirectory()) {
            throw new ImageException.Damaged(
                    "record 5, a %s, found where the root directory is expected"
                            .formatted(root.attributes().kind()));
        }
        return root;
    }
}
