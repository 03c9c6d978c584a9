package io.colama.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects nodes in memory and writes them as one node pack.
 *
 * <p>File: a header of 16 bytes ({@code COLANODE}, {@code u32} version, {@code u32} zero); {@code
 * u32} number of packs in the dictionary, {@code u32} number of records; the dictionary, 32 bytes a
 * pack; the records; a footer of 40 bytes (32 bytes SHA-256 of everything before it, {@code
 * COLANEND}). A record starts at a multiple of 8 bytes: 32 bytes key, {@code u8} kind, {@code u8}
 * level, {@code u16} zero, {@code u32} length of the payload, the payload ({@link Node}), {@code
 * u32} CRC-32C of all of it, zeros up to the next multiple of 8. The file is named by its SHA-256.
 */
final class NodePackWriter {

    static final long MAGIC = Formats.magic("COLANODE");
    static final long END_MAGIC = Formats.magic("COLANEND");
    static final int VERSION = 1;
    static final int HEADER = 24;
    static final int RECORD_HEADER = 40;
    static final int FOOTER = 40;

    private final Map<Hash, Integer> dictionary = new LinkedHashMap<>();
    private final List<Hash> keys = new ArrayList<>();
    private final List<ByteBuffer> records = new ArrayList<>();
    private long recordBytes;

    /** Adds a node under its key. */
    void add(Hash key, Node node) {
        byte[] payload = node.encode(this::number);
        ByteBuffer record = Bytes.allocate((RECORD_HEADER + payload.length + 4 + 7) & ~7);
        record.put(key.toBytes())
                .put((byte) node.kind())
                .put((byte) node.level())
                .putShort((short) 0);
        record.putInt(payload.length).put(payload);
        record.putInt(Bytes.crc32c(record.array(), 0, record.position()));
        keys.add(key);
        records.add(record.clear());
        recordBytes += record.capacity();
    }

    private int number(Hash pack) {
        return dictionary.computeIfAbsent(pack, _ -> dictionary.size() + 1);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    long recordBytes() {
        return recordBytes;
    }

    /** Writes, reads back and names the pack. */
    Published publish(Backend backend) throws IOException {
        int start = HEADER + dictionary.size() * Hash.BYTES;
        ByteBuffer file = Bytes.allocate(Math.toIntExact(start + recordBytes + FOOTER));
        file.put(Formats.header(MAGIC, VERSION)).putInt(dictionary.size()).putInt(records.size());
        dictionary.keySet().forEach(pack -> file.put(pack.toBytes()));
        List<Integer> offsets = new ArrayList<>(records.size());
        for (ByteBuffer record : records) {
            offsets.add(file.position());
            file.put(record);
        }
        Hash name = new VerityTree().hash(file.array(), 0, file.position());
        file.put(name.toBytes()).putLong(END_MAGIC).flip();
        try (Backend.Output output = backend.create()) {
            output.write(file.duplicate());
            output.sync();
            ByteBuffer back = ByteBuffer.allocate(file.capacity());
            output.read(0, back);
            if (!back.flip().equals(file)) {
                throw new StoreException.Damaged(
                        "a new node pack reads back differently: check this machine's disk and memory");
            }
            output.publish(Formats.nodesName(name));
        }
        return new Published(name, file.capacity(), List.copyOf(keys), List.copyOf(offsets));
    }

    /**
     * A node pack that has its name.
     *
     * @param name the SHA-256 of its content
     * @param bytes the size of its file
     * @param keys the keys of its records
     * @param offsets where each record starts
     */
    record Published(Hash name, long bytes, List<Hash> keys, List<Integer> offsets) {}
}
