package io.colama.revision.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSources;
import io.colama.revision.CheckInRequest;
import io.colama.revision.Repository;
import io.colama.revision.RevisionException;
import io.colama.store.Hash;
import io.colama.store.MemoryBackend;
import io.colama.store.Progress;
import io.colama.store.Store;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import io.colama.testkit.crash.CrashFileSystem;
import io.colama.testkit.crash.CrashReplay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions are made, opened by one at a time, and taken away. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
final class SessionsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final int SIZE = 20_000;

    @TempDir private Path directory;
    private Repository repository;
    private Hash base;
    private Sessions sessions;

    @BeforeEach
    void checkIn() throws IOException {
        repository = new Repository(Store.create(new MemoryBackend(), new UUID(1, 2), NOON));
        byte[] disk = new byte[SIZE];
        disk[7] = 7;
        base =
                repository
                        .checkIn(
                                new CheckInRequest(
                                        "web",
                                        List.of(
                                                new CheckInRequest.SourceDisk(
                                                        "disk0", BlockSources.of(disk)),
                                                new CheckInRequest.SourceDisk(
                                                        "data", BlockSources.of(new byte[512]))),
                                        Optional.empty(),
                                        Optional.empty(),
                                        "ana",
                                        NOON,
                                        "first",
                                        Optional.empty(),
                                        "test",
                                        CheckInRequest.Guard.NONE),
                                Progress.NONE)
                        .id();
        sessions = new Sessions(directory, repository);
    }

    @AfterEach
    void close() throws IOException {
        repository.close();
    }

    private OpenSession create() throws IOException {
        return sessions.create("web", base, "ana", NOON, repository::open);
    }

    private static byte first(OpenSession session) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(1);
        session.disks().getFirst().content().read(7, read);
        return read.get(0);
    }

    @Test
    void beginsAsItsBaseAndKeepsWhatWasFlushed() throws IOException {
        SessionInfo info;
        try (OpenSession session = create()) {
            info = session.info();
            assertThat(info).isEqualTo(new SessionInfo("web-1", "web", base, "ana", NOON));
            assertThat(session.disks()).hasSize(2);
            assertThat(first(session)).isEqualTo((byte) 7);
            session.disks().getFirst().content().write(7, ByteBuffer.wrap(new byte[] {9}));
            session.disks().getFirst().content().flush();
            assertThat(session.bytesWritten()).isEqualTo(4096);
        }
        try (OpenSession again = sessions.open(sessions.find("web-1"), repository::open)) {
            assertThat(first(again)).isEqualTo((byte) 9);
        }
        assertThat(sessions.bytesTaken(info)).isBetween(1L, 100_000L);
    }

    @Test
    void isOpenInOnePlaceAtATime() throws IOException {
        try (OpenSession session = create()) {
            assertThat(sessions.isOpen(session.info())).isTrue();
            assertThatThrownBy(() -> sessions.open(session.info(), repository::open).close())
                    .isInstanceOf(RevisionException.Conflict.class)
                    .hasMessageContaining("in use");
            assertThatThrownBy(() -> sessions.discard(session.info()))
                    .isInstanceOf(RevisionException.Conflict.class);
        }
        assertThat(sessions.isOpen(sessions.find("web-1"))).isFalse();
    }

    @Test
    void staysLockedAgainstOtherProcessesWhenThisOneLooksOrBeginsOthers()
            throws IOException, InterruptedException {
        try (OpenSession session = create()) {
            assertThat(sessions.isOpen(session.info())).isTrue();
            create().close();
            String taken =
                    ForeignTool.require("python3")
                            .run(
                                    "-c",
                                    """
                                    import fcntl, sys
                                    try:
                                        fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)
                                        print('free')
                                    except OSError:
                                        print('held')
                                    """,
                                    directory.resolve("sessions/web-1/lock"));
            assertThat(taken).isEqualTo("held\n");
        }
    }

    @Test
    void areNamedAfterTheMachineWithTheFirstNumberThatIsFree() throws IOException {
        create().close();
        create().close();
        create().close();
        sessions.discard(sessions.find("web-2"));
        try (OpenSession session = create()) {
            assertThat(session.info().name()).isEqualTo("web-2");
        }
        assertThat(sessions.list().sessions())
                .extracting(SessionInfo::name)
                .containsExactly("web-1", "web-2", "web-3");
    }

    @Test
    void leaveNothingWhenTheyAreDiscarded() throws IOException {
        create().close();
        sessions.discard(sessions.find("web-1"));
        assertThat(names()).isEmpty();
        assertThatThrownBy(() -> sessions.find("web-1"))
                .isInstanceOf(RevisionException.NotFound.class)
                .hasMessage("there is no session \"web-1\"; there are none");
    }

    @Test
    void refuseNamesThatAreNone() {
        for (String name : List.of("", ".", "..", "../web-1", "a/b", ".new-x", "a\0b", "a b")) {
            assertThatThrownBy(() -> sessions.find(name))
                    .as("\"%s\"", name)
                    .isInstanceOf(RevisionException.class);
        }
    }

    @Test
    void sweepAwayWhatIsHalfMade() throws IOException {
        Path half = directory.resolve("sessions/.new-of-a-crash");
        Files.createDirectories(half);
        Files.write(half.resolve("0.data"), new byte[10]);
        try (OpenSession session = create()) {
            assertThat(names()).containsExactly(session.info().name());
        }
    }

    @Test
    void areListedAsDamagedWhenTheirDescriptionIs() throws IOException {
        create().close();
        create().close();
        Path file = directory.resolve("sessions/web-1/session.properties");
        String sound = Files.readString(file);
        for (String bad :
                List.of(
                        "",
                        "\0\1\2",
                        sound.replace("base=", "base=x"),
                        sound.replace("created=2026", "created=never"),
                        sound.replace("machine=", "engine="),
                        "by=\\u12",
                        sound + "x".repeat(1 << 17))) {
            Files.writeString(file, bad);
            Sessions.Listing listing = sessions.list();
            assertThat(listing.damaged()).as(bad).hasSize(1);
            assertThat(listing.sessions()).extracting(SessionInfo::name).containsExactly("web-2");
        }
    }

    @Test
    void areNotInUseBecauseSomebodyLooks() throws Exception {
        create().close();
        SessionInfo session = sessions.find("web-1");
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> looking =
                    threads.submit(() -> {
                        while (!ended.get()) {
                            sessions.isOpen(session);
                        }
                        return null;
                    });
            try {
                for (int i = 0; i < 100; i++) {
                    sessions.open(session, repository::open).close();
                }
            } finally {
                ended.set(true);
            }
            looking.get();
        }
    }

    @Test
    void areNotDisturbedByThoseWhoSweepUpWhileOthersBegin() throws Exception {
        List<Future<?>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                runs.add(
                        threads.submit(() -> {
                            for (int n = 0; n < 40; n++) {
                                SessionInfo mine;
                                try (OpenSession session = create()) {
                                    assertThat(first(session)).isEqualTo((byte) 7);
                                    mine = session.info();
                                }
                                sessions.discard(mine);
                            }
                            return null;
                        }));
            }
        }
        for (Future<?> run : runs) {
            run.get();
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void getDifferentNamesWhenManyBeginAtOnce() throws Exception {
        List<Future<String>> names = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 24; i++) {
                names.add(
                        threads.submit(() -> {
                            try (OpenSession session = create()) {
                                assertThat(first(session)).isEqualTo((byte) 7);
                                return session.info().name();
                            }
                        }));
            }
        }
        List<String> all = new ArrayList<>();
        for (Future<String> name : names) {
            all.add(name.get());
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(24);
        assertThat(names()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void appearWholeOrNotAtAllWhereverACrashComes() throws IOException {
        CrashFileSystem disk = CrashFileSystem.over(directory);
        new Sessions(disk.root(), repository)
                .create("web", base, "ana", NOON, repository::open)
                .close();
        disk.mark("made");
        int states =
                CrashReplay.of(disk.log())
                        .forEachState(
                                Seed.of(4),
                                300,
                                (root, point) -> {
                                    Sessions after = new Sessions(root, repository);
                                    Sessions.Listing found = after.list();
                                    assertThat(found.damaged()).isEmpty();
                                    for (SessionInfo one : found.sessions()) {
                                        try (OpenSession open = after.open(one, repository::open)) {
                                            assertThat(first(open)).isEqualTo((byte) 7);
                                            assertThat(open.info().base()).isEqualTo(base);
                                        }
                                    }
                                    after.create("web", base, "ana", NOON, repository::open)
                                            .close();
                                    assertThat(after.list().sessions())
                                            .hasSize(found.sessions().size() + 1);
                                });
        assertThat(states).isGreaterThan(20);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("sessions"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
