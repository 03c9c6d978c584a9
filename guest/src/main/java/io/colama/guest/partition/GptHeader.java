package io.colama.guest.partition;

import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** The header of a GUID partition table. */
@OnDisk(size = 92, source = "UEFI 2.10, 5.3.2, table 5-5", order = Endian.LITTLE)
record GptHeader(
        @Magic(at = 0, value = "EFI PART") String signature,
        @U32(at = 8) long revision,
        @U32(at = 12) long headerSize,
        @U32(at = 16) long checksum,
        @U64(at = 24) long ownSector,
        @U64(at = 32) long otherSector,
        @U64(at = 40) long firstUsable,
        @U64(at = 48) long lastUsable,
        @Bytes(at = 56, length = 16) ByteBuffer disk,
        @U64(at = 72) long entriesSector,
        @U32(at = 80) long entries,
        @U32(at = 84) long entryBytes,
        @U32(at = 88) long entriesChecksum) {

    static final RecordLayout<GptHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), GptHeader.class);

    static final int CHECKSUM_AT = 16;
}
