package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damage in any file: named by verification, contained, and healed when the blocks come again. */
final class DamageTest {

    private static final byte[] BLOB = "a definition".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RECORD = "a record".getBytes(StandardCharsets.UTF_8);

    private final Seed seed = Seed.of(4711);
    private final RandomGenerator random = seed.random();
    private final Map<Hash, byte[]> disks = new LinkedHashMap<>();
    private final Map<String, byte[]> sound = new LinkedHashMap<>();
    private Hash blob = Hash.NONE;

    @TempDir(factory = InMemory.class)
    private Path directory = Path.of("");

    private Path repository() {
        return directory.resolve("repository");
    }

    /** Two machines, some revisions, a damaged segment in quarantine that was superseded. */
    @BeforeEach
    void fill() throws IOException {
        RandomDisk web = RandomDisk.of(seed.part(1), 700_000);
        byte[] mail = RandomDisk.of(seed.part(2), 500_001).bytes();
        System.arraycopy(web.bytes(), 0, mail, 5 * Geometry.BLOCK, 60 * Geometry.BLOCK);
        byte[] victim = RandomDisk.of(seed.part(3), 100_000).bytes();
        try (Store store = Stores.create(repository())) {
            disks.put(Stores.add(store, victim).disk().id(), victim);
        }
        Path pack = repository().resolve(named(".pack").getFirst());
        flip(pack, DataPackWriter.HEADER + DataPackWriter.SEGMENT_HEADER + 5, 3);
        try (Store store = Stores.open(repository())) {
            assertThat(Stores.verify(store, disks.keySet()).isSound()).isFalse();
            Stores.add(store, victim);
            for (byte[] disk : List.of(web.bytes(), web.mutate(seed.part(4), 0.1).bytes(), mail)) {
                disks.put(Stores.add(store, disk).disk().id(), disk);
            }
            try (StoreWriter writer = store.writer()) {
                blob = writer.addBlob(BLOB);
                writer.publish();
            }
            store.logs().append("web", 0, RECORD);
            store.logs().append("web", 1, RECORD);
            VerifyReport report = Stores.verify(store, disks.keySet());
            assertThat(report.isSound()).as(report.toString()).isTrue();
        }
        for (String file : Stores.files(repository())) {
            if (!file.startsWith("locks/")) {
                sound.put(file, Files.readAllBytes(repository().resolve(file)));
            }
        }
    }

    private List<String> named(String suffix) throws IOException {
        return Stores.files(repository()).stream().filter(name -> name.endsWith(suffix)).toList();
    }

