package io.colama.disk.vhdx;

import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.Guid;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** The header of a log entry. */
@OnDisk(size = 64, source = "[MS-VHDX] 2.3.1.1", order = Endian.LITTLE)
record LogEntry(
        @Magic(at = 0, value = LogEntry.SIGNATURE) String signature,
        @U32(at = 4) long checksum,
        @U32(at = 8) long length,
        @U32(at = 12) long tail,
        @U64(at = 16) long sequenceNumber,
        @U32(at = 24) long descriptors,
        @Bytes(at = 32, length = Guid.BYTES) ByteBuffer logId,
        @U64(at = 48) long flushedFileSize,
        @U64(at = 56) long lastFileSize) {

    static final RecordLayout<LogEntry> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), LogEntry.class);

    static final String SIGNATURE = "loge";
}
