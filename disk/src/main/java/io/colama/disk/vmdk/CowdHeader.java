package io.colama.disk.vmdk;

import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import java.lang.invoke.MethodHandles;

/** The header of an ESX Server sparse extent. Places and lengths are in sectors. */
@OnDisk(size = 32, source = "[Virtual Disk Format 5.0] ESX Server Sparse Extents")
record CowdHeader(
        @Magic(at = 0, value = "COWD") String magic,
        @U32(at = 4) long version,
        @U32(at = 8) long flags,
        @U32(at = 12) long capacity,
        @U32(at = 16) long grain,
        @U32(at = 20) long directory,
        @U32(at = 24) long directoryEntries,
        @U32(at = 28) long free) {

    static final RecordLayout<CowdHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), CowdHeader.class);

    static final String MAGIC = "COWD";
    static final int TABLE_ENTRIES = 4096;
}
