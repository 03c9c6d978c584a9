package io.colama.disk.qcow2;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Endian;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import io.colama.block.record.U8;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** The header, with the fields of version 3 as version 2 implies them. */
@OnDisk(size = 112, source = "[qcow2.txt] Header", order = Endian.BIG)
record Qcow2Header(
        @Magic(at = 0, value = "QFI\u00fb") String magic,
        @U32(at = 4) long version,
        @U64(at = 8) long backingFileOffset,
        @U32(at = 16) long backingFileSize,
        @U32(at = 20) long clusterBits,
        @U64(at = 24) long sizeBytes,
        @U32(at = 32) long cryptMethod,
        @U32(at = 36) long l1Size,
        @U64(at = 40) long l1TableOffset,
        @U64(at = 48) long refcountTableOffset,
        @U32(at = 56) long refcountTableClusters,
        @U32(at = 60) long snapshotCount,
        @U64(at = 64) long snapshotsOffset,
        @U64(at = 72) long incompatibleFeatures,
        @U64(at = 80) long compatibleFeatures,
        @U64(at = 88) long autoclearFeatures,
        @U32(at = 96) long refcountOrder,
        @U32(at = 100) long headerLength,
        @U8(at = 104) int compressionType) {

    static final RecordLayout<Qcow2Header> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), Qcow2Header.class);

    static final String MAGIC = "QFI\u00fb";

    static final long INCOMPATIBLE_DIRTY = 1;
    static final long INCOMPATIBLE_CORRUPT = 1 << 1;
    static final long INCOMPATIBLE_DATA_FILE = 1 << 2;
    static final long INCOMPATIBLE_COMPRESSION = 1 << 3;
    static final long INCOMPATIBLE_EXTENDED_L2 = 1 << 4;
    static final long COMPATIBLE_LAZY_REFCOUNTS = 1;

    static final int COMPRESSION_ZLIB = 0;
    static final int COMPRESSION_ZSTD = 1;

    private static final int V2_LENGTH = 72;
    private static final int V3_LENGTH = 104;
    private static final int VERSION_AT = 4;
    private static final int LENGTH_AT = 100;

    /**
     * Reads the header of {@code file}; fields that this version or length of header lacks are
     * zero.
     */
    static Qcow2Header read(BlockSource file, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        bytes.limit((int) Math.min(LAYOUT.size(), file.size()));
        file.read(0, bytes);
        int present = bytes.position();
        bytes.clear();
        LAYOUT.parse(bytes.duplicate(), name);
        if (present < V2_LENGTH) {
            throw new ImageException.Damaged(
                    "%s: header of %d bytes found, at least %d expected"
                            .formatted(name, present, V2_LENGTH));
        }
        int length = length(bytes, present, name);
        for (int at = length; at < LAYOUT.size(); at++) {
            bytes.put(at, (byte) 0);
        }
        if (length == V2_LENGTH) {
            bytes.putInt(LENGTH_AT - Integer.BYTES, 4).putInt(LENGTH_AT, V2_LENGTH);
        }
        return LAYOUT.parse(bytes, name);
    }

    private static int length(ByteBuffer bytes, int present, String name) throws ImageException {
        int version = bytes.getInt(VERSION_AT);
        if (version == 2) {
            return V2_LENGTH;
        }
        if (version != 3) {
            throw new ImageException.Unsupported(
                    "%s: qcow2 version %s found, 2 or 3 expected"
                            .formatted(name, Integer.toUnsignedString(version)));
        }
        int length = bytes.getInt(LENGTH_AT);
        if (present < V3_LENGTH || length < V3_LENGTH || length % 8 != 0) {
            throw new ImageException.Damaged(
                    "%s: header length %s found, at least %d and a multiple of 8 expected"
                            .formatted(name, Integer.toUnsignedString(length), V3_LENGTH));
        }
        return Math.min(length, LAYOUT.size());
    }

    boolean has(long incompatible) {
        return (incompatibleFeatures & incompatible) != 0;
    }
}
