package io.colama.guest.archive;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.Run;
import io.colama.guest.file.GuestName;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@link TreeArchive} has written, forwards, wherever it comes from: nothing in it is
 * trusted. One thread.
 */
public final class ArchiveMembers {

    private static final int BLOCK = 512;
    private static final int CHUNK = 1 << 16;
    private static final Limit EXTENDED = new Limit("extended tar header bytes", 16 << 20);
    private static final Limit SIZE = new Limit("tar member bytes", 1L << 56);
    private static final Limit RUNS = new Limit("runs of a sparse tar member", (1 << 20) + 1);
    private static final int MOST_DIGITS = 18;

    private final InputStream in;
    private final byte[] buffer = new byte[CHUNK];
    private List<String> leftOut = List.of();
    private long left;
    private int padding;

    /** Reads an archive that is not compressed. The stream stays open. */
    public ArchiveMembers(InputStream in) {
        this.in = in;
    }

    /**
     * A member of an archive.
     *
     * @param name with a slash at the end for directories, as the archive has it
     * @param type the letter of the format: {@code 0} file, {@code 1} hard link, {@code 2} symbolic
     *     link, {@code 5} directory
     * @param mode the lower twelve bits
     * @param modified when, if known
     * @param link where a link leads
     * @param bytes the size of the file
     * @param data where it has data, in ascending order; all else is zero
     */
    public record Member(
            String name,
            char type,
            int mode,
            Optional<Instant> modified,
            String link,
            long bytes,
            List<Run> data) {

        /** Whether this is the manifest at the end. */
        public boolean isManifest() {
            return type == '0' && name.equals(TreeArchive.MANIFEST);
        }
    }

    /** Receives the data of a file. */
    @FunctionalInterface
    public interface Receiver {
        /** Bytes of the file from {@code position} on. */
        void accept(long position, byte[] bytes, int length) throws IOException;
    }

    /**
     * The next member; empty at the end of the archive. What is left of the one before is passed
     * over.
     *
     * @throws ImageException.Damaged when this is no archive, or the end of it is missing
     */
    public Optional<Member> next() throws IOException {
        pass();
        Map<String, byte[]> records = new HashMap<>();
        while (true) {
            byte[] block = new byte[BLOCK];
            whole(block, BLOCK);
            if (isZero(block)) {
                whole(block, BLOCK);
                if (!isZero(block)) {
                    throw new ImageException.Damaged("tar: one empty block found, two expected");
                }
                return Optional.empty();
            }
            checkSum(block);
            char type = (char) (block[156] & 0xff);
            long size = octal(block, 124, 12);
            begin(size);
            if (type == 'x' || type == 'g') {
                byte[] body = new byte[EXTENDED.checkInt(size)];
                whole(body, body.length);
                left = 0;
                pass();
                Map<String, byte[]> found = type == 'x' ? records : new HashMap<>();
                records(body, found);
                Optional.ofNullable(found.get(TreeArchive.COMMENT))
                        .filter(_ -> type == 'g')
                        .ifPresent(this::comment);
                continue;
            }
            return Optional.of(member(block, type, size, records));
        }
    }

    /** What the writer could not read and left out, as far as it is known by now. */
    public List<String> leftOut() {
        return leftOut;
    }

    private void comment(byte[] text) {
        leftOut = new String(text, StandardCharsets.UTF_8).lines().toList();
    }

    private Member member(byte[] block, char type, long size, Map<String, byte[]> records)
            throws IOException {
        long stored = records.containsKey("size") ? number(records.get("size")) : size;
        begin(stored);
        Optional<Instant> modified = Optional.of(Instant.ofEpochSecond(octal(block, 136, 12)));
        if (records.containsKey("mtime")) {
            modified = Optional.of(time(records.get("mtime")));
        }
        String name = text(records.getOrDefault("path", field(block, 0, 100)));
        String link = text(records.getOrDefault("linkpath", field(block, 157, 100)));
        int mode = (int) octal(block, 100, 8) & 07777;
        if (records.containsKey("GNU.sparse.major")) {
            long bytes = number(records.getOrDefault("GNU.sparse.realsize", new byte[0]));
            List<Run> runs = sparse(bytes);
            return new Member(
                    text(records.getOrDefault("GNU.sparse.name", new byte[0])),
                    type,
                    mode,
                    modified,
                    link,
                    bytes,
                    runs);
        }
        List<Run> all = stored == 0 ? List.of() : List.of(new Run(0, stored, Run.Kind.DATA));
        return new Member(name, type, mode, modified, link, stored, all);
    }

