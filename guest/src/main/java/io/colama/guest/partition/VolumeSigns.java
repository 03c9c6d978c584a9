package io.colama.guest.partition;

import io.colama.block.BlockSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The signs by which a volume's start is told from any other place of a disk. */
final class VolumeSigns {

    private record Sign(int at, String magic) {}

    private static final List<Sign> SIGNS =
            List.of(
                    new Sign(0, "XFSB"),
                    new Sign(3, "NTFS    "),
                    new Sign(3, "EXFAT   "),
                    new Sign(510, "U\u00aa"),
                    new Sign(512, "LABELONE"),
                    new Sign(0, "LUKS\u00ba\u00be"),
                    new Sign(0, "hsqs"),
                    new Sign(1080, "S\u00ef"),
                    new Sign(4086, "SWAPSPACE2"),
                    new Sign(0x10040, "_BHRfS_M"));

    private static final int WINDOW = 0x10048;

    private VolumeSigns() {}

    /** Whether a volume of a known kind starts at {@code offset}. */
    static boolean at(BlockSource disk, long offset) throws IOException {
        if (offset < 0 || offset >= disk.size()) {
            return false;
        }
        ByteBuffer window = ByteBuffer.allocate((int) Math.min(WINDOW, disk.size() - offset));
        disk.read(offset, window);
        String text = new String(window.array(), StandardCharsets.ISO_8859_1);
        return SIGNS.stream().anyMatch(sign -> text.startsWith(sign.magic, sign.at));
    }
}
