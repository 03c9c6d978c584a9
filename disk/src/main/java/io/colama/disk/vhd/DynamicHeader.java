package io.colama.disk.vhd;

import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** The header of images that are not fixed. */
@OnDisk(
        size = 1024,
        source = "Virtual Hard Disk Image Format Specification 1.0, Dynamic Disk Header Format",
        order = Endian.BIG)
record DynamicHeader(
        @Magic(at = 0, value = "cxsparse") String cookie,
        @U64(at = 8) long dataOffset,
        @U64(at = 16) long tableOffset,
        @U32(at = 24) long version,
        @U32(at = 28) long tableEntries,
        @U32(at = 32) long blockBytes,
        @U32(at = 36) long checksum,
        @Bytes(at = 40, length = 16) ByteBuffer parentId,
        @U32(at = 56) long parentTimestamp,
        @Bytes(at = 64, length = 512) ByteBuffer parentName,
        @Bytes(at = 576, length = 192) ByteBuffer locators) {

    static final RecordLayout<DynamicHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), DynamicHeader.class);

    static final String COOKIE = "cxsparse";
    static final int CHECKSUM_AT = 36;
}
