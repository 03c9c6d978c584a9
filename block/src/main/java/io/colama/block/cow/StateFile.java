package io.colama.block.cow;

import io.colama.block.Closing;
import io.colama.block.ImageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The states of the blocks on disk: a header, then the pages in order. Source:
 * docs/formats/session.md.
 */
final class StateFile implements Closeable {

    static final int HEADER_BYTES = 4096;

    /** The bytes of the base's id. */
    static final int ID_BYTES = 32;

    private static final long MAGIC = 0x3177_6f63_616c_6f43L; // "Colacow1"
    private static final int CHECKSUM_AT = HEADER_BYTES - Integer.BYTES;

    private final Path path;
    private final FileChannel channel;

    private StateFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes the file, durable but for its name. */
    static void create(Path path, long sizeBytes, byte[] base) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer header = header(sizeBytes, base);
            while (header.hasRemaining()) {
                channel.write(header, header.position());
            }
            channel.force(true);
        }
    }

    private static ByteBuffer header(long sizeBytes, byte[] base) {
        ByteBuffer header = little(HEADER_BYTES);
        header.putLong(MAGIC).putInt(1).putInt(CopyOnWriteDisk.BLOCK).putLong(sizeBytes);
        header.put(Arrays.copyOf(base, ID_BYTES));
        header.putInt(CHECKSUM_AT, checksum(header.array()));
        return header.clear();
    }

    private static int checksum(byte[] header) {
        CRC32C checksum = new CRC32C();
        checksum.update(header, 0, CHECKSUM_AT);
        return (int) checksum.getValue();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Opens the file.
     *
     * @throws ImageException.Damaged when it is not the one that was made for this base
     */
    @SuppressWarnings("MustBeClosedChecker")
    static StateFile open(Path path, long sizeBytes, byte[] base) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            StateFile file = new StateFile(path, channel);
            ByteBuffer expected = header(sizeBytes, base);
            ByteBuffer found = little(HEADER_BYTES);
            if (!file.read(found, 0) || !Arrays.equals(found.array(), expected.array())) {
                throw new ImageException.Damaged(
                        "%s: the header is not that of a session of %d bytes over %s"
                                .formatted(path, sizeBytes, HexFormat.of().formatHex(base)));
            }
            return file;
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, channel);
            throw failure;
        }
    }

    /** Fills the buffer; false when the file ends before, and the rest is zeros then. */
    private boolean read(ByteBuffer target, long offset) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads all states. */
    void load(BlockStates states) throws IOException {
        long end = channel.size();
        for (int number = 0; number < states.pages() && place(number) < end; number++) {
            ByteBuffer bytes = little(BlockStates.PAGE_BYTES);
            read(bytes, place(number)); // a page that was not written to its end is BASE there
            long[] words = new long[BlockStates.PAGE_BYTES / Long.BYTES];
            bytes.clear().asLongBuffer().get(words);
            if (Arrays.stream(words).anyMatch(word -> word != 0) && !states.put(number, words)) {
                throw new ImageException.Damaged(
                        "%s: the page at 0x%x holds what is no state of a block"
                                .formatted(path, place(number)));
            }
        }
    }

    private static long place(int page) {
        return HEADER_BYTES + (long) page * BlockStates.PAGE_BYTES;
    }

    /** What {@link #write} is to write: the pages as they are now. */
    static Map<Integer, ByteBuffer> copy(BlockStates states, BitSet pages) {
        Map<Integer, ByteBuffer> copies = new LinkedHashMap<>();
        for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
            ByteBuffer bytes = little(BlockStates.PAGE_BYTES);
            long[] words = states.words(page);
            if (words != null) {
                bytes.asLongBuffer().put(words);
            }
            copies.put(page, bytes);
        }
        return copies;
    }

    /** Writes pages and makes them durable. */
    void write(Map<Integer, ByteBuffer> pages) throws IOException {
        for (Map.Entry<Integer, ByteBuffer> page : pages.entrySet()) {
            ByteBuffer bytes = page.getValue();
            while (bytes.hasRemaining()) {
                channel.write(bytes, place(page.getKey()) + bytes.position());
            }
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
