package io.colama.disk.vhdx;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the block allocation table and the metadata lie.
 *
 * <p>Source: [MS-VHDX] 2.2.3.
 */
record Regions(long tableOffset, long tableLength, long metadataOffset, long metadataLength) {

    static final long FIRST_AT = 192 << 10;
    static final long SECOND_AT = 256 << 10;
    static final int BYTES = 64 << 10;
    static final UUID TABLE = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");
    static final UUID METADATA = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");
    static final String SIGNATURE = "regi";
    static final int ENTRY_BYTES = 32;
    static final int ENTRIES_AT = 16;

    private static final int MOST_ENTRIES = (BYTES - ENTRIES_AT) / ENTRY_BYTES;

    /** Reads the first sound copy. */
    static Regions read(BlockSource file, String name) throws IOException {
        Optional<ByteBuffer> table = sound(file, FIRST_AT);
        if (table.isEmpty()) {
            table = sound(file, SECOND_AT);
        }
        ByteBuffer bytes =
                table.orElseThrow(() ->
                        new ImageException.Damaged(
                                "%s: none of the two VHDX region tables at 0x%x and 0x%x is sound"
                                        .formatted(name, FIRST_AT, SECOND_AT)));
        long count = Integer.toUnsignedLong(bytes.getInt(8));
        if (count > MOST_ENTRIES) {
            throw new ImageException.Damaged(
                    "%s: %d VHDX regions found, at most %d expected"
                            .formatted(name, count, MOST_ENTRIES));
        }
        long[] blocks = {0, 0};
        long[] metadata = {0, 0};
        for (int i = 0; i < count; i++) {
            int at = ENTRIES_AT + i * ENTRY_BYTES;
            UUID id = Guid.read(bytes, at);
            long offset = bytes.getLong(at + 16);
            long length = Integer.toUnsignedLong(bytes.getInt(at + 24));
            boolean required = (bytes.getInt(at + 28) & 1) != 0;
            if (id.equals(TABLE) || id.equals(METADATA)) {
                if (offset < 0 || offset > file.size() - length) {
                    throw new ImageException.Damaged(
                            "%s: VHDX region of %d bytes at 0x%x found, inside the file of %d bytes expected; was the file cut off?"
                                    .formatted(name, length, offset, file.size()));
                }
                long[] place = id.equals(TABLE) ? blocks : metadata;
                place[0] = offset;
                place[1] = length;
            } else if (required) {
                throw new ImageException.Unsupported(
                        "%s: needs the unknown VHDX region {%s}".formatted(name, id));
            }
        }
        if (blocks[0] == 0 || metadata[0] == 0) {
            throw new ImageException.Damaged(
                    "%s: VHDX region table without a block table or metadata".formatted(name));
        }
        return new Regions(blocks[0], blocks[1], metadata[0], metadata[1]);
    }

    private static Optional<ByteBuffer> sound(BlockSource file, long at) throws IOException {
        if (file.size() < at + BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(at, bytes);
        bytes.flip();
        String signature = new String(bytes.array(), 0, 4, StandardCharsets.ISO_8859_1);
        long checksum = Integer.toUnsignedLong(bytes.getInt(Checksum.AT));
        return signature.equals(SIGNATURE) && checksum == Checksum.of(bytes)
                ? Optional.of(bytes)
                : Optional.empty();
    }
}