    /** The map of a sparse member stands before its data, in decimal, padded to a block. */
    private List<Run> sparse(long bytes) throws IOException {
        SIZE.check(bytes);
        long before = left;
        int count = RUNS.checkInt(line());
        List<Run> runs = new ArrayList<>();
        long end = 0;
        long data = 0;
        for (int i = 0; i < count; i++) {
            long offset = line();
            long length = line();
            if (offset < end || length > bytes - offset) {
                throw new ImageException.Damaged(
                        "tar: a run of 0x%x bytes at 0x%x found, after 0x%x and within 0x%x expected"
                                .formatted(length, offset, end, bytes));
            }
            if (length > 0) {
                runs.add(new Run(offset, length, Run.Kind.DATA));
            }
            end = offset + length;
            data += length;
        }
        int rest = (int) (-(before - left) & (BLOCK - 1));
        if (left - rest != data) {
            throw new ImageException.Damaged(
                    "tar: 0x%x bytes of a sparse member found, 0x%x expected"
                            .formatted(left - rest, data));
        }
        whole(new byte[rest], rest);
        left -= rest;
        return List.copyOf(runs);
    }

    private long line() throws IOException {
        long value = 0;
        for (int digits = 0; ; digits++) {
            byte[] one = new byte[1];
            if (left == 0) {
                throw new ImageException.Damaged("tar: the map of a sparse member does not end");
            }
            whole(one, 1);
            left--;
            if (one[0] == '\n' && digits > 0) {
                return value;
            }
            if (one[0] < '0' || one[0] > '9' || digits == MOST_DIGITS) {
                throw new ImageException.Damaged("tar: the map of a sparse member is no number");
            }
            value = value * 10 + (one[0] - '0');
        }
    }

    /** Reads the data of the member that came last. */
    public void read(Member member, Receiver receiver) throws IOException {
        for (Run run : member.data()) {
            for (long at = run.offset(); at < run.end(); ) {
                int length = (int) Math.min(CHUNK, run.end() - at);
                whole(buffer, length);
                left -= length;
                receiver.accept(at, buffer, length);
                at += length;
            }
        }
    }

    private void begin(long size) throws ImageException.Damaged {
        left = SIZE.check(size);
        padding = (int) (-size & (BLOCK - 1));
    }

    private void pass() throws IOException {
        while (left > 0) {
            int length = (int) Math.min(CHUNK, left);
            whole(buffer, length);
            left -= length;
        }
        whole(buffer, padding);
        padding = 0;
    }

    private void whole(byte[] target, int length) throws IOException {
        int read = in.readNBytes(target, 0, length);
        if (read < length) {
            throw new ImageException.Damaged("tar: it ends before its end");
        }
    }

    private static boolean isZero(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    private static void checkSum(byte[] block) throws ImageException.Damaged {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
        }
        long found = octal(block, 148, 8);
        if (found != sum) {
            throw new ImageException.Damaged(
                    "tar: a header with the sum 0x%x found, 0x%x expected".formatted(found, sum));
        }
    }

    private static long octal(byte[] block, int at, int length) throws ImageException.Damaged {
        long value = 0;
        for (int i = at; i < at + length && block[i] != 0 && block[i] != ' '; i++) {
            if (block[i] < '0' || block[i] > '7') {
                throw new ImageException.Damaged(
                        "tar: a number of octal digits expected at 0x%x of a header".formatted(at));
            }
            value = value << 3 | (block[i] - '0');
        }
        return value;
    }

    private static byte[] field(byte[] block, int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, at, end);
    }

    private static String text(byte[] bytes) {
        return GuestName.decode(bytes);
    }

    /** Records of {@code length key=value\n}. */
    private static void records(byte[] body, Map<String, byte[]> records)
            throws ImageException.Damaged {
        for (int at = 0; at < body.length; ) {
            int blank = at;
            while (blank < body.length && body[blank] != ' ') {
                blank++;
            }
            long length = number(Arrays.copyOfRange(body, at, blank));
            int equals = blank;
            while (equals < body.length && body[equals] != '=') {
                equals++;
            }
            if (length < equals - at + 2L || length > body.length - at) {
                throw new ImageException.Damaged(
                        "tar: a record of 0x%x bytes found at 0x%x of an extended header"
                                .formatted(length, at));
            }
            int end = at + (int) length;
            String key = new String(body, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
            records.put(key, Arrays.copyOfRange(body, equals + 1, end - 1));
            at = end;
        }
    }

    private static long number(byte[] digits) throws ImageException.Damaged {
        String text = new String(digits, StandardCharsets.US_ASCII);
        if (text.isEmpty()
                || text.length() > MOST_DIGITS
                || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new ImageException.Damaged(
                    "tar: \"%s\" found, a number expected".formatted(text));
        }
        return Long.parseLong(text);
    }

    private static Instant time(byte[] decimal) throws ImageException.Damaged {
        String text = new String(decimal, StandardCharsets.US_ASCII);
        try {
            if (!text.matches("-?\\d{1,18}(\\.\\d{1,9})?")) {
                throw new DateTimeException(text);
            }
            BigDecimal[] parts = new BigDecimal(text).divideAndRemainder(BigDecimal.ONE);
            return Instant.ofEpochSecond(
                    parts[0].longValueExact(), parts[1].movePointRight(9).longValueExact());
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new ImageException.Damaged("tar: \"%s\" found, a time expected".formatted(text));
        }
    }
}
