package io.colama.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one data pack: frames as they come, then the table of contents, then everything is read
 * back and published.
 *
 * <p>File: a header of 16 bytes ({@code COLAPACK}, {@code u32} version, {@code u32} zero); for each
 * segment a header of 16 bytes ({@code u32} {@code SEGM}, {@code u32} frame length, {@code u16}
 * blocks, {@code u16} codec, {@code u32} CRC-32C of the frame) and its frame; the {@linkplain
 * PackToc table of contents}; a footer of 64 bytes ({@code u64} offset of the table, {@code u32}
 * length of the table before the hashes, {@code u32} CRC-32C of that part, {@code u32} number of
 * blocks, {@code u32} zero, 32 bytes SHA-256 of the whole table of contents, {@code COLAPEND}).
 *
 * <p>The segment headers repeat what the table says, so that the table can be rebuilt from a
 * damaged file.
 */
final class DataPackWriter implements Closeable {

    static final long MAGIC = Formats.magic("COLAPACK");
    static final long END_MAGIC = Formats.magic("COLAPEND");
    static final int VERSION = 1;
    static final int HEADER = 16;
    static final int SEGMENT_HEADER = 16;
    static final int SEGMENT_MAGIC = 0x4d474553; // "SEGM"
    static final int FOOTER = 64;

    private final Backend.Output output;
    private final List<Entry> entries = new ArrayList<>();
    private int blocks;

    DataPackWriter(Backend backend) throws IOException {
        output = backend.create();
        output.write(Formats.header(MAGIC, VERSION));
    }

    /** How many bytes were written so far. */
    long bytesWritten() {
        return output.position();
    }

    /** Appends a segment of {@code count} blocks. */
    void append(SegmentCodec.Frame frame, int count) throws IOException {
        entries.add(new Entry((int) output.position() + SEGMENT_HEADER, frame, count));
        ByteBuffer header = Bytes.allocate(SEGMENT_HEADER);
        header.putInt(SEGMENT_MAGIC).putInt(frame.bytes().length);
        header.putShort((short) count).putShort((short) frame.codec()).putInt(frame.crc32c());
        output.write(header.flip());
        output.write(ByteBuffer.wrap(frame.bytes()));
        blocks += count;
    }

    /**
     * Completes the pack, reads it back, and gives it its name.
     *
     * @param hashes the hashes of all blocks in order; longer arrays are allowed
     * @return the pack's name
     */
    Published publish(byte[] hashes) throws IOException {
        byte[] table = table(hashes);
        byte[] contents = contents(table, hashes);
        return publish(new VerityTree().hash(contents, 0, contents.length), table, contents);
    }

    /**
     * The same for a pack whose file was damaged.
     *
     * @return false, and nothing is published, when what was written has another name
     */
    boolean publishAgain(Hash name, byte[] hashes) throws IOException {
        byte[] table = table(hashes);
        byte[] contents = contents(table, hashes);
        if (!new VerityTree().hash(contents, 0, contents.length).equals(name)) {
            return false;
        }
        publish(name, table, contents);
        return true;
    }

    private byte[] contents(byte[] table, byte[] hashes) {
        byte[] contents = java.util.Arrays.copyOf(table, table.length + blocks * Hash.BYTES);
        System.arraycopy(hashes, 0, contents, table.length, blocks * Hash.BYTES);
        return contents;
    }

    private Published publish(Hash name, byte[] table, byte[] contents) throws IOException {
        long tocOffset = output.position();
        output.write(ByteBuffer.wrap(contents));
        ByteBuffer footer = Bytes.allocate(FOOTER);
        footer.putLong(tocOffset).putInt(table.length).putInt(Bytes.crc32c(table, 0, table.length));
        footer.putInt(blocks).putInt(0).put(name.toBytes()).putLong(END_MAGIC);
        output.write(footer.flip());
        output.sync();
        readBack(contents, tocOffset);
        output.publish(Formats.packName(name));
        return new Published(name, output.position(), entries.size(), blocks);
    }

    /** The part of the table of contents before the hashes. */
    private byte[] table(byte[] hashes) {
        ByteBuffer table = Bytes.allocate(PackToc.tableBytes(entries.size()));
        table.putInt(entries.size()).putInt(blocks);
        int first = 0;
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (i % Geometry.NEIGHBOURHOOD_SEGMENTS == 0) {
                starts.add(first);
            }
            table.putInt(entry.offset)
                    .putInt(entry.length)
                    .putInt(first)
                    .putInt(entry.crc32c)
                    .putInt(entry.codec);
            first += entry.count;
        }
        starts.add(first);
        for (int i = 0; i + 1 < starts.size(); i++) {
            int from = starts.get(i) * Hash.BYTES;
            table.putInt(Bytes.crc32c(hashes, from, starts.get(i + 1) * Hash.BYTES - from));
        }
        return table.array();
    }

    /**
     * Reads the synced file again: each frame must have its checksum, the table of contents must be
     * equal.
     */
    private void readBack(byte[] contents, long tocOffset) throws IOException {
        byte[] buffer = new byte[Geometry.SEGMENT_BYTES];
        for (Entry entry : entries) {
            output.read(entry.offset, ByteBuffer.wrap(buffer, 0, entry.length));
            if (Bytes.crc32c(buffer, 0, entry.length) != entry.crc32c) {
                throw new StoreException.Damaged(
                        "a new pack reads back differently at 0x%x: check this machine's disk and memory"
                                .formatted(entry.offset));
            }
        }
        byte[] back = new byte[contents.length];
        output.read(tocOffset, ByteBuffer.wrap(back));
        if (!java.util.Arrays.equals(back, contents)) {
            throw new StoreException.Damaged(
                    "a new pack's table of contents reads back differently: check this machine's disk and memory");
        }
    }

    @Override
    public void close() throws IOException {
        output.close();
    }

    /**
     * A pack that has its name.
     *
     * @param name the SHA-256 of its table of contents
     * @param bytes the size of its file
     * @param segments how many segments it has
     * @param blocks how many blocks they hold
     */
    record Published(Hash name, long bytes, int segments, int blocks) {}

    private static final class Entry {
        final int offset;
        final int length;
        final int crc32c;
        final int codec;
        final int count;

        Entry(int offset, SegmentCodec.Frame frame, int count) {
            this.offset = offset;
            this.length = frame.bytes().length;
            this.crc32c = frame.crc32c();
            this.codec = frame.codec();
            this.count = count;
        }
    }
}
