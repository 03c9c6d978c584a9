package io.colama.server.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.OperationException;
import io.colama.server.data.MovingClock;
import io.colama.server.data.TestDatabase;
import io.colama.server.meter.Meters;
import io.colama.server.task.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class CheckInsTest {

    private static final List<StoredCheckIn.StoredFile> FILES =
            List.of(
                    new StoredCheckIn.StoredFile(0, "a.raw", 100, 0),
                    new StoredCheckIn.StoredFile(1, "b.raw", 50, 0));

    @TempDir private Path directory;
    private final MovingClock clock = new MovingClock();

    private StoredCheckIn one(TestDatabase database, String machine, boolean made)
            throws Exception {
        Tasks tasks =
                new Tasks(
                        database.client(),
                        database.transactions(),
                        database.dialect(),
                        clock,
                        Meters.unread());
        String id = UUID.randomUUID().toString();
        String task =
                tasks.add(
                                new Tasks.New(
                                        "check-in",
                                        id,
                                        machine,
                                        "ana",
                                        "ana",
                                        Optional.empty(),
                                        true))
                        .id();
        return new StoredCheckIn(
                id,
                task,
                "ana",
                machine,
                made,
                "why",
                "title",
                List.of("v1", "v2"),
                "raw",
                "::1",
                "r",
                clock.instant(),
                "",
                false);
    }

    @ParameterizedTest
    @EnumSource
    void areKeptWithWhatHasCome(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            CheckIns checkIns = new CheckIns(database.client(), clock);
            StoredCheckIn made = one(database, "web", false);
            checkIns.add(made, FILES);
            assertThat(checkIns.find(made.id())).contains(made);
            assertThat(checkIns.files(made.id())).isEqualTo(FILES);
            assertThat(made.wholeMessage()).isEqualTo("title\n\nwhy");
            assertThat(checkIns.openOf("ana")).isEqualTo(1);
            assertThat(checkIns.openOf("ben")).isZero();
            assertThat(checkIns.outstandingBytes()).isEqualTo(150);
            clock.pass(Duration.ofHours(1));
            checkIns.received(made.id(), 0, 0, 60);
            assertThat(checkIns.received(made.id(), 0)).isEqualTo(60);
            assertThat(checkIns.outstandingBytes()).isEqualTo(90);
            assertThat(checkIns.find(made.id()).orElseThrow().heard()).isEqualTo(clock.instant());
            assertThatThrownBy(() -> checkIns.received(made.id(), 0, 0, 70))
                    .isInstanceOf(OperationException.class);
            checkIns.made(made.id(), "abc");
            assertThat(checkIns.find(made.id()).orElseThrow().revision()).isEqualTo("abc");
            assertThatThrownBy(() -> checkIns.received(made.id(), 0, 60, 70))
                    .isInstanceOf(OperationException.class);
            assertThat(checkIns.open()).isEmpty();
            assertThat(checkIns.openOf("ana")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void reserveTheNameOfANewMachine(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            CheckIns checkIns = new CheckIns(database.client(), clock);
            StoredCheckIn first = one(database, "new", true);
            checkIns.add(first, FILES);
            StoredCheckIn second = one(database, "new", true);
            assertThatThrownBy(() -> checkIns.add(second, FILES))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("already");
            checkIns.add(one(database, "old", false), FILES);
            checkIns.add(one(database, "old", false), FILES);
            checkIns.end(first.id());
            checkIns.add(second, FILES);
            assertThat(checkIns.open()).hasSize(3);
        }
    }
}
