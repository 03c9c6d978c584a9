package io.colama.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.colama.testkit.crash.CrashFileSystem;
import io.colama.testkit.crash.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository on a medium that takes no writes: everything can be read, and whoever writes is told
 * why it does not work.
 */
final class ReadOnlyTest {

    private static final String REFUSAL = "Read-only file system";

    private final RandomDisk disk = RandomDisk.of(Seed.of(6), 900_000);

    @TempDir private Path directory = Path.of("");

    private Path place = Path.of("");
    private CheckInResult made = new CheckInResult(Hash.NONE, empty(), List.of(), 0);

    private static Revision empty() {
        return new Revision(
                List.of(), List.of(), Optional.empty(), "", Instant.EPOCH, "", "web", "");
    }

    @BeforeEach
    void checkInAndCloseTheDoor() throws IOException {
        CrashFileSystem medium = CrashFileSystem.over(directory);
        place = medium.root().resolve("repository");
        try (Repository repository =
                new Repository(
                        Store.create(new DirectoryBackend(place), new UUID(1, 2), Instant.EPOCH))) {
            made = repository.checkIn(request(disk.bytes()), Progress.NONE);
            repository.tag("web", made.id(), "v1", false, "ana", Instant.EPOCH);
            repository.note("web", made.id(), "a note", "ana", Instant.EPOCH);
        }
        medium.faults().refuse(ReadOnlyTest::writes, REFUSAL);
    }

    private static boolean writes(Operation operation) {
        return !(operation instanceof Operation.Force || operation instanceof Operation.Mark);
    }

    private static CheckInRequest request(byte[] content) {
        return new CheckInRequest(
                "web",
                List.of(new CheckInRequest.SourceDisk("disk0", BlockSources.of(content))),
                Optional.empty(),
                Optional.empty(),
                "ana",
                Instant.EPOCH,
                "",
                Optional.empty(),
                "",
                CheckInRequest.Guard.NONE);
    }

    private Repository open() throws IOException {
        return new Repository(Store.open(new DirectoryBackend(place)));
    }

    @Test
    void everythingCanBeRead() throws IOException {
        try (Repository repository = open()) {
            Machine machine = repository.machine("web");
            assertThat(repository.notes(machine)).hasSize(1);
            assertThat(repository.resolve("web@v1").id()).isEqualTo(made.id());
            assertThat(repository.resolve(made.id().hex().substring(0, 8)).id())
                    .isEqualTo(made.id());
            assertThat(repository.store().stats().dataPacks()).isEqualTo(1);
            Revision.Disk stored = made.revision().disks().getFirst();
            try (BlockSource source = repository.open(stored)) {
                ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
                source.read(0, bytes);
                assertThat(bytes.array()).isEqualTo(disk.bytes());
            }
            BlockSource same = BlockSources.of(disk.bytes());
            assertThat(repository.store().compare(stored.id(), same, Progress.NONE).changedBytes())
                    .isZero();
            assertThatThrownBy(() -> repository.store().open(new Hash(1, 2, 3, 4)))
                    .isInstanceOf(StoreException.Absent.class);
        }
    }

    @Test
    void everythingCanBeVerified() throws IOException {
        try (Repository repository = open()) {
            VerifyReport report =
                    repository
                            .store()
                            .verify(
                                    VerifyRequest.all(
                                            List.of(made.revision().disks().getFirst().id())),
                                    Progress.NONE);
            assertThat(report.isSound()).as(report.toString()).isTrue();
        }
    }

    @Test
    void whoeverWritesIsToldWhyItDoesNotWork() throws IOException {
        try (Repository repository = open()) {
            refused(() ->
                    repository.checkIn(
                            request(disk.mutate(Seed.of(7), 0.3).bytes()), Progress.NONE));
            refused(() -> repository.checkIn(request(disk.bytes()), Progress.NONE));
            refused(() ->
                    repository.cloneMachine(
                            repository.resolve("web"), "copy", "ana", Instant.EPOCH));
            refused(() -> repository.tag("web", made.id(), "v2", false, "ana", Instant.EPOCH));
            refused(() -> repository.note("web", made.id(), "text", "ana", Instant.EPOCH));
        }
    }

    private static void refused(ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOf(IOException.class).hasMessageContaining(REFUSAL);
    }
}
