package io.colama.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The names and first bytes of the store's files. */
final class Formats {

    static final String PACKS = "packs";
    static final String INDEX = "index";
    static final String QUARANTINE = "quarantine";
    static final String LOGS = "refs";

    static final String PACK_SUFFIX = ".pack";
    static final String NODES_SUFFIX = ".nodes";
    static final String INDEX_SUFFIX = ".idx";

    private Formats() {}

    /** Eight ASCII characters as the little-endian number that writes them in order. */
    static long magic(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII)).getLong();
    }

    /** The first 16 bytes of a file: magic, version, four zero bytes. */
    static ByteBuffer header(long magic, int version) {
        return Bytes.allocate(16).putLong(magic).putInt(version).putInt(0).flip();
    }

    /** Checks the first 16 bytes of a file, and moves behind them. */
    static void checkHeader(String name, ByteBuffer bytes, long magic, int version)
            throws StoreException {
        long found = bytes.getLong();
        int foundVersion = bytes.getInt();
        int rest = bytes.getInt();
        if (found != magic || rest != 0) {
            throw new StoreException.Damaged(
                    "%s: magic 0x%016x found at 0x0, 0x%016x expected"
                            .formatted(name, found, magic));
        }
        if (foundVersion != version) {
            throw new StoreException.Damaged(
                    "%s: format version %d found, %d expected"
                            .formatted(name, foundVersion, version));
        }
    }

    static String packName(Hash name) {
        return inFolder(name, PACK_SUFFIX);
    }

    static String nodesName(Hash name) {
        return inFolder(name, NODES_SUFFIX);
    }

    /** The folder of a file. */
    static String folderOf(String name) {
        return name.substring(0, name.lastIndexOf('/'));
    }

    static String indexName(Hash name) {
        return INDEX + "/" + name.hex() + INDEX_SUFFIX;
    }

    private static String inFolder(Hash name, String suffix) {
        String hex = name.hex();
        return PACKS + "/" + hex.substring(0, 2) + "/" + hex + suffix;
    }
}
