package io.colama.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An open node pack, mapped. Threads: any number. */
final class NodePack {

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Hash name;
    private final String file;
    private final MemorySegment bytes;
    private final int packs;
    private final int records;

    private NodePack(Hash name, MemorySegment bytes) throws StoreException {
        this.name = name;
        this.file = Formats.nodesName(name);
        this.bytes = bytes;
        if (bytes.byteSize() < NodePackWriter.HEADER + NodePackWriter.FOOTER) {
            throw new StoreException.Damaged(
                    "%s: %d bytes found, too few for a node pack"
                            .formatted(file, bytes.byteSize()));
        }
        this.packs = bytes.get(INT, 16);
        this.records = bytes.get(INT, 20);
    }

    static NodePack open(Backend backend, Hash name) throws IOException {
        try (Backend.Input input = backend.open(Formats.nodesName(name))) {
            return new NodePack(name, input.map());
        }
    }

    Hash name() {
        return name;
    }

    long sizeBytes() {
        return bytes.byteSize();
    }

    /** Checks the whole file: header, name, footer. Reading single records does not need it. */
    void check() throws StoreException {
        long end = bytes.byteSize() - NodePackWriter.FOOTER;
        ByteBuffer header = buffer(0, NodePackWriter.HEADER);
        Formats.checkHeader(file, header, NodePackWriter.MAGIC, NodePackWriter.VERSION);
        byte[] content = bytes.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE);
        Hash found = new VerityTree().hash(content, 0, content.length);
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
        String where = "%s: record at 0x%x".formatted(file, offset);
        long end = bytes.byteSize() - NodePackWriter.FOOTER;
        if (offset < first()
                || (offset & 7) != 0
                || offset + NodePackWriter.RECORD_HEADER + 4 > end) {
            throw new StoreException.Damaged(where + ": outside the file");
        }
        ByteBuffer header = buffer(offset, NodePackWriter.RECORD_HEADER);
        Hash key = Hash.from(header);
        int kind = header.get();
        int level = header.get();
        int reserved = header.getShort();
        int length = header.getInt();
        long total = (long) NodePackWriter.RECORD_HEADER + length;
        if (length < 0 || length > Node.MAX_PAYLOAD || reserved != 0 || offset + total + 4 > end) {
            throw new StoreException.Damaged("%s: a payload of %d bytes".formatted(where, length));
        }
        int stated = bytes.get(INT, offset + total);
        int found = Bytes.crc32c(buffer(offset, (int) total));
        if (stated != found) {
            throw new StoreException.Damaged(
                    "%s: checksum 0x%08x, 0x%08x expected".formatted(where, found, stated));
        }
        ByteBuffer payload = buffer(offset + NodePackWriter.RECORD_HEADER, length);
        Node node = Node.decode(where, kind, level, payload, this::pack);
        return new Entry(offset, key, node, (offset + total + 4 + 7) & ~7L);
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
        if (at + Hash.BYTES > bytes.byteSize()) {
            throw new IllegalArgumentException("pack " + number + " outside the file");
        }
        return Hash.from(buffer(at, Hash.BYTES));
    }

    private ByteBuffer buffer(long offset, int length) {
        return bytes.asSlice(offset, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
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
