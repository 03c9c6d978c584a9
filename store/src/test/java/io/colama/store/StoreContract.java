package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does on every backend. */
abstract class StoreContract {

    private final Seed seed = Seed.of(20261121);
    private Backend backend;
    private Store store;

    StoreContract() {
        backend = new MemoryBackend();
    }

    abstract Backend backend() throws IOException;

    @BeforeEach
    void create() throws IOException {
        backend = backend();
        store = Store.create(backend, new UUID(1, 2), Instant.EPOCH);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private IngestResult add(byte[] content) throws IOException {
        try (StoreWriter writer = store.writer()) {
            IngestResult result = writer.addDisk(BlockSources.of(content), Progress.NONE);
            writer.publish();
            return result;
        }
    }

    private byte[] copyOut(Hash id) throws IOException {
        ArraySink sink = new ArraySink(store.find(id).orElseThrow().sizeBytes());
        store.copy(id, sink, Progress.NONE);
        return sink.bytes();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 511, 4095, 4096, 4097, 8192, 524_287, 524_288, 524_289, 1_048_576, 1_048_577,
                5_000_000
            })
    void givesBackDisksOfEverySize(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(seed.value()).nextBytes(content);
        IngestResult result = add(content);
        assertThat(result.disk().sizeBytes()).isEqualTo(size);
        assertThat(copyOut(result.disk().id())).as(seed.toString()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 4097, 524_288, 1_048_576, 70_000_000})
    void storesNothingForZeros(int size) throws IOException {
        IngestResult result = add(new byte[size]);
        assertThat(result.newBytes()).isZero();
        assertThat(copyOut(result.disk().id())).isEqualTo(new byte[size]);
    }

    @Test
    void namesEightGibibytesOfZerosAsFsverityDoes() throws IOException {
        try (StoreWriter writer = store.writer()) {
            IngestResult result = writer.addDisk(BlockSources.zero(8L << 30), Progress.NONE);
            assertThat(result.disk().id().hex())
                    .isEqualTo("00dd23905fe4ddc4dc5b9a5c0d86139377c38361e64f8312da6ef8f461d1b0c5");
        }
    }

    @Test
    void givesBackMixedDisksAndTheirSuccessors() throws IOException {
        RandomDisk first = RandomDisk.of(seed, 40_000_123);
        RandomDisk second = first.mutate(seed.part(1), 0.02);
        IngestResult a = add(first.bytes());
        IngestResult b = add(second.bytes());
        assertThat(copyOut(a.disk().id())).as(seed.toString()).isEqualTo(first.bytes());
        assertThat(copyOut(b.disk().id())).as(seed.toString()).isEqualTo(second.bytes());
        assertThat(b.newBytes()).isLessThan(a.newBytes() / 4);
    }

    @Test
    void storesAnUnchangedDiskOnce() throws IOException {
        byte[] content = RandomDisk.of(seed, 10_000_000).bytes();
        IngestResult first = add(content);
        try (StoreWriter writer = store.writer()) {
            IngestResult again = writer.addDisk(BlockSources.of(content), Progress.NONE);
            writer.publish();
            assertThat(again.disk()).isEqualTo(first.disk());
            assertThat(again.newBytes()).isZero();
            assertThat(writer.bytesStored()).isZero();
        }
    }

    @Test
    void findsBlocksThatMovedByWholeBlocks() throws IOException {
        byte[] content = new byte[8 << 20];
        new Random(seed.value()).nextBytes(content);
        add(content);
        byte[] moved = new byte[content.length];
        int shift = 37 * Geometry.BLOCK;
        System.arraycopy(content, 0, moved, shift, content.length - shift);
        IngestResult result = add(moved);
        assertThat(result.newBytes()).isLessThan(content.length / 50);
        assertThat(copyOut(result.disk().id())).isEqualTo(moved);
    }

