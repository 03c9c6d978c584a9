package io.colama.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** An open node pack, mapped. Threads: any number. */
final class NodePack {

    /** Far more than a writer collects before it publishes. */
    private static final long MAX_BYTES = 1 << 30;

    private final Hash name;
    private final String file;
    private final MappedBytes bytes;
    private final int packs;
    private final int records;

    private NodePack(Hash name, MappedBytes bytes) throws StoreException {
        this.name = name;
        this.file = Formats.nodesName(name);
        this.bytes = bytes;
        if (bytes.size() < NodePackWriter.HEADER + NodePackWriter.FOOTER) {
            throw new StoreException.Damaged(
                    "%s: %d bytes found, too few for a node pack".formatted(file, bytes.size()));
        }
        if (bytes.size() > MAX_BYTES) {
            throw new StoreException.Damaged(
                    "%s: %d bytes found, at most %d expected"
                            .formatted(file, bytes.size(), MAX_BYTES));
        }
        this.packs = bytes.getInt(16);
        this.records = bytes.getInt(20);
    }

    static NodePack open(Backend backend, Hash name) throws IOException {
        try (Backend.Input input = backend.open(Formats.nodesName(name))) {
            return new NodePack(name, new MappedBytes(input.map()));
        }
    }

    Hash name() {
        return name;
    }

    long sizeBytes() {
        return bytes.size();
    }

    /** Checks the whole file: header, name, footer. Reading single records does not need it. */
    void check() throws StoreException {
        long end = bytes.size() - NodePackWriter.FOOTER;
        ByteBuffer header = buffer(0, NodePackWriter.HEADER);
        Formats.checkHeader(file, header, NodePackWriter.MAGIC, NodePackWriter.VERSION);
        Hash found = new VerityTree().hash(buffer(0, Math.toIntExact(end)));
        ByteBuffer footer = buffer(end, NodePackWriter.FOOTER);
        Hash stated = Hash.from(footer);
        if (!found.equals(name)
                || !stated.equals(name)
                || footer.getLong() != NodePackWriter.END_MAGIC) {
            throw new StoreException.Damaged(
                    "%s: its content has the hash %s".formatted(file, found.abbreviated()));
        }
    }

    /**
     * The record that starts at {@code offset}.
     *
     * @throws StoreException.Damaged when it is not whole
     */
    Entry record(long offset) throws StoreException.Damaged {
        long end = bytes.size() - NodePackWriter.FOOTER;
        if (offset < first()
                || (offset & 7) != 0
                || offset + NodePackWriter.RECORD_HEADER + 4 > end) {
            throw damaged(offset, "outside the file");
        }
        ByteBuffer header = buffer(offset, NodePackWriter.RECORD_HEADER);
        Hash key = Hash.from(header);
        int kind = header.get();
        int level = header.get();
        int reserved = header.getShort();
        int length = header.getInt();
        long total = (long) NodePackWriter.RECORD_HEADER + length;
        if (length < 0 || length > Node.MAX_PAYLOAD || reserved != 0 || offset + total + 4 > end) {
            throw damaged(offset, "a payload of " + length + " bytes");
        }
        int stated = bytes.getInt(offset + total);
        int found = Bytes.crc32c(buffer(offset, (int) total));
        if (stated != found) {
            throw damaged(offset, "checksum 0x%08x, 0x%08x expected".formatted(found, stated));
        }
        ByteBuffer payload = buffer(offset + NodePackWriter.RECORD_HEADER, length);
        try {
            Node node = Node.decode(kind, level, payload, this::pack);
            return new Entry(offset, key, node, (offset + total + 4 + 7) & ~7L);
        } catch (IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException
                | BufferUnderflowException e) {
            StoreException.Damaged damage = damaged(offset, "not a node: " + e.getMessage());
            damage.initCause(e);
            throw damage;
        }
    }

    private StoreException.Damaged damaged(long offset, String what) {
        return new StoreException.Damaged("%s: record at 0x%x: %s".formatted(file, offset, what));
    }

    /** Where the first record starts. */
    long first() {
        return NodePackWriter.HEADER + Math.max(0L, packs) * Hash.BYTES;
    }

    /** How many records the header announces. */
    int records() {
        return records;
    }

    private Hash pack(int number) {
        if (number < 1 || number > packs) {
            throw new IllegalArgumentException("pack " + number + " of " + packs);
        }
        long at = NodePackWriter.HEADER + (number - 1L) * Hash.BYTES;
        if (at + Hash.BYTES > bytes.size()) {
            throw new IllegalArgumentException("pack " + number + " outside the file");
        }
        return bytes.getHash(at);
    }

    private ByteBuffer buffer(long offset, int length) {
        return bytes.slice(offset, length);
    }

    /**
     * A record that was found whole.
     *
     * @param offset where it starts
     * @param key its key
     * @param node what it holds
     * @param next where the next record starts
     */
    record Entry(long offset, Hash key, Node node, long next) {}
}
