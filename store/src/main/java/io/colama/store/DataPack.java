package io.colama.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An open data pack: finds segments and block hashes by number. Threads: any number.
 *
 * <p>When the table of contents or the footer is damaged, it is rebuilt from the segment headers
 * and the decoded segments; the name of the pack proves that the result is the original table.
 */
final class DataPack implements Closeable {

    private final Hash name;
    private final String file;
    private final Backend.Input input;
    private final PackToc toc;
    private final long hashesOffset;
    private final byte @org.jspecify.annotations.Nullable [] recoveredHashes;

    private DataPack(
            Hash name,
            Backend.Input input,
            PackToc toc,
            long hashesOffset,
            byte @org.jspecify.annotations.Nullable [] recoveredHashes) {
        this.name = name;
        this.file = Formats.packName(name);
        this.input = input;
        this.toc = toc;
        this.hashesOffset = hashesOffset;
        this.recoveredHashes = recoveredHashes;
    }

    /**
     * Opens the pack of this name.
     *
     * @throws java.nio.file.NoSuchFileException when it is gone
     * @throws StoreException.Damaged when its contents cannot be told
     */
    static DataPack open(Backend backend, Hash name) throws IOException {
        Backend.Input input = backend.open(Formats.packName(name));
        try {
            try {
                return openIntact(input, name);
            } catch (StoreException.Damaged damage) {
                return PackRecovery.recover(input, name, damage);
            }
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /** Opens a pack by its footer, or says what is wrong with it. */
    static DataPack openIntact(Backend.Input input, Hash name) throws IOException {
        String file = Formats.packName(name);
        long size = input.size();
        if (size < DataPackWriter.HEADER + DataPackWriter.FOOTER) {
            throw new StoreException.Damaged(
                    "%s: %d bytes found, too few for a pack".formatted(file, size));
        }
        long footerAt = size - DataPackWriter.FOOTER;
        ByteBuffer footer = Bytes.allocate(DataPackWriter.FOOTER);
        input.read(footerAt, footer);
        footer.flip();
        long tocOffset = footer.getLong();
        int tableLength = footer.getInt();
        int tableChecksum = footer.getInt();
        int blocks = footer.getInt();
        int reserved = footer.getInt();
        Hash stated = Hash.from(footer);
        long end = footer.getLong();
        long hashes = tocOffset + tableLength;
        boolean sound =
                end == DataPackWriter.END_MAGIC
                        && reserved == 0
                        && stated.equals(name)
                        && tocOffset >= DataPackWriter.HEADER
                        && tableLength >= PackToc.tableBytes(1)
                        && tableLength <= PackToc.tableBytes(Geometry.PACK_SEGMENTS)
                        && blocks > 0
                        && hashes + (long) blocks * Hash.BYTES == footerAt;
        if (!sound) {
            throw new StoreException.Damaged(
                    "%s: the footer at 0x%x is not that of this pack".formatted(file, footerAt));
        }
        byte[] table = new byte[tableLength];
        input.read(tocOffset, ByteBuffer.wrap(table));
        if (Bytes.crc32c(table, 0, tableLength) != tableChecksum) {
            throw new StoreException.Damaged(
                    "%s: checksum 0x%08x of the table of contents at 0x%x, 0x%08x expected"
                            .formatted(
                                    file,
                                    Bytes.crc32c(table, 0, tableLength),
                                    tocOffset,
                                    tableChecksum));
        }
        PackToc toc = PackToc.parse(file, Bytes.wrap(table), tocOffset);
        if (toc.blocks() != blocks) {
            throw new StoreException.Damaged(
                    "%s: %d blocks in the table, %d in the footer"
                            .formatted(file, toc.blocks(), blocks));
        }
        return new DataPack(name, input, toc, hashes, null);
    }

    /** A pack whose table was rebuilt. */
    static DataPack recovered(Backend.Input input, Hash name, PackToc toc, byte[] hashes) {
        return new DataPack(name, input, toc, 0, hashes);
    }

    Hash name() {
        return name;
    }

    PackToc toc() {
        return toc;
    }

    long sizeBytes() {
        return input.size();
    }

    /** The hashes of a neighbourhood's blocks, 32 bytes each. */
    byte[] hashes(int neighbourhood) throws IOException {
        int from = toc.neighbourhoodStart(neighbourhood);
        int to = toc.neighbourhoodEnd(neighbourhood);
        byte[] known = recoveredHashes;
        if (known != null) {
            return Arrays.copyOfRange(known, from * Hash.BYTES, to * Hash.BYTES);
        }
        byte[] hashes = new byte[(to - from) * Hash.BYTES];
        input.read(hashesOffset + (long) from * Hash.BYTES, ByteBuffer.wrap(hashes));
        return hasChecksum(hashes, neighbourhood) ? hashes : rebuiltHashes(neighbourhood);
    }

    /** Checks the stored hashes of a neighbourhood, which {@link #hashes} can do without. */
    void checkHashes(int neighbourhood) throws IOException {
        int from = toc.neighbourhoodStart(neighbourhood);
        byte[] hashes = new byte[(toc.neighbourhoodEnd(neighbourhood) - from) * Hash.BYTES];
        if (!isRecovered()) {
            input.read(hashesOffset + (long) from * Hash.BYTES, ByteBuffer.wrap(hashes));
            if (!hasChecksum(hashes, neighbourhood)) {
                throw damagedHashes(neighbourhood);
            }
        }
    }

    private boolean hasChecksum(byte[] hashes, int neighbourhood) {
        return Bytes.crc32c(hashes, 0, hashes.length) == toc.hashChecksum(neighbourhood);
    }

    private StoreException.Damaged damagedHashes(int neighbourhood) {
        return new StoreException.Damaged(
                "%s: the hashes of neighbourhood %d at 0x%x do not have their checksum"
                        .formatted(
                                file,
                                neighbourhood,
                                hashesOffset
                                        + (long) toc.neighbourhoodStart(neighbourhood)
                                                * Hash.BYTES));
    }

    /** The hashes of a neighbourhood from its blocks, proved by their checksum in the table. */
    private byte[] rebuiltHashes(int neighbourhood) throws IOException {
        int first = toc.neighbourhoodStart(neighbourhood);
        byte[] hashes = new byte[(toc.neighbourhoodEnd(neighbourhood) - first) * Hash.BYTES];
        byte[] frame = new byte[Geometry.SEGMENT_BYTES];
        byte[] blocks = new byte[Geometry.SEGMENT_BYTES];
        VerityTree sha = new VerityTree();
        try (SegmentCodec codec = new SegmentCodec(1)) {
            for (int at = 0; at < hashes.length; ) {
                int segment = toc.segmentOf(first + at / Hash.BYTES);
                int length = decode(segment, codec, frame, blocks);
                for (int i = 0; i < length; i += Geometry.BLOCK, at += Hash.BYTES) {
                    sha.hashBlock(blocks, i, hashes, at);
                }
            }
        } catch (StoreException.Damaged e) {
            StoreException.Damaged damage = damagedHashes(neighbourhood);
            damage.addSuppressed(e);
            throw damage;
        }
        if (!hasChecksum(hashes, neighbourhood)) {
            throw damagedHashes(neighbourhood);
        }
        return hashes;
    }

    /**
     * Writes the pack anew from its segments, whose frames must be whole.
     *
     * @return whether the result is this pack again
     */
    boolean rewrite(Backend backend) throws IOException {
        try (DataPackWriter writer = new DataPackWriter(backend)) {
            for (int segment = 0; segment < toc.segments(); segment++) {
                byte[] frame = new byte[toc.length(segment)];
                input.read(toc.offset(segment), ByteBuffer.wrap(frame));
                if (Bytes.crc32c(frame, 0, frame.length) != toc.checksum(segment)) {
                    return false;
                }
                writer.append(
                        new SegmentCodec.Frame(toc.codec(segment), frame, toc.checksum(segment)),
                        toc.blockCount(segment));
            }
            return writer.publishAgain(name, allHashes());
        }
    }

    /** The hash of every block of the pack, in order. */
    byte[] allHashes() throws IOException {
        byte[] all = new byte[toc.blocks() * Hash.BYTES];
        for (int n = 0; n < toc.neighbourhoods(); n++) {
            byte[] part = hashes(n);
            System.arraycopy(part, 0, all, toc.neighbourhoodStart(n) * Hash.BYTES, part.length);
        }
        return all;
    }

    /** Reads, checks and decodes a segment into {@code target}; returns how many bytes it holds. */
    int decode(int segment, SegmentCodec codec, byte[] frame, byte[] target) throws IOException {
        int length = toc.length(segment);
        input.read(toc.offset(segment), ByteBuffer.wrap(frame, 0, length));
        int found = Bytes.crc32c(frame, 0, length);
        if (found != toc.checksum(segment)) {
            throw new StoreException.Damaged(
                    "%s: checksum 0x%08x of segment %d at 0x%x, 0x%08x expected"
                            .formatted(
                                    file,
                                    found,
                                    segment,
                                    toc.offset(segment),
                                    toc.checksum(segment)));
        }
        int bytes = toc.blockCount(segment) * Geometry.BLOCK;
        codec.decode(() -> segmentName(segment), toc.codec(segment), frame, length, target, bytes);
        return bytes;
    }

    /** Checks the copy of a segment's table entry that stands before its frame. */
    void checkSegmentHeader(int segment) throws IOException {
        ByteBuffer header = Bytes.allocate(DataPackWriter.SEGMENT_HEADER);
        long at = (long) toc.offset(segment) - DataPackWriter.SEGMENT_HEADER;
        input.read(at, header);
        header.flip();
        boolean equal =
                header.getInt() == DataPackWriter.SEGMENT_MAGIC
                        && header.getInt() == toc.length(segment)
                        && header.getShort() == toc.blockCount(segment)
                        && header.getShort() == toc.codec(segment)
                        && header.getInt() == toc.checksum(segment);
        if (!equal) {
            throw new StoreException.Damaged(
                    "%s: the header of segment %d at 0x%x is not what the table says"
                            .formatted(file, segment, at));
        }
    }

    /** Checks the first bytes of the file, which reading does not need. */
    void checkHeader() throws IOException {
        ByteBuffer header = Bytes.allocate(DataPackWriter.HEADER);
        input.read(0, header);
        Formats.checkHeader(file, header.flip(), DataPackWriter.MAGIC, DataPackWriter.VERSION);
    }

    /** Whether the table of contents had to be rebuilt. */
    boolean isRecovered() {
        return recoveredHashes != null;
    }

    String segmentName(int segment) {
        return "%s: segment %d at 0x%x".formatted(file, segment, toc.offset(segment));
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
