package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.colama.testkit.Mutants;
import io.colama.testkit.Seed;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stored files with some bytes changed, cut or added, their checksums right and wrong. */
final class StoredBytesMutationTest {

    private static final Seed SEED = Seed.of(271_828);
    private static final int MUTANTS = 3_000;

    @ParameterizedTest
    @EnumSource
    @Timeout(50)
    void everyMutantIsReadOrSaysWhyNot(HostileBytes format) {
        List<byte[]> seeds = format.seeds(SEED);
        for (byte[] original : seeds) {
            assertThat(format.read(original)).as("a sound %s", format).isTrue();
        }
        int sound = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] original = seeds.get(i % seeds.size());
            byte[] mutant = Mutants.of(original, SEED.part(i).random());
            boolean[] whole = new boolean[1];
            assertThatCode(() -> whole[0] = format.read(mutant))
                    .as("mutant %d of a %s, %s", i, format, SEED)
                    .doesNotThrowAnyException();
            sound += whole[0] ? 1 : 0;
        }
        assertThat(sound).as("mutants that still read").isLessThan(MUTANTS);
    }

    @Test
    void aLeafWhoseNumberOfBlocksOverflowsIsNoLeaf() {
        byte[] leaf = {1, 1, 0, 1, 0, -1, -1, -1, -1, -1, -1, -1, -1, 127, 0, 3};
        assertThat(HostileBytes.NODE.read(leaf)).isFalse();
    }

    @Test
    void checkingALargeNodePackTakesNoMemoryOfItsSize(@TempDir Path directory) throws Exception {
        Hash name = new Hash(1, 2, 3, 4);
        Path file = directory.resolve(Formats.nodesName(name));
        Files.createDirectories(file.resolveSibling("."));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(Formats.header(NodePackWriter.MAGIC, NodePackWriter.VERSION).array());
            sparse.setLength(64 << 20);
        }
        try (DirectoryBackend backend = new DirectoryBackend(directory)) {
            NodePack pack = NodePack.open(backend, name);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(pack::check).isInstanceOf(StoreException.Damaged.class);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
        }
    }
}
