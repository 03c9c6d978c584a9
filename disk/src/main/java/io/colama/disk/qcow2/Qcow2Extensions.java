package io.colama.disk.qcow2;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands behind the header in the first cluster.
 *
 * @param backingFormat the format of the backing file
 * @param dataFile the name of an external data file
 * @param featureNames names of incompatible features by their bits
 * @param bitmaps whether dirty bitmaps are kept
 */
record Qcow2Extensions(
        Optional<String> backingFormat,
        Optional<String> dataFile,
        Map<Integer, String> featureNames,
        boolean bitmaps) {

    private static final long END = 0;
    private static final long BACKING_FORMAT = 0xe2792acaL;
    private static final long FEATURE_NAMES = 0x6803f857L;
    private static final long BITMAPS = 0x23852875L;
    private static final long DATA_FILE = 0x44415441L;

    private static final Limit NAME = new Limit("header extension name bytes", 1023);
    private static final Limit TABLE = new Limit("feature name table bytes", 3 * 64 * 48);
    private static final int FEATURE_BYTES = 48;
    private static final int HEAD_BYTES = 8;
    private static final int MAX_EXTENSIONS = 1000;

    /**
     * Reads the extensions of {@code file}, which end at the backing file's name or with the first
     * cluster.
     */
    static Qcow2Extensions read(BlockSource file, Qcow2Header header, String name)
            throws IOException {
        long cluster = 1L << header.clusterBits();
        long end = Math.min(file.size(), cluster);
        if (header.backingFileOffset() > 0) {
            end = Math.min(end, header.backingFileOffset());
        }
        Builder found = new Builder();
        long at = header.headerLength();
        for (int count = 0; at <= end - HEAD_BYTES; count++) {
            ByteBuffer head = bytes(file, at, HEAD_BYTES);
            long type = Integer.toUnsignedLong(head.getInt());
            long length = Integer.toUnsignedLong(head.getInt());
            if (type == END) {
                break;
            }
            if (length > end - at - HEAD_BYTES || count == MAX_EXTENSIONS) {
                throw new ImageException.Damaged(
                        "%s: header extension 0x%x of %d bytes at 0x%x, at most %d bytes left"
                                .formatted(name, type, length, at, end - at - HEAD_BYTES));
            }
            found.add(file, type, at + HEAD_BYTES, length);
            at += HEAD_BYTES + Math.ceilDiv(length, 8) * 8;
        }
        return found.build();
    }

    private static ByteBuffer bytes(BlockSource file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(at, bytes);
        return bytes.flip();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /** Collects what is met. */
    private static final class Builder {

        private Optional<String> backingFormat = Optional.empty();
        private Optional<String> dataFile = Optional.empty();
        private final Map<Integer, String> featureNames = new HashMap<>();
        private boolean bitmaps;

        void add(BlockSource file, long type, long at, long length) throws IOException {
            if (type == BACKING_FORMAT) {
                backingFormat = Optional.of(text(bytes(file, at, NAME.checkInt(length))));
            } else if (type == DATA_FILE) {
                dataFile = Optional.of(text(bytes(file, at, NAME.checkInt(length))));
            } else if (type == FEATURE_NAMES) {
                addFeatures(bytes(file, at, TABLE.checkInt(length)));
            } else if (type == BITMAPS) {
                bitmaps = true;
            }
        }

        private void addFeatures(ByteBuffer table) {
            for (;
                    table.remaining() >= FEATURE_BYTES;
                    table.position(table.position() + FEATURE_BYTES)) {
                int kind = table.get(table.position());
                int bit = table.get(table.position() + 1);
                String name = text(table.slice(table.position() + 2, FEATURE_BYTES - 2));
                if (kind == 0) {
                    featureNames.put(bit, name.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]+", ""));
                }
            }
        }

        Qcow2Extensions build() {
            return new Qcow2Extensions(backingFormat, dataFile, Map.copyOf(featureNames), bitmaps);
        }
    }
}
