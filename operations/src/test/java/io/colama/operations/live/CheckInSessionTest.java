package io.colama.operations.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.nbd.server.Export;
import io.colama.nbd.server.StatusMap;
import io.colama.operations.CheckIn;
import io.colama.operations.Environment;
import io.colama.operations.Init;
import io.colama.operations.Task;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.RevisionException;
import io.colama.revision.session.OpenSession;
import io.colama.revision.session.Sessions;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of sessions, and how disks are named that are served. */
final class CheckInSessionTest {

    private static final int SIZE = 3 << 20;

    @TempDir private Path directory = Path.of("");

    private Environment environment = new Environment(Path.of(""), Clock.systemUTC(), "tester");
    private byte[] content = new byte[0];

    @BeforeEach
    void checkIn() throws IOException {
        environment = new Environment(directory.resolve("repository"), Clock.systemUTC(), "tester");
        new Init(environment).run();
        RandomDisk disk = RandomDisk.of(Seed.of(90), SIZE);
        content = disk.bytes();
        disk.writeTo(directory.resolve("disk.raw"));
        checkInWeb("as installed", "v1");
    }

    private void checkInWeb(String message, String tag) throws IOException {
        Path definition = directory.resolve("web.xml");
        Files.writeString(definition, "<domain/>");
        new CheckIn(environment)
                .run(
                        new CheckIn.Request(
                                Optional.of("web"),
                                CheckIn.Request.of(
                                                "web", List.of(directory.resolve("disk.raw")), "")
                                        .sources(),
                                Optional.of(definition),
                                message,
                                Optional.of(tag),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                false,
                                Optional.empty()),
                        Task.SILENT);
    }

    private String session() throws IOException {
        try (Repository repository = environment.open()) {
            Sessions sessions = new Sessions(environment.repository(), repository);
            try (OpenSession session =
                    sessions.create(
                            "web",
                            repository.resolve("web").id(),
                            "tester",
                            environment.clock().instant(),
                            repository::open)) {
                byte[] bytes = new byte[5000];
                Arrays.fill(bytes, (byte) 7);
                session.disks().getFirst().content().write(123_456, ByteBuffer.wrap(bytes));
                session.disks().getFirst().content().zero(1 << 20, 1 << 19);
                Arrays.fill(content, 123_456, 128_456, (byte) 7);
                Arrays.fill(content, 1 << 20, (1 << 20) + (1 << 19), (byte) 0);
                return session.info().name();
            }
        }
    }

    private CheckInSession.Result checkIn(String session, Optional<String> to) throws IOException {
        return new CheckInSession(environment)
                .run(
                        new CheckInSession.Request(session, "", Optional.empty(), to, false),
                        Task.SILENT);
    }

    private Revision revision(String name, byte[] expected) throws IOException {
        try (Repository repository = environment.open()) {
            Revision revision = repository.resolve(name).revision();
            ByteBuffer all = ByteBuffer.allocate(SIZE);
            repository.open(revision.disks().getFirst()).read(0, all);
            assertThat(all.array()).isEqualTo(expected);
            return revision;
        }
    }

    @Test
    void becomesTheNextRevisionWithTheSameDefinition() throws IOException {
        byte[] before = content.clone();
        CheckInSession.Result made = checkIn(session(), Optional.empty());
        Revision now = revision("web", content);
        Revision then = revision("web@v1", before);
        assertThat(now.definition()).isEqualTo(then.definition());
        assertThat(now.parents()).containsExactly(then.id());
        assertThat(made.revision()).isEqualTo(now.id().hex());
        assertThat(new ListSessions(environment).run().sessions()).isEmpty();
    }

    @Test
    void isAConflictWhenTheHeadHasMovedAndCanBeAMachineOfItsOwn() throws IOException {
        String session = session();
        checkInWeb("by another", "v2");
        assertThatThrownBy(() -> checkIn(session, Optional.empty()))
                .isInstanceOf(RevisionException.Conflict.class);
        assertThatThrownBy(() -> checkIn(session, Optional.of("web")))
                .isInstanceOf(RevisionException.Conflict.class)
                .hasMessageContaining("there is a machine \"web\" already");
        checkIn(session, Optional.of("web-test"));
        Revision made = revision("web-test", content);
        assertThat(made.parents()).hasSize(1);
        assertThat(new ListSessions(environment).run().sessions()).isEmpty();
    }

    @Test
    void isServedByTheNamesOfRevisionAndDisk() throws IOException {
        try (Repository repository = environment.open();
                LiveDisks disks = new LiveDisks(repository)) {
            RevisionExports all = new RevisionExports(repository, disks, List.of());
            for (String name : List.of("web", "web/disk0", "web@v1/disk0", "web@v1")) {
                try (Export export = all.open(name).orElseThrow()) {
                    assertThat(export.disk().size()).isEqualTo(SIZE);
                    assertThat(export.name()).endsWith("/disk0");
                }
            }
            for (String none :
                    List.of("", "web/disk1", "web@v9/disk0", "other", "/", "web/", "@")) {
                assertThat(all.open(none)).as(none).isEmpty();
            }
            assertThat(all.list()).extracting("name").contains("web/disk0", "web@v1/disk0");
            RevisionExports one = new RevisionExports(repository, disks, List.of("web@v1"));
            assertThat(one.open("web/disk0")).isEmpty();
            try (Export only = one.open("").orElseThrow()) {
                assertThat(only.name()).isEqualTo("web@v1/disk0");
            }
        }
    }

    @Test
    void tellsWhatHasChangedSinceAnEarlierRevision() throws IOException {
        checkIn(session(), Optional.empty());
        try (Repository repository = environment.open();
                LiveDisks disks = new LiveDisks(repository);
                Export export =
                        new RevisionExports(repository, disks, List.of())
                                .open("web/disk0")
                                .orElseThrow()) {
            assertThat(export.contexts()).contains("qemu:dirty-bitmap:since-v1");
            StatusMap since = export.context("qemu:dirty-bitmap:since-v1").orElseThrow();
            assertThat(since.at(0)).isEqualTo(new StatusMap.Extent(122_880, 0));
            assertThat(since.at(122_880).flags()).isEqualTo(1);
            assertThat(export.context("qemu:dirty-bitmap:since-none")).isEmpty();
            assertThat(export.context("qemu:dirty-bitmap:other")).isEmpty();
        }
    }
}
