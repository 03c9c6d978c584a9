package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Tells whether the volume's log was closed. The log is not replayed. */
final class LogFile {

    private static final int PAGE = 4096;
    private static final int SIGNATURE = 0x5254_5352;
    private static final int AREA = 48;
    private static final int NO_CLIENT = 0xffff;
    private static final int IS_CLEAN = 2;

    private LogFile() {}

    private record Restart(long sequence, boolean isOpen) {}

    /** Whether somebody was writing; false where there is no log or it was never used. */
    static boolean isOpen(NtfsVolume volume) throws IOException {
        Optional<Stream> stream =
                NtfsFile.open(volume, MftRecord.LOG_FILE, 0).stream(Attribute.DATA, "");
        if (stream.isEmpty()) {
            return false;
        }
        BlockSource log = stream.get().content(volume.metadata());
        Optional<Restart> first = restart(log, 0);
        Optional<Restart> second = restart(log, PAGE);
        if (first.isPresent() && second.isPresent()) {
            boolean later = second.get().sequence > first.get().sequence;
            return (later ? second : first).get().isOpen;
        }
        return first.or(() -> second).map(Restart::isOpen).orElse(false);
    }

    private static Optional<Restart> restart(BlockSource log, long at) throws IOException {
        if (log.size() - at < PAGE) {
            return Optional.empty();
        }
        ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
        log.read(at, page);
        page.flip();
        if (page.getInt(0) != SIGNATURE || page.getInt(16) != PAGE) {
            return Optional.empty();
        }
        try {
            FixUps.apply(page, SIGNATURE, "restart page");
        } catch (ImageException.Damaged tornWrite) {
            return Optional.empty();
        }
        int area = page.getShort(24) & 0xffff;
        if (area > PAGE - AREA) {
            return Optional.empty();
        }
        int client = page.getShort(area + 12) & 0xffff;
        int flags = page.getShort(area + 14);
        return Optional.of(
                new Restart(page.getLong(area), client != NO_CLIENT && (flags & IS_CLEAN) == 0));
    }
}
