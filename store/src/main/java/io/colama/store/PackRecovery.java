package io.colama.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Rebuilds the table of contents of a pack whose own was damaged, from the segments themselves. */
final class PackRecovery {

    private PackRecovery() {}

    /**
     * Scans the segments, decodes and hashes them, and accepts the result only when it hashes to
     * the pack's name.
     *
     * @param damage what was wrong; thrown again, with what the scan found, when the table cannot
     *     be rebuilt
     */
    static DataPack recover(Backend.Input input, Hash name, StoreException.Damaged damage)
            throws IOException {
        try (SegmentCodec codec = new SegmentCodec(1)) {
            Scan scan = new Scan(input, codec);
            scan.run();
            byte[] hashes = scan.hashes();
            ByteBuffer table = scan.table(hashes);
            byte[] contents = new byte[table.remaining() + hashes.length];
            table.get(contents, 0, table.remaining());
            System.arraycopy(hashes, 0, contents, contents.length - hashes.length, hashes.length);
            if (!new VerityTree().hash(contents, 0, contents.length).equals(name)) {
                throw new StoreException.Damaged(
                        damage.getMessage() + "; the segments do not give the table back", damage);
            }
            return DataPack.recovered(
                    input,
                    name,
                    PackToc.parse(Formats.packName(name), table.rewind(), input.size()),
                    hashes);
        } catch (StoreException.Damaged again) {
            if (again != damage) {
                again.addSuppressed(damage);
            }
            throw again;
        }
    }

    private static final class Scan {
        private final Backend.Input input;
        private final SegmentCodec codec;
        private final VerityTree sha = new VerityTree();
        private final List<int[]> entries = new ArrayList<>();
        private final List<byte[]> hashes = new ArrayList<>();

        Scan(Backend.Input input, SegmentCodec codec) {
            this.input = input;
            this.codec = codec;
        }

        void run() throws IOException {
            long at = DataPackWriter.HEADER;
            byte[] frame = new byte[Geometry.SEGMENT_BYTES];
            byte[] blocks = new byte[Geometry.SEGMENT_BYTES];
            int first = 0;
            ByteBuffer header = Bytes.allocate(DataPackWriter.SEGMENT_HEADER);
            while (at + DataPackWriter.SEGMENT_HEADER <= input.size()
                    && entries.size() < Geometry.PACK_SEGMENTS) {
                header.clear();
                input.read(at, header);
                header.flip();
                int magic = header.getInt();
                int length = header.getInt();
                int count = header.getShort();
                int kind = header.getShort();
                int checksum = header.getInt();
                long frameAt = at + DataPackWriter.SEGMENT_HEADER;
                boolean sound =
                        magic == DataPackWriter.SEGMENT_MAGIC
                                && length > 0
                                && length <= Geometry.SEGMENT_BYTES
                                && count > 0
                                && count <= Geometry.SEGMENT_BLOCKS
                                && frameAt + length <= input.size();
                if (!sound) {
                    break; // the table of contents begins here, or damage: the name of the pack
                    // decides
                }
                input.read(frameAt, ByteBuffer.wrap(frame, 0, length));
                codec.decode(
                        () -> "segment at 0x" + Long.toHexString(frameAt),
                        kind,
                        frame,
                        length,
                        blocks,
                        count * Geometry.BLOCK);
                byte[] found = new byte[count * Hash.BYTES];
                for (int i = 0; i < count; i++) {
                    sha.hashBlock(blocks, i * Geometry.BLOCK, found, i * Hash.BYTES);
                }
                hashes.add(found);
                entries.add(new int[] {(int) frameAt, length, first, checksum, kind});
                first += count;
                at = frameAt + length;
            }
        }

        byte[] hashes() {
            ByteBuffer all =
                    ByteBuffer.allocate(hashes.stream().mapToInt(part -> part.length).sum());
            hashes.forEach(all::put);
            return all.array();
        }

        ByteBuffer table(byte[] all) {
            ByteBuffer table = Bytes.allocate(PackToc.tableBytes(entries.size()));
            table.putInt(entries.size()).putInt(all.length / Hash.BYTES);
            entries.forEach(entry -> {
                for (int field : entry) {
                    table.putInt(field);
                }
            });
            for (int first = 0; first < entries.size(); first += Geometry.NEIGHBOURHOOD_SEGMENTS) {
                int next = first + Geometry.NEIGHBOURHOOD_SEGMENTS;
                int from = entries.get(first)[2] * Hash.BYTES;
                int to = next < entries.size() ? entries.get(next)[2] * Hash.BYTES : all.length;
                table.putInt(Bytes.crc32c(all, from, to - from));
            }
            return table.flip();
        }
    }
}
