package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base that is damaged gives a new disk nothing that is damaged. */
class ChangedDiskDamageTest {

    private final Seed seed = Seed.of(8086);
    private final RandomGenerator random = seed.random();

    @TempDir private Path directory = Path.of("");

    private List<Path> files(Path repository, String suffix) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String name : Stores.files(repository)) {
            if (name.endsWith(suffix)) {
                found.add(repository.resolve(name));
            }
        }
        return found;
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 4;
        Files.write(file, bytes);
    }

    private static Hash add(Store store, byte[] content, Hash base, List<Run> runs)
            throws IOException {
        try (StoreWriter writer = store.writer()) {
            ChangedFrom changed = new ChangedFrom(base, runs);
            IngestResult result = writer.addDisk(BlockSources.of(content), changed, Progress.NONE);
            writer.publish();
            return result.disk().id();
        }
    }

    private byte[] changed(byte[] before, List<Run> runs) {
        byte[] after = before.clone();
        for (int i = 0; i < 5; i++) {
            int at = i * before.length / 5 + random.nextInt(1000);
            Arrays.fill(after, at, at + 100, (byte) random.nextInt());
            runs.add(new Run(at, 100, Run.Kind.DATA));
        }
        return after;
    }

    @Test
    void whatLiesInQuarantineIsReadFromTheSource() throws IOException {
        byte[] before = RandomDisk.of(seed, 3_000_001).bytes();
        List<Run> runs = new ArrayList<>();
        byte[] after = changed(before, runs);
        try (Store store = Stores.create(directory)) {
            Hash base = Stores.add(store, before).disk().id();
            Path pack = files(directory, ".pack").getFirst();
            for (int i = 1; i < 10; i++) {
                flip(pack, (int) (Files.size(pack) * i / 11));
            }
            assertThat(Stores.verify(store, List.of(base)).isSound()).isFalse();
            Hash id = add(store, after, base, runs);
            assertThat(Stores.copy(store, id)).as("%s", seed).isEqualTo(after);
            assertThat(Stores.verify(store, List.of(id)).lost()).isEmpty();
        }
    }

    /** 200 MiB: subtrees that did not change, all of whose leaves must be looked at. */
    @Test
    void unchangedSubtreesAreNotTakenWithBlocksInQuarantine() throws IOException {
        byte[] before = new byte[200 << 20];
        for (int at = 0; at < before.length; at += 9 << 20) {
            byte[] island = RandomDisk.of(seed.part(at), 70_000).bytes();
            System.arraycopy(island, 0, before, at, island.length);
        }
        try (Store store = Stores.create(directory)) {
            Hash base = Stores.add(store, before).disk().id();
            Hash pack = PackNames.dataPacks(store.backend()).getFirst();
            BitSet bad = new BitSet();
            bad.set(store.catalog().use(pack, open -> open.toc().segments()) - 1);
            store.quarantine().add(pack, bad, Set.of());
            byte[] after = before.clone();
            after[1_000_000] ^= 1;
            Hash id = add(store, after, base, List.of(new Run(1_000_000, 1, Run.Kind.DATA)));
            assertThat(Stores.read(store, id)).isEqualTo(after);
            for (long leaf = 0; leaf < (200 << 20) / Geometry.LEAF_BYTES; leaf++) {
                Node.Leaf layout =
                        new TreeReader(store.nodes()::best, id, store.disk(id)).find(leaf).leaf();
                assertThat(layout == null || store.nodes().isUsable(layout)).isTrue();
            }
        }
    }

    @Test
    void aLayoutThatIsDamagedAnywhereIsReplacedOrRefused() throws IOException {
        byte[] before = RandomDisk.of(seed, 3_000_001).bytes();
        try (Store store = Stores.create(directory.resolve("sound"))) {
            Stores.add(store, before);
        }
        Path nodes = files(directory.resolve("sound"), ".nodes").getFirst();
        byte[] sound = Files.readAllBytes(nodes);
        int refused = 0;
        for (int round = 0; round < 20; round++) {
            Path repository = directory.resolve("round" + round);
            Hash base;
            try (Store store = Stores.create(repository)) {
                base = Stores.add(store, before).disk().id();
            }
            Path copy = files(repository, ".nodes").getFirst();
            flip(copy, random.nextInt(sound.length));
            List<Run> runs = new ArrayList<>();
            byte[] after = changed(before, runs);
            try (Store store = Stores.open(repository)) {
                Hash id = add(store, after, base, runs);
                assertThat(Stores.copy(store, id)).as("%s %s", seed, round).isEqualTo(after);
            } catch (StoreException.Absent | StoreException.Damaged e) {
                refused++; // the record of the base itself
            }
        }
        assertThat(refused).isLessThan(8);
    }
}
