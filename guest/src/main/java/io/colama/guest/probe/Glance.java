package io.colama.guest.probe;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.record.Guid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes of a volume at any place; what lies outside reads as zero. */
final class Glance {

    private static final int PAGE = 4096;
    private static final int PAGES = 128;

    private final BlockSource volume;

    Glance(BlockSource volume) {
        this.volume = BlockSources.cached(volume, PAGE, PAGES);
    }

    long size() {
        return volume.size();
    }

    /** Where the sector lies that is this many before the end. */
    long sectorFromEnd(int sectors) {
        return (volume.size() / 512 - sectors) * 512;
    }

    byte[] bytes(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        long from = Math.max(0, at);
        long to = Math.min(at + length, volume.size());
        if (from < to) {
            volume.read(from, ByteBuffer.wrap(bytes, (int) (from - at), (int) (to - from)));
        }
        return bytes;
    }

    /** Whether the characters of {@code sign}, one a byte, stand at a place. */
    boolean has(long at, String sign) throws IOException {
        return new String(bytes(at, sign.length()), StandardCharsets.ISO_8859_1).equals(sign);
    }

    int u8(long at) throws IOException {
        return bytes(at, 1)[0] & 0xff;
    }

    int u16(long at) throws IOException {
        return ByteBuffer.wrap(bytes(at, 2)).order(ByteOrder.LITTLE_ENDIAN).getShort() & 0xffff;
    }

    long u32(long at) throws IOException {
        return little(at, 4).getInt() & 0xffff_ffffL;
    }

    long u32big(long at) throws IOException {
        return ByteBuffer.wrap(bytes(at, 4)).getInt() & 0xffff_ffffL;
    }

    long u64(long at) throws IOException {
        return little(at, 8).getLong();
    }

    private ByteBuffer little(long at, int length) throws IOException {
        return ByteBuffer.wrap(bytes(at, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Text up to its first zero, without spaces at its end; empty when there is none. */
    Optional<String> text(long at, int length) throws IOException {
        String text = new String(bytes(at, length), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return Optional.of((end < 0 ? text : text.substring(0, end)).stripTrailing())
                .filter(given -> !given.isEmpty());
    }

    /** Sixteen bytes as an identifier; empty when all are zero. */
    Optional<String> uuid(long at) throws IOException {
        return Guid.shown(Guid.readPlain(ByteBuffer.wrap(bytes(at, Guid.BYTES)), 0));
    }

    /** Four bytes as Windows prints the serial number of a FAT volume. */
    Optional<String> serial(long at) throws IOException {
        long serial = u32(at);
        return serial == 0
                ? Optional.empty()
                : Optional.of("%04X-%04X".formatted(serial >>> 16, serial & 0xffff));
    }
}
