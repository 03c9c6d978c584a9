package io.colama.disk.vmdk;

import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U64;
import java.lang.invoke.MethodHandles;

/** The constant header of a space-efficient sparse extent. Places and lengths are in sectors. */
@OnDisk(size = 208, source = "[QEMU block/vmdk.c] VMDKSESparseConstHeader")
record SeSparseHeader(
        @U64(at = 0) long magic,
        @U64(at = 8) long version,
        @U64(at = 16) long capacity,
        @U64(at = 24) long grain,
        @U64(at = 32) long tableLength,
        @U64(at = 40) long flags,
        @U64(at = 80) long volatileHeader,
        @U64(at = 88) long volatileHeaderLength,
        @U64(at = 128) long directory,
        @U64(at = 136) long directoryLength,
        @U64(at = 144) long tables,
        @U64(at = 152) long tablesLength,
        @U64(at = 192) long grains,
        @U64(at = 200) long grainsLength) {

    static final RecordLayout<SeSparseHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), SeSparseHeader.class);

    static final long MAGIC = 0xcafebabeL;
    static final long VERSION = 0x2_0000_0001L;

    /** The header that changes while the extent is in use. */
    @OnDisk(size = 32, source = "[QEMU block/vmdk.c] VMDKSESparseVolatileHeader")
    record Volatile(@U64(at = 0) long magic, @U64(at = 24) long replayJournal) {

        static final RecordLayout<Volatile> LAYOUT =
                RecordLayout.of(MethodHandles.lookup(), Volatile.class);

        static final long MAGIC = 0xcafecafeL;
    }
}
