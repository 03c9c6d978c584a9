package io.colama.disk.qcow2;

import io.colama.block.record.Endian;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.lang.invoke.MethodHandles;

/** The fixed part of an entry of the snapshot table. Extra data, the id and the name follow. */
@OnDisk(size = 40, source = "[qcow2.txt] Snapshots", order = Endian.BIG)
record SnapshotEntry(
        @U64(at = 0) long l1Offset,
        @U32(at = 8) long l1Size,
        @U16(at = 12) int idLength,
        @U16(at = 14) int nameLength,
        @U32(at = 16) long seconds,
        @U32(at = 20) long nanoseconds,
        @U64(at = 24) long vmClock,
        @U32(at = 32) long vmStateSize,
        @U32(at = 36) long extraLength) {

    static final RecordLayout<SnapshotEntry> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), SnapshotEntry.class);
}
