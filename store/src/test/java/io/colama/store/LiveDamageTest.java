package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that read-ahead meets first is told to whoever reads it, and is not kept. */
class LiveDamageTest {

    @TempDir private Path directory = Path.of("");

    private static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void onlyWhatIsDamagedFailsUntilItIsStoredAnew() throws IOException {
        byte[] content = new byte[20 * Geometry.LEAF_BYTES];
        new Random(77).nextBytes(content);
        try (Store store = Stores.create(directory)) {
            Hash id = Stores.add(store, content).disk().id();
            Path pack =
                    directory.resolve(
                            Stores.files(directory).stream()
                                    .filter(name -> name.endsWith(".pack"))
                                    .findFirst()
                                    .orElseThrow());
            flip(pack, Files.size(pack) / 2);
            try (LiveReading live = store.live(16 << 20);
                    LiveDisk disk = live.open(id)) {
                disk.prefetch(List.of(new Run(0, content.length, Run.Kind.DATA)));
                List<Integer> failed = new ArrayList<>();
                for (int at = 0; at < content.length; at += Geometry.SEGMENT_BYTES) {
                    ByteBuffer target = ByteBuffer.allocate(Geometry.SEGMENT_BYTES);
                    try {
                        disk.read(at, target);
                        assertThat(target.array())
                                .isEqualTo(
                                        java.util.Arrays.copyOfRange(
                                                content, at, at + target.capacity()));
                    } catch (StoreException.Damaged e) {
                        failed.add(at);
                        assertThat(disk.isReady(at, 1)).isFalse();
                    }
                }
                assertThat(failed).hasSize(1);
                assertThatThrownBy(() -> disk.read(failed.getFirst(), ByteBuffer.allocate(1)))
                        .isInstanceOf(StoreException.Damaged.class);
                assertThat(Stores.verify(store, List.of(id)).isSound()).isFalse();
                Stores.add(store, content);
                ByteBuffer all = ByteBuffer.allocate(content.length);
                disk.read(0, all);
                assertThat(all.array()).isEqualTo(content);
            }
        }
    }
}
