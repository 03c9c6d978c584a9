package io.colama.inspect.hive;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.record.Bytes;
import io.colama.block.record.Magic;
import io.colama.block.record.OnDisk;
import io.colama.block.record.RecordLayout;
import io.colama.block.record.U32;
import io.colama.block.record.U64;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The start of a hive and, as a copy, of each of its logs. */
@OnDisk(size = 512, source = "Windows registry file format specification, Base block")
record BaseBlock(
        @Magic(at = 0, value = "regf") String signature,
        @U32(at = 4) long sequence1,
        @U32(at = 8) long sequence2,
        @U64(at = 12) long written,
        @U32(at = 20) long major,
        @U32(at = 24) long minor,
        @U32(at = 28) long type,
        @U32(at = 32) long format,
        @U32(at = 36) long root,
        @U32(at = 40) long binBytes,
        @U32(at = 44) long clustering,
        @Bytes(at = 48, length = 64) ByteBuffer name,
        @U32(at = 508) long checksum) {

    static final RecordLayout<BaseBlock> LAYOUT =
            RecordLayout.of(MethodHandles.lookup(), BaseBlock.class);

    /** Where the first bin is. */
    static final int BINS_AT = 4096;

    static final int NEW_LOG = 6;

    private static final int CHECKED_WORDS = 127;
    private static final long MOST_BIN_BYTES = 1L << 31;

    /**
     * A base block and whether its checksum holds.
     *
     * @param sound whether it does
     */
    record Found(BaseBlock block, boolean sound) {}

    /** The base block of a hive or log; empty when there is none. */
    static Optional<Found> read(BlockSource file) throws IOException {
        if (file.size() < LAYOUT.size()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(LAYOUT.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, bytes);
        bytes.rewind();
        int sum = 0;
        for (int i = 0; i < CHECKED_WORDS; i++) {
            sum ^= bytes.getInt(4 * i);
        }
        sum = sum == -1 ? -2 : sum == 0 ? 1 : sum;
        try {
            BaseBlock block = LAYOUT.parse(bytes, "registry hive");
            boolean usable = block.binBytes <= MOST_BIN_BYTES && block.major == 1;
            return Optional.of(
                    new Found(block, usable && block.checksum == Integer.toUnsignedLong(sum)));
        } catch (ImageException.NotThisFormat none) {
            return Optional.empty();
        }
    }

    boolean wasClosed() {
        return sequence1 == sequence2;
    }
}
