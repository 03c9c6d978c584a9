package io.colama.disk.packed;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.OpenWatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalLong;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SeekableXZInputStream;
import org.tukaani.xz.UnsupportedOptionsException;

/**
 * Decodes a compressed file from its start to its end. What the libraries say becomes an {@link
 * ImageException}; a file that cannot be read is not damage. One thread.
 */
final class Unpacker implements Closeable {

    private static final int STEP = 1 << 16;

    private final Packing packing;
    private final String name;
    private final FileInput input;
    private final InputStream decoder;

    private Unpacker(Packing packing, String name, FileInput input, InputStream decoder) {
        this.packing = packing;
        this.name = name;
        this.input = input;
        this.decoder = decoder;
    }

    /** Starts to decode {@code file}, which stays open. */
    static Unpacker open(Packing packing, BlockSource file, String name) throws IOException {
        FileInput input = new FileInput(file);
        try {
            return new Unpacker(packing, name, input, packing.decoder(input));
        } catch (IOException | RuntimeException failure) {
            throw told(packing, name, input, failure);
        }
    }

    /** How many bytes come out: what the file says, or else what a whole pass finds. */
    static long size(Packing packing, BlockSource file, String name, OpenWatch watch)
            throws IOException {
        OptionalLong stated = stated(packing, file, name);
        if (stated.isPresent() && stated.getAsLong() > 0) {
            return stated.getAsLong();
        }
        watch.begin(name, file.size());
        try (Unpacker pass = open(packing, file, name)) {
            byte[] bytes = new byte[STEP];
            long size = 0;
            long reported = 0;
            for (int count = pass.read(bytes, 0, STEP);
                    count >= 0;
                    count = pass.read(bytes, 0, STEP)) {
                size = Packing.SIZE.check(size + count);
                watch.check();
                watch.advance(pass.input.position() - reported);
                reported = pass.input.position();
            }
            return size;
        }
    }

    /** What the file says in a way that decoding will check. */
    private static OptionalLong stated(Packing packing, BlockSource file, String name)
            throws IOException {
        return switch (packing) {
            case GZIP, BZIP2 -> OptionalLong.empty();
            case ZSTD -> ZstdFrames.size(file, name);
            case XZ -> OptionalLong.of(Packing.SIZE.check(indexed(file, name)));
        };
    }

    private static long indexed(BlockSource file, String name) throws IOException {
        FileInput input = new FileInput(file);
        try (SeekableXZInputStream index =
                new SeekableXZInputStream(input, Packing.XZ_MEMORY_KIB)) {
            return index.length();
        } catch (IOException | RuntimeException failure) {
            throw told(Packing.XZ, name, input, failure);
        }
    }

    /**
     * Fills the first {@code length} bytes of {@code target}, which start at {@code offset} of the
     * content.
     */
    void fill(byte[] target, int length, long offset) throws IOException {
        int done = 0;
        while (done < length) {
            int count = read(target, done, length - done);
            if (count < 0) {
                throw new ImageException.Damaged(
                        "%s: ends after 0x%x bytes, more than %d expected; was the file cut off?"
                                .formatted(name, offset + done, offset + length - 1));
            }
            done += count;
        }
    }

    /** Expects the end, which makes the decoder compare what it compares there. */
    void end(long size) throws IOException {
        if (read(new byte[1], 0, 1) >= 0) {
            throw new ImageException.Damaged(
                    "%s: goes on after the %d bytes that it says it holds".formatted(name, size));
        }
    }

    private int read(byte[] target, int offset, int length) throws IOException {
        try {
            int count = 0;
            while (count == 0) {
                count = decoder.read(target, offset, length);
            }
            return count;
        } catch (IOException | RuntimeException failure) {
            throw told(packing, name, input, failure);
        }
    }

    private static IOException told(
            Packing packing, String name, FileInput input, Exception failure) {
        if (input.failure().isPresent()) {
            return input.failure().get();
        }
        if (failure instanceof ImageException said) {
            return said;
        }
        String why = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (asksTooMuch(failure)) {
            return new ImageException.Unsupported(
                    "%s: %s: %s; unpack it first".formatted(name, packing.title(), why));
        }
        return new ImageException.Damaged(
                "%s: %s data cannot be decoded up to 0x%x of %d bytes: %s"
                        .formatted(name, packing.title(), input.position(), input.length(), why),
                failure);
    }

    private static boolean asksTooMuch(Exception failure) {
        return failure instanceof MemoryLimitException
                || failure instanceof UnsupportedOptionsException
                || (failure instanceof ZstdIOException zstd
                        && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge());
    }

    @Override
    public void close() throws IOException {
        decoder.close();
    }
}