    @Test
    void readsAnywhereWithTruthfulRuns() throws IOException {
        byte[] content = RandomDisk.of(seed, 9_999_999).bytes();
        IngestResult result = add(content);
        Random random = new Random(seed.value());
        try (BlockSource disk = store.open(result.disk().id())) {
            for (int i = 0; i < 300; i++) {
                int offset = random.nextInt(content.length);
                int length = Math.min(content.length - offset, 1 + random.nextInt(700_000));
                ByteBuffer target = ByteBuffer.allocate(length);
                disk.read(offset, target);
                assertThat(target.flip())
                        .as("%s at %d", seed, offset)
                        .isEqualTo(ByteBuffer.wrap(content, offset, length));
            }
            long at = 0;
            while (at < disk.size()) {
                Run run = disk.runAt(at);
                assertThat(run.offset()).isEqualTo(at);
                if (!run.isData()) {
                    for (long i = run.offset(); i < run.end(); i++) {
                        assertThat(content[(int) i]).isZero();
                    }
                }
                at = run.end();
            }
            assertThat(at).isEqualTo(content.length);
        }
    }

    @Test
    void keepsBlobsAndFindsThemByPrefix() throws IOException {
        byte[] bytes = {1, 2, 3};
        Hash key;
        try (StoreWriter writer = store.writer()) {
            key = writer.addBlob(bytes);
            writer.publish();
        }
        assertThat(store.blob(key)).isEqualTo(bytes);
        assertThat(store.blobs(key.hex().substring(0, 4), 10)).containsExactly(key);
        assertThat(store.blobs(key.hex(), 10)).containsExactly(key);
        assertThatThrownBy(() -> store.blob(Hash.NONE)).isInstanceOf(StoreException.Absent.class);
    }

    @Test
    void isTheSameAfterReopening() throws IOException {
        byte[] content = RandomDisk.of(seed, 3_000_000).bytes();
        Hash id = add(content).disk().id();
        try (Store again = Store.open(backend)) {
            ArraySink sink = new ArraySink(content.length);
            again.copy(id, sink, Progress.NONE);
            assertThat(sink.bytes()).isEqualTo(content);
            assertThat(again.description()).isEqualTo(store.description());
        }
    }

    @Test
    void mergesIndexFilesWithoutLosingAnything() throws IOException {
        Hash[] ids = new Hash[30];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = add(RandomDisk.of(seed.part(i), 1_000_000).bytes()).disk().id();
        }
        assertThat(backend.list(Formats.INDEX)).hasSizeLessThan(2 * IndexSet.MERGE_WIDTH);
        for (int i = 0; i < ids.length; i++) {
            assertThat(copyOut(ids[i])).isEqualTo(RandomDisk.of(seed.part(i), 1_000_000).bytes());
        }
    }

    @Test
    void stopsWhenItIsToldTo() throws IOException {
        try (StoreWriter writer = store.writer()) {
            Progress stop =
                    new Progress() {
                        @Override
                        public void advance(long bytes) {
                            // nobody watches
                        }

                        @Override
                        public boolean cancelled() {
                            return true;
                        }
                    };
            byte[] content = new byte[5 << 20];
            new Random(1).nextBytes(content);
            assertThatThrownBy(() -> writer.addDisk(BlockSources.of(content), stop))
                    .isInstanceOf(StoreException.Cancelled.class);
        }
    }

    @Test
    void refusesToMakeASecondRepository() {
        assertThatThrownBy(() -> Store.create(backend, new UUID(3, 4), Instant.EPOCH))
                .isInstanceOf(StoreException.Exists.class);
    }

    @Test
    void appendsEachNumberOnce() throws IOException {
        AppendLog logs = store.logs();
        assertThat(logs.last("web")).isEmpty();
        assertThat(logs.append("web", 0, new byte[] {7})).isTrue();
        assertThat(logs.append("web", 0, new byte[] {8})).isFalse();
        assertThat(logs.append("web", 1, new byte[0])).isTrue();
        assertThat(logs.last("web")).hasValue(1);
        assertThat(logs.read("web", 0)).containsExactly(7);
        assertThat(logs.read("web", 1)).isEmpty();
        assertThat(logs.names()).containsExactly("web");
        assertThatThrownBy(() -> logs.read("web", 2)).isInstanceOf(StoreException.Absent.class);
    }
}
