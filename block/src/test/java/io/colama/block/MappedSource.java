package io.colama.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Bytes of an array with runs of chance, true ones: a stand-in for an image, for tests. */
final class MappedSource implements BlockSource {

    private static final int LONGEST = 30_000;

    private static final List<Run.Kind> KINDS = List.of(Run.Kind.values());

    private final BlockSource bytes;
    private final byte[] content;
    private final Run.Kind[] kinds;

    /**
     * Bytes and a map of {@code random} runs; where the map says zero or hole the bytes are made
     * zero.
     */
    MappedSource(RandomGenerator random, int size) {
        this.content = SampleBytes.of(random, size);
        this.kinds = new Run.Kind[size];
        for (int at = 0; at < size; ) {
            int end = Math.min(size, at + 1 + random.nextInt(LONGEST));
            Run.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            Arrays.fill(kinds, at, end, kind);
            if (kind != Run.Kind.DATA) {
                Arrays.fill(content, at, end, (byte) 0);
            }
            at = end;
        }
        this.bytes = BlockSources.of(content);
    }

    byte[] content() {
        return content;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        bytes.read(offset, target);
    }

    @Override
    public Run runAt(long offset) throws IOException {
        long end = bytes.runAt(offset).end();
        int at = (int) offset;
        while (at < end && kinds[at] == kinds[(int) offset]) {
            at++;
        }
        return new Run(offset, at - offset, kinds[(int) offset]);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
