package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSources;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import io.colama.testkit.crash.CrashFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up, wherever in a check-in it does. */
final class FullDiskTest {

    private final Seed seed = Seed.of(28);

    @TempDir private Path directory = Path.of("");

    @Test
    void leavesEverythingAcknowledgedWholeAndTheNextTrySucceeds() throws IOException {
        byte[] first = RandomDisk.of(seed, 1_500_000).bytes();
        byte[] second = new byte[700_000]; // does not compress, so that every room is tried
        new Random(seed.value()).nextBytes(second);
        int failures = 0;
        for (long room = 0; room < 800_000; room += 31_001) {
            Path place = Files.createDirectory(directory.resolve("room" + room));
            CrashFileSystem disk = CrashFileSystem.over(place);
            DirectoryBackend backend = new DirectoryBackend(disk.root().resolve("repository"));
            try (Store store = Store.create(backend, new UUID(1, 2), Instant.EPOCH)) {
                Hash kept = add(store, first);
                disk.faults().fullAfter(room);
                boolean full = false;
                try {
                    add(store, second);
                } catch (IOException e) {
                    full = true;
                    assertThat(e).hasMessageContaining("No space left on device");
                }
                failures += full ? 1 : 0;
                disk.faults().clear();
                assertThat(copyOut(store, kept)).as("%s, room %d", seed, room).isEqualTo(first);
                Hash added = add(store, second);
                assertThat(copyOut(store, added)).isEqualTo(second);
                VerifyReport report =
                        store.verify(VerifyRequest.all(List.of(kept, added)), Progress.NONE);
                assertThat(report.findings()).as("%s, room %d", seed, room).isEmpty();
            }
        }
        assertThat(failures).as(seed.toString()).isGreaterThan(5);
    }

    private static Hash add(Store store, byte[] content) throws IOException {
        try (StoreWriter writer = store.writer()) {
            Hash id = writer.addDisk(BlockSources.of(content), Progress.NONE).disk().id();
            writer.publish();
            return id;
        }
    }

    private static byte[] copyOut(Store store, Hash id) throws IOException {
        ArraySink sink = new ArraySink(store.find(id).orElseThrow().sizeBytes());
        store.copy(id, sink, Progress.NONE);
        return sink.bytes();
    }
}
