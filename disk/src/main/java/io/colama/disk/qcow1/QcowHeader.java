package io.colama.disk.qcow1;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
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

/** The header. */
@OnDisk(size = 48, source = "[qemu block/qcow.c] QCowHeader", order = Endian.BIG)
record QcowHeader(
        @Magic(at = 0, value = "QFI\u00fb") String magic,
        @U32(at = 4) long version,
        @U64(at = 8) long backingFileOffset,
        @U32(at = 16) long backingFileSize,
        @U32(at = 20) long modified,
        @U64(at = 24) long sizeBytes,
        @U8(at = 32) int clusterBits,
        @U8(at = 33) int l2Bits,
        @U32(at = 36) long cryptMethod,
        @U64(at = 40) long l1TableOffset) {

    static final RecordLayout<QcowHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), QcowHeader.class);

    static final int VERSION = 1;

    private static final Limit SIZE = new Limit("qcow disk bytes", 1L << 60);
    private static final Limit NAME_BYTES = new Limit("backing file name bytes", 1023);
    private static final int MIN_CLUSTER_BITS = 9;
    private static final int MAX_CLUSTER_BITS = 16;
    private static final int MIN_L2_BITS = 6;
    private static final int MAX_L2_BITS = 13;

    /** Reads the header and checks what does not need the tables. */
    static QcowHeader read(BlockSource file, String name) throws IOException {
        if (file.size() < LAYOUT.size()) {
            throw new ImageException.NotThisFormat(
                    "%s: %d bytes found, too short for a qcow image".formatted(name, file.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        file.read(0, bytes);
        QcowHeader header = LAYOUT.parse(bytes.clear(), name);
        header.check(file.size(), name);
        return header;
    }

    private void check(long fileSize, String name) throws ImageException {
        if (version != VERSION) {
            throw new ImageException.NotThisFormat(
                    "%s: qcow version %d found, 1 expected".formatted(name, version));
        }
        if (cryptMethod != 0) {
            throw new ImageException.Unsupported(
                    "%s: is encrypted (qcow encryption method %d)".formatted(name, cryptMethod));
        }
        within(name, "cluster bits", clusterBits, MIN_CLUSTER_BITS, MAX_CLUSTER_BITS);
        within(name, "L2 bits", l2Bits, MIN_L2_BITS, MAX_L2_BITS);
        SIZE.check(sizeBytes);
        NAME_BYTES.check(backingFileSize);
        long tableBytes = Math.ceilDiv(sizeBytes, coverBytes()) * Long.BYTES;
        if (l1TableOffset < LAYOUT.size()
                || l1TableOffset % Long.BYTES != 0
                || l1TableOffset > fileSize - tableBytes) {
            throw new ImageException.Damaged(
                    "%s: L1 table of %d bytes at 0x%x, inside the file of %d bytes at a multiple of 8 expected"
                            .formatted(name, tableBytes, l1TableOffset, fileSize));
        }
        if (hasBackingFile()
                && (backingFileOffset < 0 || backingFileOffset > fileSize - backingFileSize)) {
            throw new ImageException.Damaged(
                    "%s: backing file name of %d bytes at 0x%x, inside the file of %d bytes expected"
                            .formatted(name, backingFileSize, backingFileOffset, fileSize));
        }
    }

    private static void within(String name, String what, int found, int least, int most)
            throws ImageException {
        if (found < least || found > most) {
            throw new ImageException.Damaged(
                    "%s: qcow %s of %d found, %d to %d expected"
                            .formatted(name, what, found, least, most));
        }
    }

    boolean hasBackingFile() {
        return backingFileOffset != 0 && backingFileSize != 0;
    }

    int clusterBytes() {
        return 1 << clusterBits;
    }

    /** How many bytes of the disk one L2 table tells of. */
    long coverBytes() {
        return 1L << (clusterBits + l2Bits);
    }
}
