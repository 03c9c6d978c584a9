package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of a large repository: how big it is, and what opening it costs. */
final class IndexScaleTest {

    private static final long BLOCKS = 100_000_000;
    private static final Hash PACK = new Hash(1, 2, 3, 4);

    @TempDir private Path directory = Path.of("");

    /** Evenly spread entries, as hashes are, in order. */
    private record Synthetic(long size) implements IndexWriter.Table {
        @Override
        public Iterator<IndexFile.Location> iterator() {
            return new Iterator<>() {
                private long next;

                @Override
                public boolean hasNext() {
                    return next < size;
                }

                @Override
                public IndexFile.Location next() {
                    return new IndexFile.Location(prefix(next++), PACK, 8);
                }
            };
        }

        long prefix(long number) {
            return number * Long.divideUnsigned(-1, size);
        }
    }

    @Test
    void anIndexOfAHundredMillionBlocksOpensInUnderASecondAndFindsEveryPrefix() throws IOException {
        Synthetic samples = new Synthetic(BLOCKS >> Geometry.SAMPLE_BITS);
        Synthetic leaves = new Synthetic(BLOCKS / Geometry.FANOUT);
        try (DirectoryBackend backend = new DirectoryBackend(directory.resolve("repository"))) {
            IndexWriter.write(backend, 1, List.of(PACK), List.of(PACK), Set.of(), samples, leaves);
            long start = System.nanoTime();
            IndexSet index = new IndexSet(backend);
            for (long i = 0; i < samples.size(); i += 997) {
                assertThat(index.samples(samples.prefix(i))).hasSize(1);
                assertThat(index.samples(samples.prefix(i) + 1)).isEmpty();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took).isLessThan(Duration.ofSeconds(1));
            long bytes = index.files().getFirst().sizeBytes();
            long bytesPerTebibyte = bytes * (1L << 28) / BLOCKS;
            assertThat(bytesPerTebibyte).isLessThan(256L << 20);
        }
    }
}
