package io.colama.guest.btrfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;

/**
 * Decodes LZO1X, and the segments in which btrfs keeps it.
 *
 * <p>An instruction copies bytes from before and, with its two lowest bits, up to three that stand
 * behind it; what the instructions below 16 mean depends on how many bytes the one before took so.
 *
 * <p>Source: Linux, Documentation/staging/lzo.rst.
 */
final class Lzo {

    private static final int LENGTH = 4;
    private static final int FIRST_LITERALS = 17;
    private static final int MANY = 4;
    private static final int FAR = 0x4000;
    private static final int NEAR_END = 0x801;

    private final byte[] packed;
    private final int end;
    private final byte[] target;
    private final int most;
    private int at;
    private int done;
    private int literals;

    private Lzo(byte[] packed, int from, int end, byte[] target, int done, int most) {
        this.packed = packed;
        this.at = from;
        this.end = end;
        this.target = target;
        this.done = done;
        this.most = most;
    }

    /**
     * Decodes a total length and segments with theirs. No length crosses a sector; each segment
     * gives a sector at most.
     */
    static void decodeSegments(byte[] packed, byte[] target, int sectorBytes)
            throws DataFormatException {
        ByteBuffer lengths = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        long total = packed.length < LENGTH ? 0 : lengths.getInt(0) & 0xffff_ffffL;
        if (total < LENGTH || total > packed.length) {
            throw new DataFormatException(total + " bytes of " + packed.length);
        }
        int at = LENGTH;
        int done = 0;
        while (done < target.length) {
            int left = sectorBytes - at % sectorBytes;
            at += left < LENGTH ? left : 0;
            if (at + LENGTH > total) {
                return;
            }
            long length = lengths.getInt(at) & 0xffff_ffffL;
            at += LENGTH;
            if (length > total - at) {
                throw new DataFormatException("a segment of " + length + " bytes at " + at);
            }
            int most = Math.min(target.length, done + sectorBytes);
            done = decode(packed, at, at + (int) length, target, done, most);
            at += (int) length;
        }
    }

    /**
     * Decodes {@code packed} from {@code from} to {@code end} into {@code target} from {@code done}
     * to {@code most}.
     *
     * @return behind the last byte that was written
     */
    static int decode(byte[] packed, int from, int end, byte[] target, int done, int most)
            throws DataFormatException {
        return new Lzo(packed, from, end, target, done, most).run(done);
    }

    private int run(int start) throws DataFormatException {
        if (at < end && (packed[at] & 0xff) > FIRST_LITERALS) {
            int count = next() - FIRST_LITERALS;
            stand(count);
            literals = Math.min(count, MANY);
        }
        while (turn(start)) {
            // each turn takes at least a byte
        }
        return done;
    }

    private boolean turn(int start) throws DataFormatException {
        int code = next();
        if (code < 16 && literals == 0) {
            stand(3 + length(code, 15));
            literals = MANY;
            return true;
        }
        int count;
        int distance;
        int low = code;
        if (code < 16) {
            boolean far = literals == MANY;
            count = far ? 3 : 2;
            distance = (next() << 2) + (code >>> 2) + (far ? NEAR_END : 1);
        } else if (code < 64) {
            boolean far = code < 32;
            count = 2 + (far ? length(code & 7, 7) : length(code & 31, 31));
            low = next();
            int word = (low | next() << 8) >>> 2;
            distance = far ? FAR + ((code & 8) << 11) + word : 1 + word;
            if (far && distance == FAR) {
                return false;
            }
        } else {
            count = (code >>> 5) + 1;
            distance = (next() << 3) + (code >>> 2 & 7) + 1;
        }
        repeat(count, distance, start);
        literals = low & 3;
        stand(literals);
        return true;
    }

    private int length(int field, int full) throws DataFormatException {
        if (field != 0) {
            return field;
        }
        int length = full;
        int more = next();
        while (more == 0) {
            length += 255;
            more = next();
        }
        return length + more;
    }

    private void stand(int count) throws DataFormatException {
        if (count > end - at || count > most - done) {
            throw new DataFormatException(count + " bytes at " + at + " found");
        }
        System.arraycopy(packed, at, target, done, count);
        at += count;
        done += count;
    }

    private void repeat(int count, int distance, int start) throws DataFormatException {
        if (distance > done - start || count > most - done) {
            throw new DataFormatException(
                    count + " bytes from " + distance + " before " + done + " found");
        }
        for (int i = 0; i < count; i++) {
            target[done] = target[done - distance];
            done++;
        }
    }

    private int next() throws DataFormatException {
        if (at == end) {
            throw new DataFormatException("cut off at " + at);
        }
        return packed[at++] & 0xff;
    }
}
