package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Bytes;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import io.colama.block.record.U8;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** The header, and the footer, of a hosted sparse extent. Places and lengths are in sectors. */
@OnDisk(size = 512, source = "[Virtual Disk Format 5.0] Hosted Sparse Extent Header")
record SparseHeader(
        @Magic(at = 0, value = "KDMV") String magic,
        @U32(at = 4) long version,
        @U32(at = 8) long flags,
        @U64(at = 12) long capacity,
        @U64(at = 20) long grain,
        @U64(at = 28) long descriptor,
        @U64(at = 36) long descriptorLength,
        @U32(at = 44) long tableEntries,
        @U64(at = 48) long redundantDirectory,
        @U64(at = 56) long directory,
        @U64(at = 64) long overhead,
        @U8(at = 72) int unclean,
        @Bytes(at = 73, length = 4) ByteBuffer lineEnds,
        @U16(at = 77) int compression) {

    static final RecordLayout<SparseHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), SparseHeader.class);

    static final String MAGIC = "KDMV";
    static final int SECTOR = 512;

    static final long LINE_ENDS_VALID = 1;
    static final long REDUNDANT = 1 << 1;
    static final long ZEROED_GRAINS = 1 << 2;
    static final long COMPRESSED = 1 << 16;
    static final long MARKERS = 1 << 17;

    static final int COMPRESSION_NONE = 0;
    static final int COMPRESSION_DEFLATE = 1;

    /** Instead of the place of the directory: it stands in the footer. */
    static final long AT_END = -1;

    private static final byte[] LINE_ENDS = {'\n', ' ', '\r', '\n'};

    static ByteBuffer soundLineEnds() {
        return ByteBuffer.wrap(LINE_ENDS).asReadOnlyBuffer();
    }

    /** Reads the header at {@code offset}, and checks what does not depend on other places. */
    static SparseHeader read(BlockSource file, long offset, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        bytes.limit((int) Math.clamp(file.size() - offset, 0L, bytes.capacity()));
        file.read(offset, bytes);
        SparseHeader header = LAYOUT.parse(bytes.flip(), name);
        header.check(name);
        return header;
    }

    private void check(String name) throws ImageException {
        if (version < 1 || version > 3) {
            throw new ImageException.Unsupported(
                    "%s: VMDK version %d found, 1 to 3 expected".formatted(name, version));
        }
        if (has(LINE_ENDS_VALID) && !lineEnds.equals(ByteBuffer.wrap(LINE_ENDS))) {
            throw new ImageException.Damaged(
                    "%s: line ends in the header are changed: it was transferred as text"
                            .formatted(name));
        }
        if (compression > COMPRESSION_DEFLATE) {
            throw new ImageException.Unsupported(
                    "%s: compression %d found, 0 or 1 (deflate) expected"
                            .formatted(name, compression));
        }
    }

    boolean has(long flag) {
        return (flags & flag) != 0;
    }

    boolean compressed() {
        return compression == COMPRESSION_DEFLATE;
    }
}
