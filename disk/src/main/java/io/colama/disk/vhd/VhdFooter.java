package io.colama.disk.vhd;

import io.colama.block.record.Ascii;
import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import io.colama.block.record.U8;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;

/** The footer, and its copy at the start of images that are not fixed. */
@OnDisk(
        size = 512,
        source = "Virtual Hard Disk Image Format Specification 1.0, Hard Disk Footer Format",
        order = Endian.BIG)
record VhdFooter(
        @Magic(at = 0, value = VhdFooter.COOKIE) String cookie,
        @U32(at = 8) long features,
        @U32(at = 12) long version,
        @U64(at = 16) long dataOffset,
        @U32(at = 24) long timestamp,
        @Ascii(at = 28, length = 4) String creator,
        @U32(at = 32) long creatorVersion,
        @Ascii(at = 36, length = 4) String creatorHost,
        @U64(at = 40) long originalSize,
        @U64(at = 48) long currentSize,
        @U16(at = 56) int cylinders,
        @U8(at = 58) int heads,
        @U8(at = 59) int sectors,
        @U32(at = 60) long type,
        @U32(at = 64) long checksum,
        @Bytes(at = 68, length = 16) ByteBuffer uniqueId,
        @U8(at = 84) int savedState) {

    static final RecordLayout<VhdFooter> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), VhdFooter.class);

    static final String COOKIE = "conectix";
    static final int CHECKSUM_AT = 64;
    static final int FIXED = 2;
    static final int DYNAMIC = 3;
    static final int DIFFERENCING = 4;
    static final int SECTOR = 512;
    static final long VERSION = 0x0001_0000;
    static final long FEATURES = 2;

    private static final Set<String> BY_GEOMETRY = Set.of("vpc", "qemu");

    /** The one's complement of the sum of all bytes but those of the checksum itself. */
    static long checksumOf(ByteBuffer bytes, int checksumAt) {
        int sum = 0;
        for (int at = bytes.position(); at < bytes.limit(); at++) {
            int index = at - bytes.position();
            if (index < checksumAt || index >= checksumAt + Integer.BYTES) {
                sum += bytes.get(at) & 0xff;
            }
        }
        return ~sum & 0xffff_ffffL;
    }

    /**
     * The size of the disk: by geometry for the programs that go by it, as long as the geometry can
     * say it, else by the field.
     */
    long sizeBytes() {
        boolean largest = cylinders == 65_535 && heads == 16 && sectors == 255;
        long geometry = (long) cylinders * heads * sectors * SECTOR;
        return BY_GEOMETRY.contains(creator) && !largest && geometry > 0 ? geometry : currentSize;
    }

    UUID uuid() {
        return uuid(uniqueId);
    }

    static UUID uuid(ByteBuffer bytes) {
        ByteBuffer view = bytes.duplicate();
        return new UUID(view.getLong(), view.getLong());
    }
}
