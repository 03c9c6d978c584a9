package io.colama.disk.vhdx;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.record.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What the metadata region says of the disk.
 *
 * @param blockBytes of a payload block, a power of two
 * @param fixed whether all blocks are meant to stay allocated
 * @param sizeBytes of the disk
 * @param sectorBytes of a logical sector, 512 or 4096
 * @param parent the entries of the parent locator, keys in lower case; empty without a parent
 */
record Metadata(
        int blockBytes,
        boolean fixed,
        boolean differencing,
        long sizeBytes,
        int sectorBytes,
        Map<String, String> parent) {

    static final UUID FILE_PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    static final UUID DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    static final UUID LOGICAL_SECTOR = UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f");
    static final UUID PHYSICAL_SECTOR = UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556");
    static final UUID DISK_ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");
    static final UUID PARENT = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");
    static final String SIGNATURE = "metadata";
    static final int TABLE_BYTES = 64 << 10;
    static final int ENTRIES_AT = 32;
    static final int ENTRY_BYTES = 32;
    static final int REQUIRED = 4;
    static final int OF_DISK = 2;
    static final int LEAVE_ALLOCATED = 1;
    static final int HAS_PARENT = 2;

    private static final int MOST_ENTRIES = 2047;
    private static final Limit ITEM_BYTES = new Limit("VHDX metadata item bytes", 1 << 20);
    private static final Limit SIZE = new Limit("VHDX disk bytes", 64L << 40);
    private static final int SMALLEST_BLOCK = 1 << 20;
    private static final int LARGEST_BLOCK = 256 << 20;
    private static final int LOCATOR_ENTRY = 12;
    private static final int LOCATOR_ENTRIES_AT = 20;

    static Metadata read(BlockSource file, Regions regions, String name) throws IOException {
        Map<UUID, ByteBuffer> items = items(file, regions, name);
        ByteBuffer parameters = item(items, FILE_PARAMETERS, 8, "file parameters", name);
        int block = parameters.getInt(0);
        int flags = parameters.getInt(4);
        if (block < SMALLEST_BLOCK || block > LARGEST_BLOCK || Integer.bitCount(block) != 1) {
            throw new ImageException.Damaged(
                    "%s: VHDX blocks of %d bytes found, a power of two from 1 to 256 MiB expected"
                            .formatted(name, Integer.toUnsignedLong(block)));
        }
        int sector = item(items, LOGICAL_SECTOR, 4, "logical sector size", name).getInt(0);
        if (sector != 512 && sector != 4096) {
            throw new ImageException.Damaged(
                    "%s: VHDX sectors of %d bytes found, 512 or 4096 expected"
                            .formatted(name, Integer.toUnsignedLong(sector)));
        }
        long size = SIZE.check(item(items, DISK_SIZE, 8, "disk size", name).getLong(0));
        boolean differencing = (flags & HAS_PARENT) != 0;
        Map<String, String> parent =
                differencing
                        ? locator(
                                item(items, PARENT, LOCATOR_ENTRIES_AT, "parent locator", name),
                                name)
                        : Map.of();
        return new Metadata(
                block, (flags & LEAVE_ALLOCATED) != 0, differencing, size, sector, parent);
    }

    private static Map<UUID, ByteBuffer> items(BlockSource file, Regions regions, String name)
            throws IOException {
        if (regions.metadataLength() < TABLE_BYTES) {
            throw new ImageException.Damaged(
                    "%s: VHDX metadata of %d bytes found, at least %d expected"
                            .formatted(name, regions.metadataLength(), TABLE_BYTES));
        }
        ByteBuffer table = ByteBuffer.allocate(TABLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(regions.metadataOffset(), table);
        String signature = new String(table.array(), 0, 8, StandardCharsets.ISO_8859_1);
        int count = table.getShort(10) & 0xffff;
        if (!signature.equals(SIGNATURE) || count > MOST_ENTRIES) {
            throw new ImageException.Damaged(
                    "%s: no VHDX metadata table at 0x%x".formatted(name, regions.metadataOffset()));
        }
        Map<UUID, ByteBuffer> items = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int at = ENTRIES_AT + i * ENTRY_BYTES;
            UUID id = Guid.read(table, at);
            boolean required = (table.getInt(at + 24) & REQUIRED) != 0;
            if (!isKnown(id)) {
                if (required) {
                    throw new ImageException.Unsupported(
                            "%s: needs the unknown VHDX metadata {%s}".formatted(name, id));
                }
                continue;
            }
            long offset = Integer.toUnsignedLong(table.getInt(at + 16));
            int length = ITEM_BYTES.checkInt(Integer.toUnsignedLong(table.getInt(at + 20)));
            if (offset > regions.metadataLength() - length) {
                throw new ImageException.Damaged(
                        "%s: VHDX metadata item of %d bytes at 0x%x of a region of %d bytes"
                                .formatted(name, length, offset, regions.metadataLength()));
            }
            ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            file.read(regions.metadataOffset() + offset, bytes);
            items.put(id, bytes.flip());
        }
        return items;
    }

    private static boolean isKnown(UUID id) {
        return id.equals(FILE_PARAMETERS)
                || id.equals(DISK_SIZE)
                || id.equals(LOGICAL_SECTOR)
                || id.equals(PHYSICAL_SECTOR)
                || id.equals(DISK_ID)
                || id.equals(PARENT);
    }

    private static ByteBuffer item(
            Map<UUID, ByteBuffer> items, UUID id, int bytes, String what, String name)
            throws ImageException {
        ByteBuffer item = items.get(id);
        if (item == null || item.remaining() < bytes) {
            throw new ImageException.Damaged(
                    "%s: VHDX metadata without the %s".formatted(name, what));
        }
        return item;
    }

    /** The keys and values of a parent locator; [MS-VHDX] 2.2.4.2.6. */
    private static Map<String, String> locator(ByteBuffer bytes, String name)
            throws ImageException {
        int count = bytes.getShort(18) & 0xffff;
        if (LOCATOR_ENTRIES_AT + (long) count * LOCATOR_ENTRY > bytes.limit()) {
            throw new ImageException.Damaged(
                    "%s: VHDX parent locator with %d entries in %d bytes"
                            .formatted(name, count, bytes.limit()));
        }
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int at = LOCATOR_ENTRIES_AT + i * LOCATOR_ENTRY;
            String key = text(bytes, bytes.getInt(at), bytes.getShort(at + 8), name);
            String value = text(bytes, bytes.getInt(at + 4), bytes.getShort(at + 10), name);
            all.put(key.toLowerCase(Locale.ROOT), value);
        }
        return all;
    }

    private static String text(ByteBuffer bytes, int at, short length, String name)
            throws ImageException {
        int count = length & 0xffff;
        if (at < 0 || at > bytes.limit() - count) {
            throw new ImageException.Damaged(
                    "%s: text of %d bytes at 0x%x of a VHDX parent locator of %d bytes"
                            .formatted(name, count, Integer.toUnsignedLong(at), bytes.limit()));
        }
        return StandardCharsets.UTF_16LE.decode(bytes.slice(at, count)).toString();
    }
}
