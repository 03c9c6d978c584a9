package io.colama.inspect.sqlite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The pages that a write-ahead log holds: frames count while salts and checksums fit, up to the
 * last one that ends a transaction.
 */
final class WriteAheadLog {

    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC_LITTLE = 0x377f0682;
    private static final int MAGIC_BIG = 0x377f0683;

    private final ByteBuffer log;
    private final int pageBytes;
    private final ByteOrder order;
    private int sum1;
    private int sum2;

    private WriteAheadLog(ByteBuffer log, int pageBytes, ByteOrder order) {
        this.log = log;
        this.pageBytes = pageBytes;
        this.order = order;
    }

    /** The pages by their numbers; none when the log is empty or of another database. */
    static Map<Long, ByteBuffer> pages(byte[] bytes, int pageBytes) {
        ByteBuffer log = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER || log.getInt(8) != pageBytes) {
            return Map.of();
        }
        int magic = log.getInt(0);
        if (magic != MAGIC_LITTLE && magic != MAGIC_BIG) {
            return Map.of();
        }
        ByteOrder order = magic == MAGIC_BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new WriteAheadLog(log, pageBytes, order).read();
    }

    private Map<Long, ByteBuffer> read() {
        sum(0, FRAME_HEADER);
        if (sum1 != log.getInt(24) || sum2 != log.getInt(28)) {
            return Map.of();
        }
        Map<Long, ByteBuffer> committed = new HashMap<>();
        Map<Long, ByteBuffer> pending = new HashMap<>();
        int frame = FRAME_HEADER + pageBytes;
        for (int at = HEADER; at <= log.limit() - frame; at += frame) {
            boolean salted =
                    log.getInt(at + 8) == log.getInt(16) && log.getInt(at + 12) == log.getInt(20);
            sum(at, 8);
            sum(at + FRAME_HEADER, pageBytes);
            if (!salted || sum1 != log.getInt(at + 16) || sum2 != log.getInt(at + 20)) {
                break;
            }
            pending.put(log.getInt(at) & 0xffff_ffffL, log.slice(at + FRAME_HEADER, pageBytes));
            if (log.getInt(at + 4) != 0) {
                committed.putAll(pending);
                pending.clear();
            }
        }
        return committed;
    }

    private void sum(int from, int length) {
        ByteBuffer words = log.duplicate().order(order);
        for (int at = from; at < from + length; at += 8) {
            sum1 += words.getInt(at) + sum2;
            sum2 += words.getInt(at + 4) + sum1;
        }
    }
}
