package io.colama.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.store.DirectoryBackend;
import io.colama.store.Hash;
import io.colama.store.Progress;
import io.colama.store.Store;
import io.colama.store.StoreException;
import io.colama.store.VerifyReport;
import io.colama.store.VerifyRequest;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Check-ins that do not get to their end, because of their source or because they were cancelled:
 * nothing of them is seen, nothing has to be repaired, and the next one works.
 */
@Timeout(50)
final class CheckInFaultsTest {

    private static final int ROUNDS = 6;

    private final Seed seed = Seed.of(5_050);
    private final RandomGenerator random = seed.random();
    private final RandomDisk base = RandomDisk.of(seed.part(1), 3_000_001);
    private final List<Hash> disks = new ArrayList<>();

    @TempDir private Path directory = Path.of("");

    private Hash head = Hash.NONE;

    private Repository open() throws IOException {
        return new Repository(Store.open(new DirectoryBackend(directory.resolve("repository"))));
    }

    @BeforeEach
    void checkInOnce() throws IOException {
        DirectoryBackend backend = new DirectoryBackend(directory.resolve("repository"));
        try (Repository repository =
                new Repository(Store.create(backend, new UUID(1, 2), Instant.EPOCH))) {
            remember(repository.checkIn(request(sound(base)), Progress.NONE));
        }
    }

    private void remember(CheckInResult result) {
        head = result.id();
        result.disks().forEach(disk -> disks.add(disk.disk().id()));
    }

    private static BlockSource sound(RandomDisk disk) {
        return BlockSources.of(disk.bytes());
    }

    private static CheckInRequest request(BlockSource... sources) {
        List<CheckInRequest.SourceDisk> all = new ArrayList<>();
        for (BlockSource source : sources) {
            all.add(new CheckInRequest.SourceDisk("disk" + all.size(), source));
        }
        return new CheckInRequest(
                "web",
                all,
                Optional.empty(),
                Optional.empty(),
                "ana",
                Instant.EPOCH,
                "",
                Optional.empty(),
                "",
                CheckInRequest.Guard.NONE);
    }

    /** Mostly something like the base, sometimes larger than everything that is read ahead. */
    private RandomDisk next(int round) {
        return round == ROUNDS - 1
                ? RandomDisk.of(seed.part(100), 14_000_000)
                : base.mutate(seed.part(200 + round), 0.5);
    }

    @ParameterizedTest
    @EnumSource
    void aSourceThatMisbehavesLeavesNothingBehind(Misbehaving.Way way) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            RandomDisk disk = next(round);
            long from = random.nextLong(disk.size() - 4096);
            String what = "%s: %s at 0x%x, round %d".formatted(seed, way, from, round);
            Misbehaving bad = new Misbehaving(disk, way, from);
            CheckInRequest request =
                    random.nextBoolean() ? request(bad) : request(sound(base), bad);
            try (Repository repository = open()) {
                if (way.fails()) {
                    assertThat(catchThrowable(() -> repository.checkIn(request, Progress.NONE)))
                            .as(what)
                            .isInstanceOf(
                                    way == Misbehaving.Way.READ_BREAKS
                                            ? IllegalStateException.class
                                            : IOException.class)
                            .hasMessageMatching("(?s).*\\S.*");
                } else {
                    remember(repository.checkIn(request, Progress.NONE));
                }
            }
            goesOn(what, disk);
        }
    }

    @Test
    void aCancelledCheckInLeavesNothingBehind() throws IOException {
        for (int round = 0; round < 4 * ROUNDS; round++) {
            RandomDisk disk = next(round % ROUNDS);
            long bytes = random.nextLong(disk.size());
            String what = "%s: cancelled after %d bytes, round %d".formatted(seed, bytes, round);
            try (Repository repository = open()) {
                assertThatThrownBy(() -> repository.checkIn(request(sound(disk)), until(bytes)))
                        .as(what)
                        .isInstanceOf(StoreException.Cancelled.class);
            }
            if (round % 4 == 3) {
                goesOn(what, disk);
            }
        }
    }

    /** The last moment: everything is stored, only the record is missing. */
    @Test
    void aCheckInThatIsCancelledAtItsEndLeavesNothingBehind() throws IOException {
        RandomDisk disk = next(0);
        try (Repository repository = open()) {
            assertThatThrownBy(() -> repository.checkIn(request(sound(disk)), until(disk.size())))
                    .isInstanceOf(StoreException.Cancelled.class);
        }
        goesOn(seed.toString(), disk);
    }

    @Test
    void aCancelledVerificationOrCopyLeavesEverythingAsItIs() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long bytes = random.nextLong(base.size() / 2);
            try (Repository repository = open()) {
                assertThatThrownBy(() ->
                                repository.store().verify(VerifyRequest.all(disks), until(bytes)))
                        .isInstanceOf(StoreException.Cancelled.class);
            }
        }
        goesOn(seed.toString(), next(1));
    }

    private static Progress until(long bytes) {
        AtomicLong left = new AtomicLong(bytes);
        return new Progress() {
            @Override
            public void advance(long done) {
                left.addAndGet(-done);
            }

            @Override
            public boolean cancelled() {
                return left.get() <= 0;
            }
        };
    }

    private void goesOn(String what, RandomDisk disk) throws IOException {
        assertThat(directory.resolve("repository/tmp")).as(what).isEmptyDirectory();
        try (Repository repository = open()) {
            assertThat(repository.machineNames()).as(what).containsExactly("web");
            assertThat(repository.machine("web").head()).as(what).isEqualTo(head);
            assertSound(what, repository);
            CheckInResult made = repository.checkIn(request(sound(disk)), Progress.NONE);
            remember(made);
            try (BlockSource stored = repository.open(made.revision().disks().getFirst())) {
                byte[] bytes = new byte[Math.toIntExact(stored.size())];
                stored.read(0, ByteBuffer.wrap(bytes));
                assertThat(bytes).as(what).isEqualTo(disk.bytes());
            }
            assertSound(what, repository);
        }
    }

    private void assertSound(String what, Repository repository) throws IOException {
        VerifyReport report = repository.store().verify(VerifyRequest.all(disks), Progress.NONE);
        assertThat(report.findings()).as(what).isEmpty();
        assertThat(report.lost()).as(what).isEmpty();
    }
}
