package io.colama.guest.xfs;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The log of a volume, a ring of sectors that each hold the number of the turn in which they were
 * written.
 *
 * <p>The head is where that number falls. The log is clean when the last record before the head is
 * the mark that an unmount leaves. Anything else, also what cannot be made out, is not clean.
 */
final class XfsLog {

    static final int SECTOR = 512;

    private static final int PAGE = 4096;
    private static final int PAGES = 64;
    // records are of up to 256 KiB and a header
    private static final int MOST_RECORD_SECTORS = 512 + 16;
    private static final int FLAGS_AT = 9;
    private static final int UNMOUNT = 0x20;

    private final BlockSource log;
    private final long sectors;

    private XfsLog(BlockSource log) {
        this.log = BlockSources.cached(log, PAGE, PAGES);
        this.sectors = log.size() / SECTOR;
    }

    /** Whether the log of {@code volume}, which holds it itself, ends with an unmount. */
    static boolean isClean(XfsVolume volume) throws IOException {
        XfsSuperblock superblock = volume.superblock();
        long at = volume.offset(superblock.logStart(), superblock.logBlocks(), "log");
        long length = superblock.logBlocks() << superblock.blockLog();
        if (length < SECTOR || length > volume.content().size() - at) {
            throw new ImageException.Damaged(
                    "log: %d bytes at 0x%x found, inside the volume of %d bytes expected"
                            .formatted(length, at, volume.content().size()));
        }
        return new XfsLog(BlockSources.slice(BlockSources.view(volume.content()), at, length))
                .endsWithUnmount();
    }

    private boolean endsWithUnmount() throws IOException {
        long head = head();
        for (long back = 1; back <= Math.min(MOST_RECORD_SECTORS, sectors); back++) {
            long at = Math.floorMod(head - back, sectors);
            LogRecord record = LogRecord.LAYOUT.parse(sector(at), "log record");
            if (record.magic() == LogRecord.MAGIC) {
                return isUnmount(record, at, back);
            }
        }
        return false;
    }

    private boolean isUnmount(LogRecord record, long at, long back) throws IOException {
        if (record.operations() != 1 || record.headerSectors() + record.sectors() != back) {
            return false;
        }
        ByteBuffer operation = sector(Math.floorMod(at + record.headerSectors(), sectors));
        return (operation.get(FLAGS_AT) & UNMOUNT) != 0;
    }

    /** The sector behind the newest. */
    private long head() throws IOException {
        long first = cycle(0);
        if (first == cycle(sectors - 1)) {
            return sectors;
        }
        long low = 0;
        long high = sectors - 1;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            if (cycle(middle) == first) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private long cycle(long sector) throws IOException {
        ByteBuffer bytes = sector(sector);
        long word = bytes.getInt(0) & 0xffff_ffffL;
        return word == LogRecord.MAGIC ? bytes.getInt(4) & 0xffff_ffffL : word;
    }

    private ByteBuffer sector(long number) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SECTOR);
        log.read(number * SECTOR, bytes);
        return bytes.flip();
    }
}
