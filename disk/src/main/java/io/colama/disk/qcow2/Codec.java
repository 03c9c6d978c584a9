package io.colama.disk.qcow2;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.colama.block.ImageException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One way of compressing clusters, with the state of one decoding at a time. */
sealed interface Codec extends AutoCloseable {

    /**
     * Fills {@code target} from the start of {@code input}; what follows in the input is ignored.
     *
     * @throws ImageException.Damaged when the input does not give as many bytes
     */
    void decode(byte[] input, int length, ByteBuffer target) throws ImageException;

    @Override
    void close();

    /** Raw deflate, as [qcow2.txt] has it for compression type 0. */
    final class Deflate implements Codec {

        private final Inflater inflater = new Inflater(true);

        @Override
        public void decode(byte[] input, int length, ByteBuffer target) throws ImageException {
            inflater.reset();
            inflater.setInput(input, 0, length);
            try {
                while (target.hasRemaining()) {
                    if (inflater.inflate(target) == 0) {
                        throw new ImageException.Damaged(
                                "deflated cluster ends %d bytes early"
                                        .formatted(target.remaining()));
                    }
                }
            } catch (DataFormatException broken) {
                throw new ImageException.Damaged("deflated cluster cannot be decoded", broken);
            }
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    /** Zstandard frames, as [qcow2.txt] has it for compression type 1. */
    final class Zstandard implements Codec {

        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        @Override
        public void decode(byte[] input, int length, ByteBuffer target) throws ImageException {
            int at = 0;
            try {
                while (target.hasRemaining()) {
                    long frame = Zstd.findFrameCompressedSize(input, at, length - at);
                    if (Zstd.isError(frame) || frame <= 0) {
                        throw new ImageException.Damaged(
                                "zstd cluster ends %d bytes early".formatted(target.remaining()));
                    }
                    decodeFrame(input, at, (int) frame, target);
                    at += (int) frame;
                }
            } catch (ZstdException broken) {
                throw new ImageException.Damaged("zstd cluster cannot be decoded", broken);
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
