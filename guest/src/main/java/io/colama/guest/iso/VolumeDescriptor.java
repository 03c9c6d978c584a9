package io.colama.guest.iso;

import io.colama.block.record.Ascii;
import io.colama.block.record.Bytes;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U16;
import io.colama.block.record.U32;
import io.colama.block.record.U8;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.Set;

/** A descriptor of a tree of directories. */
@OnDisk(size = 2048, source = "ECMA-119, 8.4 and 8.5")
record VolumeDescriptor(
        @U8(at = 0) int type,
        @Ascii(at = 1, length = 5) String magic,
        @Bytes(at = 40, length = 32) ByteBuffer labelBytes,
        @U32(at = 80) long blocks,
        @Ascii(at = 88, length = 3) String escapes,
        @U16(at = 128) int blockBytes,
        @Bytes(at = 156, length = 34) ByteBuffer root) {

    static final RecordLayout<VolumeDescriptor> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), VolumeDescriptor.class);

    static final String MAGIC = "CD001";
    static final int PRIMARY = 1;
    static final int SUPPLEMENTARY = 2;
    static final int END = 255;

    private static final Set<String> JOLIET = Set.of("%/@", "%/C", "%/E");

    boolean isJoliet() {
        return type == SUPPLEMENTARY && JOLIET.contains(escapes);
    }

    boolean hasSaneBlocks() {
        return blockBytes >= 512 && blockBytes <= 2048 && Integer.bitCount(blockBytes) == 1;
    }
}
