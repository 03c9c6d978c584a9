package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Index files and sets of them beside sorted maps that hold the same. */
final class IndexModelTest {

    private static final int[] SIZES = {
        0, 1, 2, 3, 7, 8, 9, 10, 31, 127, 128, 129, 1000, 4096, 16_384, 16_385, 20_000
    };

    private final Seed seed = Seed.of(20_261);
    private final RandomGenerator random = seed.random();
    private final MemoryBackend backend = new MemoryBackend();

    /** Everything of one kind that was added, by prefix, in the order of adding. */
    private static final class Model {
        private final NavigableMap<Long, List<IndexFile.Location>> entries =
                new TreeMap<>(Long::compareUnsigned);

        void add(IndexFile.Location location) {
            entries.computeIfAbsent(location.prefix(), _ -> new ArrayList<>()).add(location);
        }

        List<IndexFile.Location> find(long prefix) {
            return entries.getOrDefault(prefix, List.of());
        }

        List<IndexFile.Location> between(long from, long to, int most) {
            return entries.subMap(from, true, to, true).values().stream()
                    .flatMap(List::stream)
                    .limit(most)
                    .toList();
        }
    }

    /** How the prefixes of a file lie: a search that guesses must not depend on it. */
    private enum Spread {
        EVEN,
        FEW,
        LOW,
        HIGH,
        EDGES
    }

    private long prefix(Spread spread) {
        return switch (spread) {
            case EVEN -> random.nextLong();
            case FEW -> random.nextInt(5) * 0x3333_3333_3333_3333L;
            case LOW -> random.nextInt(1 << 20);
            case HIGH -> -1 - (long) random.nextInt(1 << 10);
            case EDGES ->
                    switch (random.nextInt(5)) {
                        case 0 -> 0;
                        case 1 -> -1;
                        case 2 -> Long.MIN_VALUE;
                        case 3 -> Long.MAX_VALUE;
                        default -> random.nextLong();
                    };
        };
    }

    private Hash hash() {
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private List<Hash> hashes(int count) {
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(hash());
        }
        return hashes;
    }

