package io.colama.guest.xfs;

import io.colama.block.record.Endian;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import java.lang.invoke.MethodHandles;

/** The header of a record of the log. */
@OnDisk(size = 512, source = "Linux, xfs_log_format.h, struct xlog_rec_header", order = Endian.BIG)
record LogRecord(
        @U32(at = 0) long magic,
        @U32(at = 8) long version,
        @U32(at = 12) long length,
        @U32(at = 40) long operations,
        @U32(at = 320) long bufferBytes) {

    static final RecordLayout<LogRecord> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), LogRecord.class);

    static final long MAGIC = 0xfeedbabeL;

    private static final int VERSION_2 = 2;
    private static final int CYCLES_BYTES = 32768;

    /** How many sectors of headers come before the operations. */
    long headerSectors() {
        if ((version & VERSION_2) == 0) {
            return 1;
        }
        return Math.max(1, Math.ceilDiv(bufferBytes, CYCLES_BYTES));
    }

    /** How many sectors of operations follow. */
    long sectors() {
        return Math.ceilDiv(length, XfsLog.SECTOR);
    }
}
