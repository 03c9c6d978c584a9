package io.colama.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A standard stream of the process that remembers why it cannot be written: a reader that went away
 * ({@code colama log | head}) is no failure of ours, a full disk is one.
 */
final class StandardOutput extends OutputStream {

    private final FileOutputStream stream;
    private volatile Optional<IOException> failure = Optional.empty();

    StandardOutput(FileDescriptor descriptor) {
        this.stream = new FileOutputStream(descriptor);
    }

    /** Text to this stream; every line goes out at once. */
    PrintWriter writer(String encoding) {
        return new PrintWriter(this, true, charset(encoding));
    }

    /** What terminals and pipes take; without a locale the JDK would write question marks. */
    private static Charset charset(String encoding) {
        Charset charset = Charset.forName(encoding, StandardCharsets.UTF_8);
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure.isPresent()) {
            return; // nobody reads any more
        }
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    /** Why not everything was written, unless the reader just went away. */
    Optional<IOException> failure() {
        return failure.filter(e -> !String.valueOf(e.getMessage()).contains("Broken pipe"));
    }
}
