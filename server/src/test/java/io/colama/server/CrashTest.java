package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks whose worker ends, without a word, where it hurts most: others take them up again. */
@Tag("slow")
class CrashTest {

    private static final int DISK = 1 << 20;

    /** Not one of those that anybody handles: a thread that it is thrown in does no more. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        Crash() {
            super("this crash is wanted");
        }
    }

    /** As if the lease of a worker that does nothing any more had ended. */
    static void forgetLeases(Path repository) throws SQLException {
        Path file = repository.resolve("server/server.db");
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = database.createStatement()) {
            statement.execute("pragma busy_timeout = 10000");
            statement.executeUpdate("update task set leased_until = 0 where state = 'running'");
        }
    }

    /** Makes sure that a check-in was made once, with all that belongs to it. */
    static void assertMadeOnce(
            ServerFixture server, Client administrator, String machine, byte[] content) {
        String path = "/api/v1/machines/" + machine;
        Answer revisions = administrator.get(path + "/revisions").is(200);
        assertThat(revisions.json()).as(revisions.response().body()).hasSize(1);
        String made = revisions.text("/0/revision");
        for (String tag : new String[] {"one", "two"}) {
            assertThat(administrator.get(path + "/revisions/" + tag).is(200).text("/revision"))
                    .isEqualTo(made);
        }
        assertThat(administrator.bytes(path + "/revisions/head/disks/disk0", Map.of()))
                .isEqualTo(content);
        for (String action : new String[] {"machine.create", "machine.checkin"}) {
            assertThat(
                            administrator
                                    .get("/api/v1/audit?action=" + action + "&object=" + machine)
                                    .is(200)
                                    .json()
                                    .get("items"))
                    .as(action)
                    .hasSize(1);
        }
        assertThat(administrator.get("/api/v1/audit/verification").text("/problem")).isEmpty();
        assertThat(server.repository().resolve("server/incoming")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CheckIn.result", "UploadWork.record", "UploadWork.tag", "Tasks.end"})
    void makesARevisionOnceWhereverItsWorkerEnds(String place, @TempDir Path directory)
            throws IOException, SQLException {
        byte[] bytes = content(directory);
        CrashingClock clock =
                new CrashingClock(() -> {
                    throw new Crash();
                });
        try (ServerFixture server = new ServerFixture(directory, "", true, clock)) {
            Client administrator = server.administrator();
            Client ana = server.account(administrator, "ana", "write");
            Answer begun =
                    Sending.begin(
                                    ana,
                                    "crashed",
                                    Map.of("disk.raw", (long) DISK),
                                    ",\"tags\":[\"one\",\"two\"]")
                            .is(201);
            clock.endAt(place);
            Sending.piece(ana, begun.text("/files/0/location"), 0, bytes).is(204);
            for (int i = 0; i < 600 && !clock.hasEnded(); i++) {
                Sending.pause();
            }
            assertThat(clock.hasEnded()).as(place).isTrue();
            assertThat(ana.get("/api/v1/tasks/" + begun.text("/task")).text("/state"))
                    .isEqualTo("running");
            Sending.pause(); // its worker forgets it
            forgetLeases(server.repository());
            Answer ended = Sending.ended(ana, begun.text("/task"));
            assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
            assertThat(ended.text("/result/revision"))
                    .isEqualTo(ana.get("/api/v1/machines/crashed").is(200).text("/head"));
            assertMadeOnce(server, administrator, "crashed", bytes);
        }
    }

    private static byte[] content(Path directory) throws IOException {
        Path file = directory.resolve("made.raw");
        RandomDisk.of(Seed.of(21), DISK).writeTo(file);
        return Files.readAllBytes(file);
    }
}
