package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import io.colama.testkit.crash.CrashFileSystem;
import io.colama.testkit.crash.CrashPoint;
import io.colama.testkit.crash.CrashReplay;
import io.colama.testkit.crash.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every state that a crash can leave a store in: what was acknowledged is whole, nothing has to be
 * repaired, and work goes on.
 */
final class StoreCrashTest {

    private static final int DISKS = 9;
    private static final long DISK_BYTES = 300_000;

    @TempDir(factory = InMemory.class)
    private Path directory = Path.of("");

    private final List<byte[]> contents = new ArrayList<>();
    private final List<Hash> ids = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void keepsWhatWasAcknowledgedThroughEveryCrash(long fixed) throws IOException {
        replay(Seed.of(fixed), 180);
    }

    @Test
    @Tag("slow")
    @Timeout(120)
    void keepsWhatWasAcknowledgedThroughManyMoreCrashes() throws IOException {
        replay(Seed.of(1_311), 900);
    }

    private void replay(Seed seed, int states) throws IOException {
        CrashFileSystem disk = CrashFileSystem.over(directory);
        Path repository = disk.root().resolve("in/some/repository");
        try (Store store = Stores.create(repository)) {
            disk.mark("made");
            RandomDisk content = RandomDisk.of(seed.part(1000), DISK_BYTES);
            for (int i = 0; i < DISKS; i++) {
                contents.add(content.bytes());
                ids.add(Stores.add(store, content.bytes()).disk().id());
                disk.mark("disk " + i);
                assertThat(store.logs().append("web", i, payload(i))).isTrue();
                disk.mark("record " + i);
                content = content.mutate(seed.part(2000 + i), 0.2);
            }
        }
        int shown =
                CrashReplay.of(disk.log())
                        .forEachState(
                                seed,
                                states,
                                (root, point) ->
                                        check(seed, root.resolve("in/some/repository"), point));
        assertThat(shown).isGreaterThan(states / 3);
    }

    private void check(Seed seed, Path repository, CrashPoint point) throws IOException {
        if (!point.reached("made")) {
            afterCrashInCreation(repository);
            return;
        }
        List<Hash> acknowledged = new ArrayList<>();
        int records = 0;
        for (int i = 0; i < DISKS; i++) {
            if (point.reached("disk " + i)) {
                acknowledged.add(ids.get(i));
            }
            records += point.reached("record " + i) ? 1 : 0;
        }
        try (Store store = Stores.open(repository)) {
            for (int i = 0; i < acknowledged.size(); i++) {
                assertThat(Stores.copy(store, acknowledged.get(i))).isEqualTo(contents.get(i));
            }
            long last = store.logs().last("web").orElse(-1);
            assertThat(last).isBetween(records - 1L, (long) records);
            for (long n = 0; n <= last; n++) {
                assertThat(store.logs().read("web", n)).isEqualTo(payload(n));
            }
            assertThat(store.logs().names()).isEqualTo(last < 0 ? List.of() : List.of("web"));
            VerifyReport report = Stores.verify(store, acknowledged);
            assertThat(report.isSound()).as(report.toString()).isTrue();
        }
        goesOn(seed, repository, acknowledged);
    }

    private void goesOn(Seed seed, Path repository, List<Hash> acknowledged) throws IOException {
        byte[] next = RandomDisk.of(seed.part(5), DISK_BYTES).bytes();
        try (Store store = Stores.open(repository)) {
            Hash id = Stores.add(store, next).disk().id();
            long number = store.logs().last("web").orElse(-1) + 1;
            assertThat(store.logs().append("web", number, payload(number))).isTrue();
            assertThat(Stores.copy(store, id)).isEqualTo(next);
            assertThat(Stores.uncovered(store)).isEmpty();
            for (int i = 0; i < acknowledged.size(); i++) {
                assertThat(Stores.copy(store, acknowledged.get(i))).isEqualTo(contents.get(i));
            }
        }
        assertThat(repository.resolve("tmp")).isEmptyDirectory();
    }

