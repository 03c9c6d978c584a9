package io.colama.inspect.sqlite;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A database of SQLite, read from memory. One thread. */
public final class SqliteFile {

    private static final String SIGNATURE = "SQLite format 3\0";
    private static final int FILE_HEADER = 100;
    private static final int LEAF = 0x0d;
    private static final int INTERIOR = 0x05;
    private static final int LEAF_HEADER = 8;
    private static final int INTERIOR_HEADER = 12;
    private static final int MOST_DEPTH = 32;
    private static final int LEAST_PAGE = 512;
    private static final int SCHEMA_COLUMNS = 4;
    private static final Limit ROW = new Limit("bytes of a row", 64 << 20);

    private final ByteBuffer file;
    private final Map<Long, ByteBuffer> logged;
    private final int pageBytes;
    private final int usable;

    private SqliteFile(ByteBuffer file, Map<Long, ByteBuffer> logged, int pageBytes, int usable) {
        this.file = file;
        this.logged = logged;
        this.pageBytes = pageBytes;
        this.usable = usable;
    }

    /** Whether a file is a database, by its first bytes. */
    public static boolean isOne(byte[] file) {
        return file.length >= FILE_HEADER
                && new String(file, 0, SIGNATURE.length(), StandardCharsets.ISO_8859_1)
                        .equals(SIGNATURE);
    }

    /**
     * Opens a database.
     *
     * @param log the bytes of the file with {@code -wal} behind its name; empty when there is none
     * @throws ImageException.NotThisFormat when it is none
     */
    public static SqliteFile open(byte[] file, byte[] log) throws ImageException {
        if (!isOne(file)) {
            throw new ImageException.NotThisFormat(
                    "no database of SQLite in %d bytes".formatted(file.length));
        }
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int size = bytes.getShort(16) & 0xffff;
        int page = size == 1 ? 65_536 : size;
        int usable = page - (bytes.get(20) & 0xff);
        if (page < LEAST_PAGE || Integer.bitCount(page) != 1 || usable < LEAST_PAGE - 32) {
            throw new ImageException.Damaged(
                    "a database of SQLite with pages of %d bytes found".formatted(page));
        }
        return new SqliteFile(bytes, WriteAheadLog.pages(log, page), page, usable);
    }

    /** Receives rows. */
    @FunctionalInterface
    public interface Rows {
        /** One more row, its columns in order. */
        void accept(SqliteRow row) throws IOException;
    }

    /**
     * Reads the rows of a table in the order of their numbers; false when there is no such table.
     */
    public boolean rows(String table, Rows rows) throws IOException {
        Optional<Long> root = root(table);
        if (root.isEmpty()) {
            return false;
        }
        walk(root.get(), rows, new HashSet<>(), 0);
        return true;
    }

    /** The first page of a table, from the table of tables. */
    private Optional<Long> root(String table) throws IOException {
        long[] found = {0};
        walk(
                1,
                row -> {
                    List<SqliteRow.Value> values = row.values();
                    if (values.size() > SCHEMA_COLUMNS
                            && values.get(0).text().equals("table")
                            && values.get(1).text().equalsIgnoreCase(table)) {
                        found[0] = values.get(3).number();
                    }
                },
                new HashSet<>(),
                0);
        return found[0] > 0 ? Optional.of(found[0]) : Optional.empty();
    }

    private ByteBuffer page(long number) throws ImageException {
        ByteBuffer known = logged.get(number);
        if (known != null) {
            return known;
        }
        if (number < 1 || number > file.limit() / pageBytes) {
            throw new ImageException.Damaged(
                    "page %d of a database found, 1 to %d expected"
                            .formatted(number, file.limit() / pageBytes));
        }
        return file.slice((int) ((number - 1) * pageBytes), pageBytes);
    }

    private void walk(long number, Rows rows, Set<Long> seen, int depth) throws IOException {
        if (depth > MOST_DEPTH || !seen.add(number)) {
            throw new ImageException.Damaged(
                    "page %d of a database is reached twice or %d levels deep"
                            .formatted(number, depth));
        }
        ByteBuffer page = page(number);
        int start = number == 1 ? FILE_HEADER : 0;
        int type = page.get(start) & 0xff;
        int cells = page.getShort(start + 3) & 0xffff;
        int header = type == INTERIOR ? INTERIOR_HEADER : LEAF_HEADER;
        if ((type != LEAF && type != INTERIOR) || start + header + 2L * cells > pageBytes) {
            throw new ImageException.Damaged(
                    "page %d of a database with kind 0x%x and %d cells found"
                            .formatted(number, type, cells));
        }
        for (int i = 0; i < cells; i++) {
            int cell = page.getShort(start + header + 2 * i) & 0xffff;
            if (cell > pageBytes - 4) {
                throw new ImageException.Damaged(
                        "a cell at 0x%x of page %d of a database found".formatted(cell, number));
            }
            if (type == INTERIOR) {
                walk(page.getInt(cell) & 0xffff_ffffL, rows, seen, depth + 1);
            } else {
                rows.accept(row(page, cell));
            }
        }
        if (type == INTERIOR) {
            walk(page.getInt(start + 8) & 0xffff_ffffL, rows, seen, depth + 1);
        }
    }

    private SqliteRow row(ByteBuffer page, int cell) throws ImageException {
        ByteBuffer at = page.duplicate().position(cell);
        int length = ROW.checkInt(Varint.read(at));
        long id = Varint.read(at);
        int most = usable - 35;
        int local = length;
        if (length > most) {
            int least = (usable - 12) * 32 / 255 - 23;
            int kept = least + (length - least) % (usable - 4);
            local = kept <= most ? kept : least;
        }
        if (local > at.remaining() - (length > local ? 4 : 0)) {
            throw new ImageException.Damaged(
                    "a row of %d bytes at 0x%x of a page found".formatted(length, cell));
        }
        byte[] payload = new byte[length];
        at.get(payload, 0, local);
        if (length > local) {
            overflow(at.getInt() & 0xffff_ffffL, payload, local);
        }
        return SqliteRow.parse(id, ByteBuffer.wrap(payload));
    }

    private void overflow(long first, byte[] payload, int from) throws ImageException {
        long number = first;
        // every page gives bytes, so a chain in a circle ends with the row
        for (int done = from; done < payload.length; ) {
            ByteBuffer page = page(number);
            int length = Math.min(usable - 4, payload.length - done);
            page.get(4, payload, done, length);
            done += length;
            number = page.getInt(0) & 0xffff_ffffL;
        }
    }
}