    private List<IndexFile.Location> locations(
            int size, Spread spread, List<Hash> packs, boolean nodes) {
        List<IndexFile.Location> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Hash pack = packs.get(random.nextInt(packs.size()));
            long position = nodes ? random.nextLong(1L << 32) * 8 : random.nextInt(8);
            all.add(new IndexFile.Location(prefix(spread), pack, position));
        }
        return all;
    }

    private static <T> T pick(T[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }

    private List<Long> probes(Model model, Spread spread) {
        List<Long> probes = new ArrayList<>(List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
        List<Long> known = List.copyOf(model.entries.keySet());
        for (int i = 0; i < 200; i++) {
            probes.add(prefix(spread));
            if (!known.isEmpty()) {
                long key = known.get(random.nextInt(known.size()));
                probes.addAll(List.of(key, key - 1, key + 1));
            }
        }
        return probes;
    }

    @Test
    void aFileFindsExactlyWhatWasWritten() throws IOException {
        for (Spread spread : Spread.values()) {
            for (int size : SIZES) {
                List<Hash> packs = hashes(1 + random.nextInt(40));
                List<Hash> nodePacks = hashes(1 + random.nextInt(3));
                List<Hash> superseded = hashes(random.nextInt(7));
                List<IndexFile.Location> samples = locations(size, spread, packs, false);
                List<IndexFile.Location> nodes =
                        locations(SIZES[random.nextInt(SIZES.length)], spread, nodePacks, true);
                Comparator<IndexFile.Location> order =
                        (a, b) -> Long.compareUnsigned(a.prefix(), b.prefix());
                samples.sort(order);
                nodes.sort(order);
                Hash name =
                        IndexWriter.write(
                                backend,
                                size,
                                packs,
                                nodePacks,
                                superseded,
                                IndexWriter.table(samples),
                                IndexWriter.table(nodes));
                IndexFile file = IndexFile.open(backend, name);
                file.check();
                assertThat(file.generation()).isEqualTo(size);
                assertThat(file.samples()).isEqualTo(samples.size());
                assertThat(file.nodes()).isEqualTo(nodes.size());
                assertThat(file.dataPacks()).containsExactlyInAnyOrderElementsOf(packs);
                assertThat(file.nodePacks()).containsExactlyInAnyOrderElementsOf(nodePacks);
                assertThat(file.superseded()).containsExactlyInAnyOrderElementsOf(superseded);
                compare(file, spread, samples, nodes);
                backend.delete(Formats.indexName(name));
            }
        }
    }

    private void compare(
            IndexFile file,
            Spread spread,
            List<IndexFile.Location> samples,
            List<IndexFile.Location> nodes) {
        String what = "%s: %s, %d and %d".formatted(seed, spread, samples.size(), nodes.size());
        Model sampleModel = new Model();
        Model nodeModel = new Model();
        samples.forEach(sampleModel::add);
        nodes.forEach(nodeModel::add);
        for (long probe : probes(sampleModel, spread)) {
            assertThat(file.findSamples(probe)).as(what).isEqualTo(sampleModel.find(probe));
        }
        List<Long> probes = probes(nodeModel, spread);
        for (long probe : probes) {
            assertThat(file.findNodes(probe)).as(what).isEqualTo(nodeModel.find(probe));
        }
        for (int i = 0; i < 20; i++) {
            long a = probes.get(random.nextInt(probes.size()));
            long b = probes.get(random.nextInt(probes.size()));
            long from = Long.compareUnsigned(a, b) < 0 ? a : b;
            long to = from == a ? b : a;
            int most = 1 + random.nextInt(50);
            assertThat(file.findNodes(from, to, most))
                    .as(what)
                    .isEqualTo(nodeModel.between(from, to, most));
        }
    }

    @Test
    void aSetFindsEverythingThroughMergesAndReopening() throws IOException {
        for (int round = 0; round < 6; round++) {
            MemoryBackend own = new MemoryBackend();
            IndexSet set = new IndexSet(own);
            Model samples = new Model();
            Model nodes = new Model();
            Set<Hash> packs = new HashSet<>();
            Set<Hash> nodePacks = new HashSet<>();
            for (int step = 0; step < 60; step++) {
                String what = "%s: round %d, step %d".formatted(seed, round, step);
                switch (random.nextInt(6)) {
                    case 0 -> assertThat(set.merge()).as(what).isTrue();
                    case 1 -> set = new IndexSet(own);
                    default -> add(set, samples, nodes, packs, nodePacks);
                }
                compare(what, set, samples, nodes);
            }
            assertThat(set.merge()).isTrue();
            assertThat(set.files()).hasSizeLessThan(3 * IndexSet.MERGE_WIDTH);
            Set<Hash> covered = new HashSet<>();
            Set<Hash> coveredNodes = new HashSet<>();
            for (IndexFile file : set.files()) {
                file.check();
                covered.addAll(file.dataPacks());
                coveredNodes.addAll(file.nodePacks());
            }
            assertThat(covered).isEqualTo(packs);
            assertThat(coveredNodes).isEqualTo(nodePacks);
            assertThat(own.list(Formats.INDEX)).hasSameSizeAs(set.files());
        }
    }

    private void add(IndexSet set, Model samples, Model nodes, Set<Hash> packs, Set<Hash> nodePacks)
            throws IOException {
        Spread spread = pick(Spread.values(), random);
        List<Hash> ownPacks = hashes(1 + random.nextInt(3));
        if (!packs.isEmpty() && random.nextInt(4) == 0) {
            ownPacks.add(packs.iterator().next()); // indexed twice, as after a recovery
        }
        List<Hash> ownNodes = hashes(1);
        List<IndexFile.Location> newSamples =
                locations(SIZES[random.nextInt(SIZES.length)] / 4, spread, ownPacks, false);
        List<IndexFile.Location> newNodes =
                locations(SIZES[random.nextInt(SIZES.length)] / 4, spread, ownNodes, true);
        newSamples.forEach(samples::add);
        newNodes.forEach(nodes::add);
        packs.addAll(ownPacks);
        nodePacks.addAll(ownNodes);
        set.add(new HashSet<>(ownPacks), new HashSet<>(ownNodes), newSamples, newNodes);
    }

    private void compare(String what, IndexSet set, Model samples, Model nodes) {
        List<Long> keys = new ArrayList<>(List.of(0L, -1L, random.nextLong()));
        for (Model model : List.of(samples, nodes)) {
            List<Long> known = List.copyOf(model.entries.keySet());
            for (int i = 0; i < 20 && !known.isEmpty(); i++) {
                keys.add(known.get(random.nextInt(known.size())));
            }
        }
        for (long key : keys) {
            assertThat(counted(set.samples(key))).as(what).isEqualTo(counted(samples.find(key)));
            assertThat(counted(set.nodes(key))).as(what).isEqualTo(counted(nodes.find(key)));
        }
    }

    private static Map<IndexFile.Location, Long> counted(List<IndexFile.Location> locations) {
        return locations.stream()
                .collect(Collectors.groupingBy(location -> location, Collectors.counting()));
    }
}
