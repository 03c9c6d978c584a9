package io.colama.disk.vdi;

import io.colama.block.BlockSink;
import io.colama.block.BlockSource;
import io.colama.block.record.Guid;
import io.colama.disk.image.LayoutOutput;
import io.colama.disk.image.PlannedImage;
import io.colama.disk.image.UnitLayout;
import io.colama.disk.image.UnitSink;
import io.colama.disk.image.WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes dynamic VDI images with blocks of 1 MiB. Each image gets a UUID of its own, because
 * VirtualBox takes two images of one UUID for one; the state in which it is made bears the same.
 */
public final class VdiWriter implements UnitLayout {

    private static final int BLOCK = 1 << 20;
    private static final int SECTOR = 512;
    private static final int MAP_AT = 512;
    private static final int NOWHERE = -1;
    private static final int MOST_BLOCKS = 1 << 28;
    private static final String TEXT = "<<< Oracle VM VirtualBox Disk Image >>>\n";

    private final long sizeBytes;
    private final int[] places;
    private final long dataOffset;
    private final UUID identity;
    private int allocated;

    private VdiWriter(long sizeBytes, int blocks, UUID identity) {
        this.identity = identity;
        this.sizeBytes = sizeBytes;
        this.places = new int[blocks];
        Arrays.fill(places, NOWHERE);
        this.dataOffset =
                Math.ceilDiv(MAP_AT + (long) blocks * Integer.BYTES, (long) BLOCK) * BLOCK;
    }

    /** Starts an image of a disk of {@code sizeBytes} bytes, rounded up to a whole sector. */
    public static BlockSink create(Path target, long sizeBytes, WriteOptions options)
            throws IOException {
        return UnitSink.create(target, sizeBytes, options, of(sizeBytes, UUID.randomUUID()));
    }

    /** Lays out the image of a disk that bears this identity. */
    public static BlockSource view(BlockSource disk, UUID identity) throws IOException {
        return PlannedImage.of(disk, of(disk.size(), identity)).over(disk);
    }

    private static VdiWriter of(long sizeBytes, UUID identity) {
        long blocks = Math.ceilDiv(sizeBytes, (long) BLOCK);
        if (blocks > MOST_BLOCKS) {
            throw new IllegalArgumentException(
                    "disk of %d bytes, at most %d fit into VDI with blocks of 1 MiB"
                            .formatted(sizeBytes, (long) MOST_BLOCKS * BLOCK));
        }
        return new VdiWriter(sizeBytes, (int) blocks, identity);
    }

    @Override
    public int unitBytes() {
        return BLOCK;
    }

    @Override
    public long place(long unit) {
        places[(int) unit] = allocated;
        return dataOffset + (long) allocated++ * BLOCK;
    }

    @Override
    public void finish(LayoutOutput file) throws IOException {
        file.extend(dataOffset + (long) allocated * BLOCK);
        ByteBuffer map =
                ByteBuffer.allocate(places.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        map.asIntBuffer().put(places);
        file.write(MAP_AT, map);
        ByteBuffer bytes = ByteBuffer.allocate(VdiHeader.LAYOUT.size());
        VdiHeader.LAYOUT.write(header(), bytes);
        file.write(0, bytes.clear());
    }

    private VdiHeader header() {
        long bytes = Math.ceilDiv(sizeBytes, SECTOR) * (long) SECTOR;
        ByteBuffer text = ByteBuffer.allocate(VdiHeader.SIGNATURE_AT);
        text.put(TEXT.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer none = ByteBuffer.allocate(16);
        return new VdiHeader(
                text.clear(),
                VdiHeader.SIGNATURE,
                VdiHeader.VERSION,
                VdiHeader.HEADER_SIZE,
                VdiHeader.DYNAMIC,
                0,
                MAP_AT,
                dataOffset,
                0,
                0,
                0,
                SECTOR,
                bytes,
                BLOCK,
                0,
                places.length,
                allocated,
                Guid.bytes(identity),
                Guid.bytes(identity),
                none,
                none);
    }
}