    private static void afterCrashInCreation(Path repository) throws IOException {
        try (Store store = Stores.open(repository)) {
            assertThat(Stores.verify(store, List.of()).isSound()).isTrue();
        } catch (StoreException.NotARepository e) {
            try (Store store = Stores.create(repository)) {
                assertThat(Stores.verify(store, List.of()).findings()).isEmpty();
            }
        }
    }

    /** A process that was killed between making a name and syncing it leaves it to the next one. */
    @Test
    void makesNamesDurableThatAKilledWriterLeftBehind() throws IOException {
        Seed seed = Seed.of(77);
        byte[] content = RandomDisk.of(seed, DISK_BYTES).bytes();
        for (int killed = 1; killed < 60; killed += 2) {
            Path base = java.nio.file.Files.createDirectory(directory.resolve("run" + killed));
            CrashFileSystem disk = CrashFileSystem.over(base);
            Path repository = disk.root().resolve("repository");
            Stores.create(repository).close();
            disk.faults().killAfter(killed);
            try (Store store = Stores.open(repository)) {
                Stores.add(store, content);
                store.logs().append("web", 0, payload(0));
            } catch (IOException e) {
                assertThat(disk.faults().killed()).as(e.toString()).isTrue();
            }
            disk.faults().clear();
            Hash id;
            long number;
            try (Store store = Stores.open(repository)) {
                id = Stores.add(store, content).disk().id();
                number = store.logs().last("web").orElse(-1) + 1;
                assertThat(store.logs().append("web", number, payload(number))).isTrue();
            }
            disk.mark("acknowledged");
            CrashReplay.of(disk.log())
                    .forEachState(
                            seed,
                            40,
                            (root, point) -> {
                                if (point.reached("acknowledged")) {
                                    try (Store store = Stores.open(root.resolve("repository"))) {
                                        assertThat(Stores.copy(store, id)).isEqualTo(content);
                                        for (long n = 0; n <= number; n++) {
                                            assertThat(store.logs().read("web", n))
                                                    .isEqualTo(payload(n));
                                        }
                                    }
                                }
                            });
        }
    }

    /** Record 1000 opens a folder of its own; 999 must be durable before it. */
    @Test
    void leavesNoGapWhereALogChangesItsFolder() throws IOException {
        Path plain = directory.resolve("repository");
        try (Store store = Stores.create(plain)) {
            for (int i = 990; i < 999; i++) {
                store.logs().append("web", i, payload(i));
            }
        }
        CrashFileSystem disk = CrashFileSystem.over(directory);
        Path repository = disk.root().resolve("repository");
        disk.faults().refuse(StoreCrashTest::syncsTheFolderOfTheLog, "Input/output error");
        try (Store failing = Stores.open(repository)) {
            assertThatThrownBy(() -> failing.logs().append("web", 999, payload(999)))
                    .isInstanceOf(IOException.class);
        }
        disk.faults().clear();
        try (Store store = Stores.open(repository)) {
            assertThat(store.logs().last("web")).hasValue(999);
            assertThat(store.logs().append("web", 1000, payload(1000))).isTrue();
        }
        CrashReplay.of(disk.log())
                .forEachState(
                        Seed.of(5),
                        5 * disk.log().size(),
                        (root, point) -> {
                            try (Store store = Stores.open(root.resolve("repository"))) {
                                long last = store.logs().last("web").orElseThrow();
                                for (long n = 990; n <= last; n++) {
                                    assertThat(store.logs().read("web", n)).isEqualTo(payload(n));
                                }
                            }
                        });
    }

    private static boolean syncsTheFolderOfTheLog(Operation operation) {
        return operation instanceof Operation.Force force && force.path().endsWith("00000000");
    }

    private static byte[] payload(long number) {
        return ("record " + number).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
