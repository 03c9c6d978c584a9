package io.colama.operations;

import io.colama.definition.archive.OvaTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a file that is not written forwards looks like in the places to which its writer comes back.
 *
 * <p>The writer writes the file once into this, which keeps only what it writes behind the end that
 * was reached before: headers whose content is known late. The second time these are filled in as
 * the end passes them, so that all goes forwards. One thread.
 */
final class Rehearsal implements OvaTarget {

    /** Headers and descriptors have some kilobytes. */
    private static final long MOST_KEPT = 64 << 20;

    private final TreeMap<Long, byte[]> late = new TreeMap<>();
    private long kept;
    private long end;

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        if (offset >= end) {
            end = offset + source.remaining();
            source.position(source.limit());
            return;
        }
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        kept += bytes.length;
        if (offset + bytes.length > end || kept > MOST_KEPT) {
            throw new IllegalStateException("a package that is not written in order");
        }
        late.put(offset, bytes);
    }

    /** The length of the file. */
    long end() {
        return end;
    }

    /** The second time. */
    Performance perform(OutputStream out) {
        return new Performance(out);
    }

    /** Writes forwards. One thread, used once. */
    final class Performance implements OvaTarget {

        private static final int BUFFER = 1 << 18;

        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER];
        private long position;

        Performance(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(long offset, ByteBuffer source) throws IOException {
            if (offset < position) {
                source.position(source.limit()); // it was filled in when its place was passed
                return;
            }
            fill(offset);
            position += source.remaining();
            while (source.hasRemaining()) {
                int length = Math.min(source.remaining(), BUFFER);
                source.get(buffer, 0, length);
                out.write(buffer, 0, length);
            }
        }

        private void fill(long until) throws IOException {
            for (Map.Entry<Long, byte[]> one : late.subMap(position, until).entrySet()) {
                zeros(one.getKey() - position);
                out.write(one.getValue());
                position = one.getKey() + one.getValue().length;
            }
            zeros(until - position);
            position = until;
        }

        private void zeros(long count) throws IOException {
            for (long left = count; left > 0; left -= Math.min(left, BUFFER)) {
                out.write(new byte[(int) Math.min(left, BUFFER)]);
            }
        }

        void finish() throws IOException {
            fill(end);
            out.flush();
        }
    }
}
