package io.colama.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Named rows of small records, numbered from 0 without gaps: append-only, durable, safe between
 * processes. Two writers that append the same number: one succeeds. What the records mean is
 * decided above the store.
 *
 * <p>Files: {@code refs/<log>/<number / 1000, 8 digits>/<number, 8 digits>}, so that the last
 * record is found by two listings of at most 1,000 names. A file is a header of 16 bytes ({@code
 * COLAREFS}, {@code u32} version, {@code u32} zero) and the record twice, each copy as {@code u64}
 * number, the payload, {@code u32} CRC-32C of both: these few bytes have no other copy in the
 * repository, so one damaged bit must not cost them. The length follows from the size of the file.
 *
 * <p>Threads: any number.
 */
public final class AppendLog {

    /** Most bytes in a record. */
    public static final int MAX_RECORD = 4 << 20;

    private static final long MAGIC = Formats.magic("COLAREFS");
    private static final int VERSION = 1;
    private static final int BUCKET = 1000;
    private static final Pattern RECORD = Pattern.compile("\\d{8}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final Backend backend;

    AppendLog(Backend backend) {
        this.backend = backend;
    }

    /**
     * Whether a log may have this name: letters, digits, {@code . _ -}, at most 128, beginning with
     * a letter or digit.
     */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The names of all logs that have records, sorted. */
    public List<String> names() throws IOException {
        return List.copyOf(lasts().keySet());
    }

    /** All logs that have records, sorted by name, with the numbers of their last. */
    public SortedMap<String, Long> lasts() throws IOException {
        SortedMap<String, Long> lasts = new TreeMap<>();
        for (String name : backend.list(Formats.LOGS)) {
            if (isName(name)) {
                last(name).ifPresent(last -> lasts.put(name, last));
            }
        }
        return lasts;
    }

    /** The number of the last record; empty when the log has none. */
    public OptionalLong last(String log) throws IOException {
        List<String> buckets = backend.list(folder(log));
        for (String bucket : buckets.reversed()) {
            List<Long> numbers = numbers(log, bucket);
            if (!numbers.isEmpty()) {
                return OptionalLong.of(numbers.getLast());
            }
        }
        return OptionalLong.empty();
    }

    /** The numbers of the records that are there, in order; a sound log has no gaps. */
    List<Long> numbers(String log) throws IOException {
        List<Long> all = new ArrayList<>();
        for (String bucket : backend.list(folder(log))) {
            all.addAll(numbers(log, bucket));
        }
        return all;
    }

    /** The numbers of the records in a bucket; files that are not records are left alone. */
    private List<Long> numbers(String log, String bucket) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String entry : backend.list(folder(log) + "/" + bucket)) {
            if (RECORD.matcher(entry).matches()
                    && bucket(log, Long.parseLong(entry)).endsWith("/" + bucket)) {
                numbers.add(Long.parseLong(entry));
            }
        }
        return numbers;
    }

    /**
     * Appends a record.
     *
     * @param number one more than the last
     * @return false when another writer has appended that number before
     */
    public boolean append(String log, long number, byte[] payload) throws IOException {
        if (payload.length > MAX_RECORD) {
            throw new IllegalArgumentException("a record of " + payload.length + " bytes");
        }
        if (number > 0 && number % BUCKET == 0) {
            backend.sync(
                    bucket(log, number - 1)); // the last record there may be somebody's who has not
            // synced it
        }
        try (Backend.Output output = backend.create()) {
            output.write(encode(number, payload));
            return output.publishIfAbsent(file(log, number));
        }
    }

    private static ByteBuffer encode(long number, byte[] payload) {
        ByteBuffer copy = Bytes.allocate(12 + payload.length);
        copy.putLong(number)
                .put(payload)
                .putInt(Bytes.crc32c(copy.array(), 0, copy.position()))
                .flip();
        ByteBuffer file = Bytes.allocate(16 + 2 * copy.limit());
        return file.put(Formats.header(MAGIC, VERSION)).put(copy.duplicate()).put(copy).flip();
    }

    /**
     * Reads a record, from whichever copy is whole.
     *
     * @throws StoreException.Absent when there is none of this number
     * @throws StoreException.Damaged when neither copy is whole
     */
    public byte[] read(String log, long number) throws IOException {
        byte[] bytes = bytes(log, number);
        int copies = bytes.length - 16;
        if (copies >= 24 && copies % 2 == 0) {
            for (int copy = 0; copy < 2; copy++) {
                Optional<byte[]> payload =
                        copy(bytes, 16 + copy * (copies / 2), copies / 2, number);
                if (payload.isPresent()) {
                    return payload.get();
                }
            }
        }
        throw new StoreException.Damaged(
                file(log, number) + ": both copies of the record are damaged");
    }

    private byte[] bytes(String log, long number) throws IOException {
        try {
            return backend.readAll(file(log, number), 16 + 2 * (12 + MAX_RECORD));
        } catch (NoSuchFileException e) {
            throw new StoreException.Absent(file(log, number) + ": there is no such record");
        }
    }

    private static Optional<byte[]> copy(byte[] bytes, int from, int length, long number) {
        ByteBuffer copy =
                Bytes.wrap(bytes).slice(from, length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        if (copy.getInt(length - 4) != Bytes.crc32c(bytes, from, length - 4)
                || copy.getLong() != number) {
            return Optional.empty();
        }
        byte[] payload = new byte[length - 12];
        copy.get(payload);
        return Optional.of(payload);
    }

    /**
     * What is wrong with a record, although it may be readable.
     *
     * @return empty when the file is exactly as it was written
     */
    Optional<String> check(String log, long number) throws IOException {
        byte[] payload;
        try {
            payload = read(log, number);
        } catch (StoreException e) {
            return Optional.of(e.getMessage());
        }
        byte[] found = bytes(log, number);
        if (encode(number, payload).equals(ByteBuffer.wrap(found))) {
            return Optional.empty();
        }
        return Optional.of(
                file(log, number) + ": one copy of the record is damaged, the other is whole");
    }

    /** Writes a record anew whose one copy is whole. */
    void rewrite(String log, long number) throws IOException {
        byte[] payload = read(log, number);
        try (Backend.Output output = backend.create()) {
            output.write(encode(number, payload));
            output.publish(file(log, number));
        }
    }

    private static String folder(String log) {
        if (!isName(log)) {
            throw new IllegalArgumentException("\"" + log + "\" cannot name a log");
        }
        return Formats.LOGS + "/" + log;
    }

    static String file(String log, long number) {
        return "%s/%08d".formatted(bucket(log, number), number);
    }

    private static String bucket(String log, long number) {
        return "%s/%08d".formatted(folder(log), number / BUCKET);
    }
}
