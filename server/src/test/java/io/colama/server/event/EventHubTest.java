package io.colama.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.OperationException;
import io.colama.server.audit.AuditLog;
import io.colama.server.audit.Deed;
import io.colama.server.data.MovingClock;
import io.colama.server.data.TestDatabase;
import io.colama.server.meter.Meters;
import io.colama.server.task.StoredTask;
import io.colama.server.task.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class EventHubTest {

    private static final AuditLog.Actor ANA = new AuditLog.Actor("1", "ana", "::1", "r");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private final MovingClock clock = new MovingClock();

    @ParameterizedTest
    @EnumSource
    void tellsWhatHappensOnAnyServer(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks =
                    new Tasks(
                            database.client(),
                            database.transactions(),
                            database.dialect(),
                            clock,
                            Meters.unread());
            AuditLog audit = new AuditLog(database.client(), database.transactions(), clock);
            audit.add(ANA, Deed.of("machine.tag", "machine", "before"));
            Subscription listener;
            try (EventHub hub = new EventHub(database.client(), tasks, clock)) {
                hub.start();
                listener = hub.listen("1", OptionalLong.empty());
                audit.add(ANA, Deed.of("machine.read", "machine", "web"));
                audit.add(ANA, Deed.of("account.create", "account", "x"));
                audit.add(ANA, Deed.of("machine.grant", "machine", "web"));
                Event first = listener.next(SOON).orElseThrow();
                assertThat(first).isEqualTo(new Event.MachineChanged(4, "web", "access"));
                StoredTask task =
                        tasks.add(
                                new Tasks.New("t", "", "web", "1", "ana", Optional.empty(), true));
                assertThat(listener.next(SOON)).contains(new Event.TaskChanged(task));
                tasks.cancel(task.id());
                assertThat(listener.next(SOON).orElseThrow())
                        .isEqualTo(new Event.TaskChanged(tasks.find(task.id()).orElseThrow()));
                Subscription late = hub.listen("1", OptionalLong.of(0));
                assertThat(late.next(SOON)).contains(new Event.MachineChanged(1, "before", "tag"));
                assertThat(late.next(SOON).orElseThrow()).isEqualTo(first);
            }
            assertThat(listener.next(SOON)).isEmpty();
            assertThat(listener.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsASlowListenerGo(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = new TestDatabase(kind, directory)) {
            Tasks tasks =
                    new Tasks(
                            database.client(),
                            database.transactions(),
                            database.dialect(),
                            clock,
                            Meters.unread());
            try (EventHub hub = new EventHub(database.client(), tasks, clock)) {
                Subscription slow = hub.listen("1", OptionalLong.empty());
                for (int i = 0; i <= Subscription.MOST_QUEUED; i++) {
                    slow.offer(new Event.MachineChanged(i, "web", "tag"));
                }
                assertThat(slow.ended()).isTrue();
                for (int i = 1; i < EventHub.MOST_OF_ACCOUNT; i++) {
                    hub.listen("1", OptionalLong.empty());
                }
                assertThatThrownBy(() -> hub.listen("1", OptionalLong.empty()))
                        .isInstanceOf(OperationException.class);
                slow.close();
                hub.listen("1", OptionalLong.empty());
            }
        }
    }
}
