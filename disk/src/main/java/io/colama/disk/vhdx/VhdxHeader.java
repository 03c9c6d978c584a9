package io.colama.disk.vhdx;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.Guid;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The header that counts: the sound one of two with the higher sequence number. */
@OnDisk(size = 4096, source = "[MS-VHDX] 2.2.2", order = Endian.LITTLE)
record VhdxHeader(
        @Magic(at = 0, value = VhdxHeader.SIGNATURE) String signature,
        @U32(at = 4) long checksum,
        @U64(at = 8) long sequenceNumber,
        @Bytes(at = 16, length = Guid.BYTES) ByteBuffer fileWriteId,
        @Bytes(at = 32, length = Guid.BYTES) ByteBuffer dataWriteId,
        @Bytes(at = 48, length = Guid.BYTES) ByteBuffer logId,
        @U16(at = 64) int logVersion,
        @U16(at = 66) int version,
        @U32(at = 68) long logLength,
        @U64(at = 72) long logOffset) {

    static final RecordLayout<VhdxHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), VhdxHeader.class);

    static final String SIGNATURE = "head";
    static final String FILE_SIGNATURE = "vhdxfile";
    static final long FIRST_AT = 64 << 10;
    static final long SECOND_AT = 128 << 10;
    static final UUID NO_LOG = new UUID(0, 0);

    /** Whether the signature of the format stands at the start. */
    static boolean stands(BlockSource file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(FILE_SIGNATURE.length());
        if (file.size() < start.capacity()) {
            return false;
        }
        file.read(0, start);
        return new String(start.array(), StandardCharsets.ISO_8859_1).equals(FILE_SIGNATURE);
    }

    /** Reads the header that counts. */
    static VhdxHeader read(BlockSource file, String name) throws IOException {
        if (!stands(file)) {
            throw new ImageException.NotThisFormat(
                    "%s: no \"%s\" at the start, not a VHDX image".formatted(name, FILE_SIGNATURE));
        }
        Optional<VhdxHeader> first = at(FIRST_AT, file, name);
        Optional<VhdxHeader> second = at(SECOND_AT, file, name);
        if (first.isEmpty() && second.isEmpty()) {
            throw new ImageException.Damaged(
                    "%s: none of the two VHDX headers at 0x%x and 0x%x is sound; was the file cut off?"
                            .formatted(name, FIRST_AT, SECOND_AT));
        }
        VhdxHeader header = first.orElseGet(second::get);
        if (second.isPresent()
                && Long.compareUnsigned(second.get().sequenceNumber, header.sequenceNumber) > 0) {
            header = second.get();
        }
        if (header.version != 1) {
            throw new ImageException.Unsupported(
                    "%s: VHDX version %d found, 1 expected".formatted(name, header.version));
        }
        return header;
    }

    private static Optional<VhdxHeader> at(long offset, BlockSource file, String name)
            throws IOException {
        if (file.size() < offset + LAYOUT.size()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        file.read(offset, bytes);
        bytes.flip();
        String found = new String(bytes.array(), 0, 4, StandardCharsets.ISO_8859_1);
        if (!found.equals(SIGNATURE)) {
            return Optional.empty();
        }
        VhdxHeader header = LAYOUT.parse(bytes.duplicate(), name);
        return header.checksum == Checksum.of(bytes) ? Optional.of(header) : Optional.empty();
    }
}
