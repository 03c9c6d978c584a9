package io.colama.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.store.ChangedFrom;
import io.colama.store.Hash;
import io.colama.store.MemoryBackend;
import io.colama.store.Progress;
import io.colama.store.Store;
import io.colama.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RepositoryTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Repository repository = repositoryIn(new MemoryBackend());

    private static Repository repositoryIn(MemoryBackend backend) {
        try {
            return new Repository(Store.create(backend, new UUID(1, 2), NOON));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void create() {
        repository = repositoryIn(new MemoryBackend());
    }

    @AfterEach
    void close() throws IOException {
        repository.close();
    }

    private static CheckInRequest request(String machine, int content, Optional<Hash> expected) {
        byte[] disk = new byte[20_000];
        disk[content % disk.length] = (byte) (1 + content / disk.length);
        return new CheckInRequest(
                machine,
                List.of(new CheckInRequest.SourceDisk("disk0", BlockSources.of(disk))),
                Optional.empty(),
                expected,
                "ana",
                NOON.plusSeconds(content),
                "state " + content,
                Optional.empty(),
                "test",
                CheckInRequest.Guard.NONE);
    }

    private Hash checkIn(String machine, int content) throws IOException {
        return repository.checkIn(request(machine, content, Optional.empty()), Progress.NONE).id();
    }

    @Test
    void sameInputsAndTimeGiveTheSameId() throws IOException {
        assertThat(checkIn("web", 7).hex())
                .isEqualTo(
                        repositoryIn(new MemoryBackend())
                                .checkIn(request("web", 7, Optional.empty()), Progress.NONE)
                                .id()
                                .hex());
    }

    @Test
    void readsOnlyWhatChangedSinceAStoredDisk() throws IOException {
        checkIn("web", 1);
        Hash base = repository.resolve("web").revision().disks().getFirst().id();
        CheckInRequest whole = request("web", 2, Optional.empty());
        Run only = new Run(0, 4096, Run.Kind.DATA);
        Run rest = new Run(4096, 20_000 - 4096, Run.Kind.DATA);
        BlockSource torn = BlockSources.faulty(whole.disks().getFirst().content(), List.of(rest));
        ChangedFrom changed = new ChangedFrom(base, List.of(only));
        CheckInRequest request =
                new CheckInRequest(
                        whole.machine(),
                        List.of(new CheckInRequest.SourceDisk("disk0", torn, Optional.of(changed))),
                        whole.definition(),
                        whole.expectedHead(),
                        whole.author(),
                        whole.time(),
                        whole.message(),
                        whole.tag(),
                        whole.source(),
                        whole.guard());
        CheckInResult result = repository.checkIn(request, Progress.NONE);
        assertThat(result.disks().getFirst().allocatedBytes()).isEqualTo(4096);
        Repository other = repositoryIn(new MemoryBackend());
        other.checkIn(request("web", 1, Optional.empty()), Progress.NONE);
        assertThat(other.checkIn(whole, Progress.NONE).id()).isEqualTo(result.id());
    }

    @Test
    void namesHeadTagAncestorAndPrefix() throws IOException {
        Hash first = checkIn("web", 1);
        Hash second = checkIn("web", 2);
        Hash third = checkIn("web", 3);
        repository.tag("web", second, "v2", false, "ana", NOON);
        assertThat(repository.resolve("web").id()).isEqualTo(third);
        assertThat(repository.resolve("web@v2").id()).isEqualTo(second);
        assertThat(repository.resolve("web~2").id()).isEqualTo(first);
        assertThat(repository.resolve("web@v2~1").id()).isEqualTo(first);
        assertThat(repository.resolve("web@" + first.hex().substring(0, 6)).id()).isEqualTo(first);
        assertThat(repository.resolve(first.hex()).id()).isEqualTo(first);
        assertThat(repository.resolve(first.hex().substring(0, 8)).id()).isEqualTo(first);
        assertThat(repository.resolve(first.hex()).machine()).isEmpty();
    }

    @Test
    void saysHowManyRevisionsThereAreBeforeOne() throws IOException {
        Hash first = checkIn("web", 1);
        Hash second = checkIn("web", 2);
        checkIn("web", 3);
        repository.tag("web", first, "v1", false, "ana", NOON);
        repository.tag("web", second, "v2", false, "ana", NOON);
        assertThatThrownBy(() -> repository.resolve("web~9"))
                .isInstanceOf(RevisionException.NotFound.class)
                .hasMessageContaining("only 2 revisions come before");
        assertThatThrownBy(() -> repository.resolve("web@v2~9"))
                .hasMessageContaining("only one revision comes before");
        assertThatThrownBy(() -> repository.resolve("web@v1~1"))
                .hasMessageContaining("is the first revision, there is none before it");
    }

    @Test
    void unknownNamesAreErrorsThatListCandidates() throws IOException {
        checkIn("webserver", 1);
        repository.tag("webserver", repository.resolve("webserver").id(), "v1", false, "a", NOON);
        assertThatThrownBy(() -> repository.resolve("webserve"))
                .isInstanceOf(RevisionException.NotFound.class)
                .hasMessageContaining("webserver");
        assertThatThrownBy(() -> repository.resolve("webserver@v9"))
                .isInstanceOf(RevisionException.NotFound.class)
                .hasMessageContaining("v1");
        assertThatThrownBy(() -> repository.resolve("webserver~1"))
                .isInstanceOf(RevisionException.NotFound.class);
        assertThatThrownBy(() -> repository.resolve("a@b@c"))
                .isInstanceOf(RevisionException.Invalid.class);
        assertThatThrownBy(() -> repository.resolve("0123456789abcdef"))
                .isInstanceOf(RevisionException.NotFound.class);
    }

    @Test
    void aMovedHeadIsAConflictAndNothingIsOverwritten() throws IOException {
        Hash base = checkIn("web", 1);
        Hash other = checkIn("web", 2);
        assertThatThrownBy(() ->
                        repository.checkIn(request("web", 3, Optional.of(base)), Progress.NONE))
                .isInstanceOf(RevisionException.Conflict.class)
                .hasMessageContaining(other.abbreviated());
        assertThat(repository.machine("web").head()).isEqualTo(other);
    }

    @Test
    void tagsStayWhereTheyAreUnlessForced() throws IOException {
        Hash first = checkIn("web", 1);
        Hash second = checkIn("web", 2);
        repository.tag("web", first, "v1", false, "ana", NOON);
        repository.tag("web", first, "v1", false, "ana", NOON);
        assertThatThrownBy(() -> repository.tag("web", second, "v1", false, "ana", NOON))
                .isInstanceOf(RevisionException.Conflict.class);
        repository.tag("web", second, "v1", true, "ana", NOON);
        assertThat(repository.resolve("web@v1").id()).isEqualTo(second);
        assertThat(repository.machine("web").tagsOf(second)).containsExactly("v1");
    }

    @Test
    void aCloneSharesItsRevisionAndAddsNothingToPacks() throws IOException {
        Hash first = checkIn("web", 1);
        long before = repository.store().stats().packBytes();
        Machine made = repository.cloneMachine(repository.resolve("web"), "copy", "bob", NOON);
        assertThat(made.head()).isEqualTo(first);
        assertThat(made.clonedFrom()).contains("web");
        assertThat(repository.store().stats().packBytes()).isEqualTo(before);
        Hash next = checkIn("copy", 5);
        assertThat(repository.revision(next).parents()).containsExactly(first);
        assertThatThrownBy(() ->
                        repository.cloneMachine(repository.resolve("web"), "copy", "bob", NOON))
                .isInstanceOf(RevisionException.Conflict.class);
        assertThatThrownBy(() ->
                        repository.cloneMachine(repository.resolve("web"), "../x", "bob", NOON))
                .isInstanceOf(RevisionException.Invalid.class);
    }

    @Test
    void aMachineIsTheSameBeyondManyRecords() throws IOException {
        Hash first = checkIn("web", 1);
        for (int i = 0; i < 1100; i++) {
            if (i % 100 == 0) {
                repository.tag("web", first, "t" + i, false, "ana", NOON);
            } else {
                repository.note("web", first, "note " + i, "ana", NOON);
            }
        }
        Machine machine = repository.machine("web");
        assertThat(machine.head()).isEqualTo(first);
        assertThat(machine.tags()).hasSize(11);
        assertThat(machine.lastRecord()).isEqualTo(1100);
        List<Note> notes = repository.notes(machine);
        assertThat(notes).hasSize(1089);
        assertThat(notes.getFirst().text()).isEqualTo("note 1");
        assertThat(notes.getLast().text()).isEqualTo("note 1099");
    }

    @Test
    void twoHundredClonesAndTagsAtOnceAllSucceed() throws Exception {
        Hash head = checkIn("web", 1);
        Resolved from = repository.resolve("web");
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String name = "n" + i;
            work.add(() -> repository.cloneMachine(from, name, "ana", NOON));
            work.add(() -> {
                repository.tag("web", head, name, false, "ana", NOON);
                return name;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Object> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertThat(repository.machine("web").tags()).hasSize(100);
        assertThat(repository.machineNames()).hasSize(101);
    }

    @Test
    void ofCheckInsToOneMachineAtOnceOneWinsAndTheOthersAreConflicts() throws Exception {
        Hash base = checkIn("web", 0);
        AtomicInteger conflicts = new AtomicInteger();
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            int content = i;
            work.add(() -> {
                try {
                    repository.checkIn(request("web", content, Optional.of(base)), Progress.NONE);
                } catch (RevisionException.Conflict e) {
                    conflicts.incrementAndGet();
                }
                return content;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertThat(conflicts).hasValue(5);
        Revision head = repository.revision(repository.machine("web").head());
        assertThat(head.parents()).containsExactly(base);
    }

    @Test
    void theGuardKeepsARevisionFromAppearing() throws IOException {
        CheckInRequest plain = request("web", 1, Optional.empty());
        CheckInRequest guarded =
                new CheckInRequest(
                        plain.machine(),
                        plain.disks(),
                        plain.definition(),
                        plain.expectedHead(),
                        plain.author(),
                        plain.time(),
                        plain.message(),
                        plain.tag(),
                        plain.source(),
                        _ -> {
                            throw new IOException("changed");
                        });
        assertThatThrownBy(() -> repository.checkIn(guarded, Progress.NONE)).hasMessage("changed");
        assertThat(repository.machineNames()).isEmpty();
    }

    @Test
    void tellsWhetherARevisionWasCheckedInToAMachine() throws IOException {
        Hash first = repository.checkIn(request("web", 1, Optional.empty()), Progress.NONE).id();
        Hash second = repository.checkIn(request("web", 2, Optional.empty()), Progress.NONE).id();
        repository.note("web", second, "a note", "ana", Instant.EPOCH);
        assertThat(repository.wasCheckedIn("web", first)).isTrue();
        assertThat(repository.wasCheckedIn("web", second)).isTrue();
        assertThat(repository.wasCheckedIn("web", new Hash(0, 0, 0, 1))).isFalse();
        repository.cloneMachine(repository.resolve("web"), "copy", "ana", Instant.EPOCH);
        assertThat(repository.wasCheckedIn("copy", second)).as("it was cloned").isFalse();
        assertThat(repository.wasCheckedIn("none", second)).isFalse();
    }

    @Test
    void keepsTheDefinitionByteForByte() throws IOException {
        CheckInRequest plain = request("web", 1, Optional.empty());
        byte[] xml = "<domain/>\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        CheckInRequest with =
                new CheckInRequest(
                        plain.machine(),
                        plain.disks(),
                        Optional.of(new CheckInRequest.DefinitionFile("web.xml", xml)),
                        plain.expectedHead(),
                        plain.author(),
                        plain.time(),
                        plain.message(),
                        Optional.of("v1"),
                        plain.source(),
                        plain.guard());
        Revision made = repository.checkIn(with, Progress.NONE).revision();
        Revision found = repository.resolve("web@v1").revision();
        assertThat(found).isEqualTo(made);
        assertThat(repository.definition(found.definition().orElseThrow())).isEqualTo(xml);
    }

    @Test
    void refusesAHostileDescriptionOfAWorkingCopy(@TempDir Path directory) throws IOException {
        WorkingCopy copy =
                new WorkingCopy(
                        directory,
                        "web",
                        Hash.NONE,
                        List.of(new WorkingCopy.DiskFile("disk0", "disk0.raw", "raw")),
                        Optional.empty());
        copy.save();
        assertThat(WorkingCopy.open(directory)).isEqualTo(copy);
        Path file = directory.resolve(".colama/working-copy.properties");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("disk0.raw", "../../etc/passwd"));
        assertThatThrownBy(() -> WorkingCopy.open(directory))
                .isInstanceOf(StoreException.Damaged.class)
                .hasMessageContaining("etc/passwd");
        assertThatThrownBy(() -> WorkingCopy.open(directory.resolve("nothing")))
                .isInstanceOf(RevisionException.NotFound.class);
    }
}
