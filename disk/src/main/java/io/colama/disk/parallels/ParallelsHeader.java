package io.colama.disk.parallels;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The header. Lengths and places are in sectors. */
@OnDisk(size = 64, source = "[parallels.txt] Header", order = Endian.LITTLE)
record ParallelsHeader(
        @Bytes(at = 0, length = 16) ByteBuffer magic,
        @U32(at = 16) long version,
        @U32(at = 20) long heads,
        @U32(at = 24) long cylinders,
        @U32(at = 28) long clusterSectors,
        @U32(at = 32) long entries,
        @U64(at = 36) long sectors,
        @U32(at = 44) long inUse,
        @U32(at = 48) long dataOffset,
        @U32(at = 52) long flags,
        @U64(at = 56) long extensionOffset) {

    static final RecordLayout<ParallelsHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), ParallelsHeader.class);

    /** Places in the table are sectors. */
    static final String BY_SECTORS = "WithoutFreeSpace";

    /** Places in the table are clusters. */
    static final String BY_CLUSTERS = "WithouFreSpacExt";

    static final long VERSION = 2;
    static final int SECTOR = 512;
    static final int MAGIC_BYTES = 16;

    private static final long OPENED_FOR_WRITING = 0x746f6e59;
    private static final long EMPTY = 1;
    private static final Limit CLUSTER_BYTES = new Limit("Parallels cluster bytes", 1L << 30);
    private static final Limit SIZE = new Limit("Parallels disk bytes", 1L << 60);

    /** Reads the header and checks what does not need the table. */
    static ParallelsHeader read(BlockSource file, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        if (file.size() < bytes.capacity()) {
            throw new ImageException.NotThisFormat(
                    "%s: %d bytes found, too short for a Parallels image"
                            .formatted(name, file.size()));
        }
        file.read(0, bytes);
        ParallelsHeader header = LAYOUT.parse(bytes.clear(), name);
        header.check(file.size(), name);
        return header;
    }

    private void check(long fileSize, String name) throws ImageException {
        String found = text(magic);
        if (!isMagic(found)) {
            throw new ImageException.NotThisFormat(
                    "%s: does not start like a Parallels image".formatted(name));
        }
        if (version != VERSION) {
            throw new ImageException.Unsupported(
                    "%s: Parallels image version %d found, 2 expected".formatted(name, version));
        }
        CLUSTER_BYTES.check(clusterSectors * SECTOR);
        if (clusterSectors == 0) {
            throw new ImageException.Damaged(
                    "%s: Parallels clusters of 0 sectors found".formatted(name));
        }
        new Limit(SIZE.name(), SIZE.max() / SECTOR).check(diskSectors());
        if (entries < Math.ceilDiv(diskSectors(), clusterSectors)) {
            throw new ImageException.Damaged(
                    "%s: Parallels table of %d clusters of %d sectors found, too few for a disk of %d sectors"
                            .formatted(name, entries, clusterSectors, diskSectors()));
        }
        if (tableEnd() > fileSize) {
            throw new ImageException.Damaged(
                    "%s: Parallels table up to 0x%x found, inside the file of %d bytes expected"
                            .formatted(name, tableEnd(), fileSize));
        }
    }

    static boolean isMagic(String text) {
        return text.equals(BY_SECTORS) || text.equals(BY_CLUSTERS);
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    private boolean bySectors() {
        return text(magic).equals(BY_SECTORS);
    }

    private long diskSectors() {
        return bySectors() ? sectors & 0xffff_ffffL : sectors;
    }

    long sizeBytes() {
        return diskSectors() * SECTOR;
    }

    long clusterBytes() {
        return clusterSectors * SECTOR;
    }

    /** What a number in the table counts, in bytes. */
    long placeBytes() {
        return bySectors() ? SECTOR : clusterBytes();
    }

    /** Where the table ends in the file; no cluster lies before that. */
    long tableEnd() {
        return LAYOUT.size() + entries * Integer.BYTES;
    }

    /** Whether the writer did not get to close the image. */
    boolean unclean() {
        return inUse == OPENED_FOR_WRITING;
    }

    /** Whether the disk is all zeros whatever the table says. */
    boolean empty() {
        return (flags & EMPTY) != 0;
    }
}
