package io.colama.guest.lvm;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A physical volume.
 *
 * @param id its identifier, 32 letters
 * @param metadata the texts in its areas that are sound
 */
record PhysicalVolume(String id, List<LvmText.Section> metadata) {

    private static final Limit TEXT_BYTES = new Limit("bytes of LVM2 text", 16 << 20);
    private static final int SECTOR = 512;
    private static final int LABEL_SECTORS = 4;
    private static final int ID = 32;
    private static final int AREA = 16;
    private static final int MOST_AREAS = 16;
    private static final int FIRST_AREA = ID + Long.BYTES;
    private static final int CHECKED_FROM = 20;
    private static final int CRC_SEED = 0xf597a6cf;
    private static final int POLYNOMIAL = 0xedb88320;
    private static final long IGNORED = 1;

    /** The label, in one of the first four sectors. */
    @OnDisk(size = 32, source = "LVM2, label/label.h, struct label_header")
    record Label(
            @Magic(at = 0, value = "LABELONE") String signature,
            @U64(at = 8) long sector,
            @U32(at = 16) long checksum,
            @U32(at = 20) long headerAt,
            @Magic(at = 24, value = "LVM2 001") String type) {
        static final RecordLayout<Label> LAYOUT =
                RecordLayout.of(MethodHandles.lookup(), Label.class);
    }

    /** The start of an area of texts, with the place of the text that counts. */
    @OnDisk(size = 64, source = "LVM2, format_text/layout.h, struct mda_header")
    record Area(
            @U32(at = 0) long checksum,
            @Magic(at = 4, value = " LVM2 x[5A%r0N*>") String signature,
            @U32(at = 20) long version,
            @U64(at = 24) long start,
            @U64(at = 32) long length,
            @U64(at = 40) long textAt,
            @U64(at = 48) long textLength,
            @U32(at = 56) long textChecksum,
            @U32(at = 60) long flags) {
        static final RecordLayout<Area> LAYOUT =
                RecordLayout.of(MethodHandles.lookup(), Area.class);
    }

    /**
     * Reads label and texts. An area that cannot be right is left out.
     *
     * @throws ImageException.NotThisFormat when there is no label
     * @throws ImageException.Damaged when there is one that cannot be right
     */
    static PhysicalVolume read(BlockSource volume) throws IOException {
        for (int i = 0; i < LABEL_SECTORS && (i + 1L) * SECTOR <= volume.size(); i++) {
            ByteBuffer bytes = bytes(volume, (long) i * SECTOR, SECTOR);
            Optional<Label> label = label(bytes, i);
            if (label.isPresent()) {
                return of(volume, bytes, label.get());
            }
        }
        throw new ImageException.NotThisFormat("no label of LVM2 found in the first sectors");
    }

    private static Optional<Label> label(ByteBuffer bytes, int sector) throws ImageException {
        try {
            Label label = Label.LAYOUT.parse(bytes.duplicate(), "LVM2 label");
            boolean right =
                    label.sector() == sector
                            && label.checksum() == crc(bytes, CHECKED_FROM, SECTOR);
            return right ? Optional.of(label) : Optional.empty();
        } catch (ImageException.NotThisFormat other) {
            return Optional.empty();
        }
    }

    private static PhysicalVolume of(BlockSource volume, ByteBuffer bytes, Label label)
            throws IOException {
        long room = SECTOR - FIRST_AREA;
        if (label.headerAt() > room) {
            throw new ImageException.Damaged(
                    "LVM2 label: a header at 0x%x found".formatted(label.headerAt()));
        }
        ByteBuffer header = bytes.slice((int) label.headerAt(), SECTOR - (int) label.headerAt());
        header.order(ByteOrder.LITTLE_ENDIAN);
        byte[] id = new byte[ID];
        header.get(0, id);
        List<LvmText.Section> found = new ArrayList<>();
        int at = FIRST_AREA;
        int lists = 0;
        for (int i = 0; i < MOST_AREAS * 2 && lists < 2; i++, at += AREA) {
            if (at > header.limit() - AREA) {
                break;
            }
            long offset = header.getLong(at);
            if (offset == 0) {
                lists++;
            } else if (lists == 1) {
                text(volume, offset).ifPresent(found::add);
            }
        }
        return new PhysicalVolume(new String(id, StandardCharsets.ISO_8859_1), found);
    }

    private static Optional<LvmText.Section> text(BlockSource volume, long at) throws IOException {
        if (at < 0 || at > volume.size() - SECTOR) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = bytes(volume, at, SECTOR);
            Area area = Area.LAYOUT.parse(bytes.duplicate(), "LVM2 metadata area");
            boolean right =
                    area.checksum() == crc(bytes, Integer.BYTES, SECTOR)
                            && area.start() == at
                            && area.length() > SECTOR
                            && area.length() <= volume.size() - at
                            && area.textAt() >= SECTOR
                            && area.textAt() < area.length()
                            && area.textLength() > 0
                            && area.textLength() <= area.length() - SECTOR
                            && (area.flags() & IGNORED) == 0;
            return right ? text(volume, area) : Optional.empty();
        } catch (ImageException.NotThisFormat | ImageException.Damaged broken) {
            // another area, here or on another volume, may hold the same text
            return Optional.empty();
        }
    }

    /** The text of an area; what passes its end goes on behind its first sector. */
    private static Optional<LvmText.Section> text(BlockSource volume, Area area)
            throws IOException {
        ByteBuffer text = ByteBuffer.allocate(TEXT_BYTES.checkInt(area.textLength()));
        int first = (int) Math.min(text.limit(), area.length() - area.textAt());
        text.limit(first);
        volume.read(area.start() + area.textAt(), text);
        text.limit(text.capacity());
        volume.read(area.start() + SECTOR, text);
        text.flip();
        if (crc(text, 0, text.limit()) != area.textChecksum()) {
            return Optional.empty();
        }
        int end = text.limit();
        while (end > 0 && text.get(end - 1) == 0) {
            end--;
        }
        String decoded = StandardCharsets.UTF_8.decode(text.limit(end)).toString();
        return Optional.of(LvmText.parse(decoded));
    }

    private static ByteBuffer bytes(BlockSource volume, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        volume.read(at, bytes);
        return bytes.flip();
    }

    /** The checksum of LVM2: that of zip from another start and without its end. */
    static long crc(ByteBuffer bytes, int from, int to) {
        int crc = CRC_SEED;
        for (int i = from; i < to; i++) {
            crc ^= bytes.get(i) & 0xff;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = crc >>> 1 ^ (crc & 1) * POLYNOMIAL;
            }
        }
        return crc & 0xffff_ffffL;
    }
}