    private void restore() throws IOException {
        try (Stream<Path> all = Files.walk(repository())) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
        for (Map.Entry<String, byte[]> file : sound.entrySet()) {
            Path path = repository().resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, file.getValue());
        }
    }

    private static void flip(Path file, int at, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (1 << bit);
        Files.write(file, bytes);
    }

    /** Places in a file: everywhere in small ones, else some in each part of its structure. */
    private SortedSet<Integer> places(String file, int each) {
        byte[] bytes = Objects.requireNonNull(sound.get(file));
        TreeSet<Integer> places = new TreeSet<>();
        List<Integer> parts = new ArrayList<>(List.of(0, 16, 32, 56, bytes.length));
        if (file.endsWith(".pack")) {
            int footer = bytes.length - DataPackWriter.FOOTER;
            int table = (int) Bytes.wrap(bytes).getLong(footer);
            int hashes = table + Bytes.wrap(bytes).getInt(footer + 8);
            parts.addAll(
                    List.of(
                            table,
                            table + 8,
                            hashes,
                            footer,
                            footer + 8,
                            footer + 16,
                            footer + 24));
        } else {
            parts.addAll(List.of(Math.max(0, bytes.length - 40), Math.max(0, bytes.length - 16)));
        }
        parts.sort(null);
        for (int i = 0; i + 1 < parts.size(); i++) {
            int from = Math.min(parts.get(i), bytes.length);
            int to = Math.min(parts.get(i + 1), bytes.length);
            for (int n = 0; n < each && from < to; n++) {
                places.add(from + random.nextInt(to - from));
            }
        }
        return places;
    }

    @Test
    void namesContainsAndHealsABitFlippedAnywhere() throws IOException {
        flipEverywhere(1);
    }

    /** Other places than above: the generator has moved on by one round. */
    @Test
    @Tag("slow")
    @Timeout(120)
    void namesContainsAndHealsManyMoreBits() throws IOException {
        random.nextLong();
        flipEverywhere(4);
    }

    private void flipEverywhere(int each) throws IOException {
        for (String file : sound.keySet()) {
            for (int at : places(file, each)) {
                int bit = random.nextInt(8);
                survives(
                        file,
                        "%s: bit %d of byte %d of %s".formatted(seed, bit, at, file),
                        true,
                        () -> flip(repository().resolve(file), at, bit));
            }
        }
    }

    @Test
    void namesContainsAndHealsFilesThatWereCutShort() throws IOException {
        for (String file : sound.keySet()) {
            byte[] bytes = sound.get(file);
            for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
                survives(
                        file,
                        "%s: %s cut to %d bytes".formatted(seed, file, length),
                        true,
                        () ->
                                Files.write(
                                        repository().resolve(file), Arrays.copyOf(bytes, length)));
            }
        }
    }

    @Test
    void survivesFilesThatAreGone() throws IOException {
        for (String file : sound.keySet()) {
            boolean told = !file.startsWith("quarantine") && !file.endsWith("00000001");
            String name = file.startsWith("index/") ? "index" : file;
            name = file.endsWith("00000000") ? "refs/web" : name;
            survives(
                    name,
                    "%s: %s deleted".formatted(seed, file),
                    told,
                    () -> Files.delete(repository().resolve(file)));
        }
    }

    /** Does something bad to a file. */
    @FunctionalInterface
    private interface Damage {
        void happen() throws IOException;
    }

    private void survives(String file, String what, boolean told, Damage damage)
            throws IOException {
        damage.happen();
        try (Store store = Stores.open(repository())) {
            readableOrAnError(store, what);
        }
        restore(); // reading may have repaired the index already
        damage.happen();
        List<Hash> lost = new ArrayList<>();
        try (Store store = Stores.open(repository())) {
            VerifyReport report = Stores.verify(store, disks.keySet());
            if (told) {
                assertThat(report.findings())
                        .as(what)
                        .anyMatch(finding -> finding.file().equals(file));
            }
            report.lost().forEach(range -> lost.add(range.disk()));
            for (Map.Entry<Hash, byte[]> disk : disks.entrySet()) {
                if (!lost.contains(disk.getKey())) {
                    assertIsRight(store, disk, what);
                }
            }
        }
        heals(what, file.startsWith("refs/"));
        restore();
    }

    private void readableOrAnError(Store store, String what) {
        for (Map.Entry<Hash, byte[]> disk : disks.entrySet()) {
            try {
                assertThat(Stores.copy(store, disk.getKey())).as(what).isEqualTo(disk.getValue());
                assertThat(Stores.read(store, disk.getKey())).as(what).isEqualTo(disk.getValue());
            } catch (IOException e) {
                assertThat(e).as(what).isInstanceOf(StoreException.class);
            }
        }
    }

    private static void assertIsRight(Store store, Map.Entry<Hash, byte[]> disk, String what) {
        try {
            assertThat(Stores.copy(store, disk.getKey())).as(what).isEqualTo(disk.getValue());
            assertThat(Stores.read(store, disk.getKey())).as(what).isEqualTo(disk.getValue());
        } catch (IOException e) {
            throw new AssertionError(what, e);
        }
    }

    private void heals(String what, boolean recordLost) throws IOException {
        try (Store store = Stores.open(repository())) {
            for (Map.Entry<Hash, byte[]> disk : disks.entrySet()) {
                assertThat(Stores.add(store, disk.getValue()).disk().id()).isEqualTo(disk.getKey());
            }
            try (StoreWriter writer = store.writer()) {
                assertThat(writer.addBlob(BLOB)).isEqualTo(blob);
                writer.publish();
            }
            for (Map.Entry<Hash, byte[]> disk : disks.entrySet()) {
                assertIsRight(store, disk, what);
            }
            assertThat(store.blob(blob)).isEqualTo(BLOB);
        }
        try (Store store = Stores.open(repository())) {
            VerifyReport report = Stores.verify(store, disks.keySet());
            assertThat(report.lost()).as(what).isEmpty();
            if (!recordLost) {
                assertThat(report.isSound()).as(what + ": " + report).isTrue();
            }
        }
    }

    /** Every block of a damaged segment gets an entry of its own when it comes again. */
    @Test
    void healsADiskWhenAnotherBringsItsBlocks() throws IOException {
        Path own = directory.resolve("sharing");
        byte[] first = new byte[200 * Geometry.BLOCK];
        seed.part(9).random().nextBytes(first);
        byte[] second = new byte[150 * Geometry.BLOCK];
        System.arraycopy(first, 30 * Geometry.BLOCK, second, 0, second.length);
        List<Hash> ids = new ArrayList<>();
        try (Store store = Stores.create(own)) {
            ids.add(Stores.add(store, first).disk().id());
            ids.add(Stores.add(store, second).disk().id());
        }
        Path pack =
                own.resolve(
                        Stores.files(own).stream()
                                .filter(f -> f.endsWith(".pack"))
                                .findFirst()
                                .orElseThrow());
        flip(pack, 100_000 + Geometry.SEGMENT_BYTES, 1);
        try (Store store = Stores.open(own)) {
            VerifyReport report = Stores.verify(store, ids);
            assertThat(report.lost()).extracting(VerifyReport.LostRange::disk).containsAll(ids);
            Stores.add(store, first);
            assertThat(Stores.copy(store, ids.get(1))).isEqualTo(second);
            assertThat(Stores.read(store, ids.get(1))).isEqualTo(second);
        }
        for (String index : Stores.files(own).stream().filter(f -> f.endsWith(".idx")).toList()) {
            Files.delete(own.resolve(index)); // the entries must survive a rebuilt index
        }
        try (Store store = Stores.open(own)) {
            VerifyReport report = Stores.verify(store, ids);
            assertThat(report.isSound()).as(report.toString()).isTrue();
            assertThat(Stores.copy(store, ids.get(1))).isEqualTo(second);
        }
    }
}
