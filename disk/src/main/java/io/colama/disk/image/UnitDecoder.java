package io.colama.disk.image;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One way in which clusters or grains are compressed, with the state of one decoding at a time. */
public sealed interface UnitDecoder extends AutoCloseable {

    /**
     * Fills {@code target} from the remaining bytes of {@code input}; what follows in the input is
     * ignored.
     *
     * @param input has an array
     * @throws ImageException.Damaged when the input does not give as many bytes
     */
    void decode(ByteBuffer input, ByteBuffer target) throws ImageException;

    @Override
    void close();

    /** Deflate without a header, RFC 1951. */
    static UnitDecoder deflate() {
        return new Deflate(true);
    }

    /** Deflate with header and checksum, RFC 1950; the checksum is compared. */
    static UnitDecoder zlib() {
        return new Deflate(false);
    }

    /** Zstandard frames, RFC 8878. */
    static UnitDecoder zstd() {
        return new Zstandard();
    }

    /** Both kinds of deflate. */
    final class Deflate implements UnitDecoder {

        private final Inflater inflater;
        private final boolean bare;
        private final byte[] behind = new byte[1];

        private Deflate(boolean bare) {
            this.inflater = new Inflater(bare);
            this.bare = bare;
        }

        @Override
        public void decode(ByteBuffer input, ByteBuffer target) throws ImageException {
            inflater.reset();
            inflater.setInput(
                    input.array(), input.arrayOffset() + input.position(), input.remaining());
            try {
                while (target.hasRemaining()) {
                    if (inflater.inflate(target) == 0) {
                        throw endsEarly(target.remaining());
                    }
                }
                boolean more = bare || inflater.finished() || inflater.inflate(behind) > 0;
                if (!more && !inflater.finished()) {
                    throw new ImageException.Damaged("deflated data end before their checksum");
                }
            } catch (DataFormatException broken) {
                throw new ImageException.Damaged("deflated data cannot be decoded", broken);
            }
        }

        private static ImageException.Damaged endsEarly(int missing) {
            return new ImageException.Damaged(
                    "deflated data end %d bytes early".formatted(missing));
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    /** Zstandard. */
    final class Zstandard implements UnitDecoder {

        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        private Zstandard() {}

        @Override
        public void decode(ByteBuffer input, ByteBuffer target) throws ImageException {
            int at = input.arrayOffset() + input.position();
            int end = at + input.remaining();
            try {
                while (target.hasRemaining()) {
                    long frame = Zstd.findFrameCompressedSize(input.array(), at, end - at);
                    if (Zstd.isError(frame) || frame <= 0) {
                        throw new ImageException.Damaged(
                                "zstd data end %d bytes early".formatted(target.remaining()));
                    }
                    decodeFrame(input.array(), at, (int) frame, target);
                    at += (int) frame;
                }
            } catch (ZstdException broken) {
                throw new ImageException.Damaged("zstd data cannot be decoded", broken);
            }
        }

        private void decodeFrame(byte[] input, int at, int frame, ByteBuffer target) {
            int position = target.position();
            int count =
                    target.isDirect()
                            ? context.decompressByteArrayToDirectByteBuffer(
                                    target, position, target.remaining(), input, at, frame)
                            : context.decompressByteArray(
                                    target.array(),
                                    target.arrayOffset() + position,
                                    target.remaining(),
                                    input,
                                    at,
                                    frame);
            target.position(position + count);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
