package io.colama.disk.vdi;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.record.Bytes;
import io.colama.block.record.Endian;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;

/** The header, as versions from 1.1 on have it. */
@OnDisk(size = 512, source = "VirtualBox VDICore.h, VDIHEADER1PLUS", order = Endian.LITTLE)
record VdiHeader(
        @Bytes(at = 0, length = 64) ByteBuffer text,
        @Magic(at = 64, value = VdiHeader.SIGNATURE) String signature,
        @U32(at = 68) long version,
        @U32(at = 72) long headerSize,
        @U32(at = 76) long type,
        @U32(at = 80) long flags,
        @U32(at = 340) long mapOffset,
        @U32(at = 344) long dataOffset,
        @U32(at = 348) long cylinders,
        @U32(at = 352) long heads,
        @U32(at = 356) long sectors,
        @U32(at = 360) long sectorBytes,
        @U64(at = 368) long sizeBytes,
        @U32(at = 376) long blockBytes,
        @U32(at = 380) long blockExtraBytes,
        @U32(at = 384) long blocks,
        @U32(at = 388) long blocksAllocated,
        @Bytes(at = 392, length = 16) ByteBuffer image,
        @Bytes(at = 408, length = 16) ByteBuffer modification,
        @Bytes(at = 424, length = 16) ByteBuffer parent,
        @Bytes(at = 440, length = 16) ByteBuffer parentModification) {

    static final RecordLayout<VdiHeader> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), VdiHeader.class);

    static final String SIGNATURE = "\u007f\u0010\u00da\u00be";
    static final int SIGNATURE_AT = 64;
    static final long VERSION = 0x0001_0001;
    static final long HEADER_SIZE = 400;
    static final int DYNAMIC = 1;
    static final int FIXED = 2;
    static final int UNDO = 3;
    static final int DIFFERENCING = 4;

    private static final Limit BLOCK_BYTES = new Limit("VDI block bytes", 1L << 30);
    private static final Limit MAP_BYTES = new Limit("VDI block map bytes", 1L << 31);
    private static final Limit SIZE = new Limit("VDI disk bytes", 1L << 60);
    private static final int SECTOR = 512;
    private static final int MAP_ENTRY = 4;

    /** Reads the header and checks what does not need the map. */
    static VdiHeader read(BlockSource file, String name) throws IOException {
        if (file.size() < SIGNATURE_AT + SIGNATURE.length()) {
            throw new ImageException.NotThisFormat(
                    "%s: %d bytes found, too short for a VDI image".formatted(name, file.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size());
        bytes.limit((int) Math.min(LAYOUT.size(), file.size()));
        file.read(0, bytes);
        VdiHeader header = LAYOUT.parse(bytes.clear(), name);
        header.check(file.size(), name);
        return header;
    }

    private void check(long fileSize, String name) throws ImageException {
        if (version >>> 16 != 1 || version < VERSION) {
            throw new ImageException.Unsupported(
                    "%s: VDI version %d.%d found, 1.1 expected"
                            .formatted(name, version >>> 16, version & 0xffff));
        }
        if (fileSize < LAYOUT.size() || headerSize < HEADER_SIZE - 16) {
            throw new ImageException.Damaged(
                    "%s: VDI header of %d bytes in a file of %d found, at least %d expected"
                            .formatted(name, headerSize, fileSize, HEADER_SIZE));
        }
        if (type == UNDO) {
            throw new ImageException.Unsupported(name + ": is a VDI undo image");
        }
        if (type < DYNAMIC || type > DIFFERENCING) {
            throw new ImageException.Damaged(
                    "%s: VDI image type %d found, 1, 2 or 4 expected".formatted(name, type));
        }
        SIZE.check(sizeBytes);
        BLOCK_BYTES.check(blockBytes);
        BLOCK_BYTES.check(blockExtraBytes);
        if (blockBytes == 0 || blockBytes % SECTOR != 0) {
            throw new ImageException.Damaged(
                    "%s: VDI blocks of %d bytes found, a multiple of %d expected"
                            .formatted(name, blockBytes, SECTOR));
        }
        MAP_BYTES.check(blocks * MAP_ENTRY);
        if (blocks < Math.ceilDiv(sizeBytes, blockBytes)) {
            throw new ImageException.Damaged(
                    "%s: VDI map of %d blocks of %d bytes found, too few for a disk of %d bytes"
                            .formatted(name, blocks, blockBytes, sizeBytes));
        }
        if (mapOffset < HEADER_SIZE
                || mapOffset % MAP_ENTRY != 0
                || mapOffset + blocks * MAP_ENTRY > fileSize) {
            throw new ImageException.Damaged(
                    "%s: VDI map of %d bytes at 0x%x found, inside the file of %d bytes expected"
                            .formatted(name, blocks * MAP_ENTRY, mapOffset, fileSize));
        }
    }

    /** How blocks lie behind each other in the file. */
    long stride() {
        return blockBytes + blockExtraBytes;
    }
}
