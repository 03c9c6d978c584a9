package io.colama.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes for a writer of text, where there is nothing else: they are shown as UTF-8. */
final class TextBytes extends OutputStream {

    private static final int ROOM = 8192;

    private final PrintWriter out;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer left = ByteBuffer.allocate(0);

    TextBytes(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        ByteBuffer all = ByteBuffer.allocate(left.remaining() + length);
        all.put(left).put(bytes, offset, length).flip();
        CharBuffer text = CharBuffer.allocate(ROOM);
        while (decoder.decode(all, text, false).isOverflow()) {
            out.append(text.flip());
            text.clear();
        }
        out.append(text.flip());
        left = all.compact().flip();
    }

    @Override
    public void flush() {
        out.flush();
    }
}
