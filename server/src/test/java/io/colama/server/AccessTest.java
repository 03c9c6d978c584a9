package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what with which machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class AccessTest {

    private ServerFixture server;
    private Client administrator;
    private Client ana;
    private Client ben;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = new ServerFixture(directory);
        server.checkIn("web", 1);
        server.checkIn("web", 2);
        server.checkIn("secret", 3);
        administrator = server.administrator();
        ana = server.account(administrator, "ana", "write");
        ben = server.account(administrator, "ben", "write");
        grant("web", "ana", "contributor");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private void grant(String machine, String account, String role) {
        administrator
                .put(
                        "/api/v1/machines/%s/access/accounts/%s".formatted(machine, account),
                        "{\"role\":\"%s\"}".formatted(role))
                .is(204);
    }

    private static List<String> machines(Client client) {
        return StreamSupport.stream(
                        client.get("/api/v1/machines").is(200).json().at("/items").spliterator(),
                        false)
                .map(item -> item.at("/machine").asString())
                .toList();
    }

    @Test
    void isDeniedUnlessItIsGiven() {
        assertThat(machines(administrator)).contains("secret", "web");
        assertThat(machines(ana)).contains("web").doesNotContain("secret");
        assertThat(machines(ben)).doesNotContain("web", "secret");
    }

    @Test
    void doesNotTellWhatIsNotThereFromWhatIsNotYours() {
        for (String path :
                List.of(
                        "",
                        "/revisions",
                        "/revisions/head",
                        "/revisions/v1",
                        "/revisions/head/inspection",
                        "/revisions/head/files?path=/etc",
                        "/revisions/head/content?path=/etc/shadow",
                        "/diff?from=head~1",
                        "/access")) {
            Answer hidden = ben.get("/api/v1/machines/secret" + path).is(404);
            Answer absent = ben.get("/api/v1/machines/sacred" + path).is(404);
            assertThat(same(hidden)).isEqualTo(same(absent).replace("sacred", "secret"));
        }
        ben.post("/api/v1/machines/secret/clones", "{\"name\":\"mine\"}").is(404);
        ben.put("/api/v1/machines/secret/tags/v1", "{\"revision\":\"head\"}").is(404);
    }

    /** An answer without what differs between any two. */
    private static String same(Answer answer) {
        return answer.response()
                .body()
                .replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"\"");
    }

    @Test
    void findsNoRevisionOfAnotherMachineByItsId() {
        String id = administrator.get("/api/v1/machines/secret").is(200).text("/head");
        ana.get("/api/v1/machines/web/revisions/" + id).is(404);
        ana.get("/api/v1/machines/" + id + "/revisions/head").is(404);
        ana.get("/api/v1/machines/" + id).is(404);
    }

    @Test
    void letsAContributorTagButNotMoveTags() {
        ana.put("/api/v1/machines/web/tags/first", "{\"revision\":\"head~1\"}").is(200);
        ana.put("/api/v1/machines/web/tags/first", "{\"revision\":\"head\"}").is(409);
        Answer refused =
                ana.put("/api/v1/machines/web/tags/first", "{\"revision\":\"head\",\"move\":true}")
                        .is(403);
        assertThat(refused.text("/detail")).contains("maintainer").contains("contributor");
        ana.post("/api/v1/machines/web/revisions/first/notes", "{\"text\":\"a note\"}").is(201);
        Answer shown = ana.get("/api/v1/machines/web/revisions/first").is(200);
        assertThat(shown.text("/notes/0/text")).isEqualTo("a note");
        assertThat(shown.text("/notes/0/by")).isEqualTo("ana");
        assertThat(ana.get("/api/v1/machines/web/revisions").is(200).json()).hasSize(2);
    }

    @Test
    void givesAViewerNothingToChange() {
        Client viewer = server.account(administrator, "viewer", "write");
        grant("web", "viewer", "viewer");
        viewer.get("/api/v1/machines/web/revisions/head").is(200);
        viewer.put("/api/v1/machines/web/tags/no", "{\"revision\":\"head\"}").is(403);
        viewer.post("/api/v1/machines/web/revisions/head/notes", "{\"text\":\"no\"}").is(403);
        viewer.put("/api/v1/machines/web/access/accounts/viewer", "{\"role\":\"maintainer\"}")
                .is(403);
        viewer.patch("/api/v1/machines/web/access", "{\"visibility\":\"everyone\"}", "*").is(403);
    }

    @Test
    void letsAReadingTokenOfAnOwnerChangeNothing() {
        grant("web", "ana", "contributor");
        Client reading = server.token("ana", "read");
        reading.get("/api/v1/machines/web").is(200);
        reading.put("/api/v1/machines/web/tags/no", "{\"revision\":\"head\"}").is(403);
        reading.post("/api/v1/machines/web/clones", "{\"name\":\"no\"}").is(403);
    }

    @Test
    void givesACloneToWhoMadeIt() {
        Answer made = ana.post("/api/v1/machines/web/clones", "{\"name\":\"anas\"}").is(201);
        assertThat(made.text("/role")).isEqualTo("owner");
        assertThat(made.text("/clonedFrom")).isEqualTo("web");
        ana.post("/api/v1/machines/web/clones", "{\"name\":\"anas\"}").is(409);
        ana.post("/api/v1/machines/web/clones", "{\"name\":\"../up\"}").is(400);
        ben.get("/api/v1/machines/anas").is(404);
        ana.put("/api/v1/machines/anas/access/accounts/ben", "{\"role\":\"viewer\"}").is(204);
        Answer seen = ben.get("/api/v1/machines/anas").is(200);
        assertThat(seen.text("/clonedFrom")).isEmpty();
        ana.delete("/api/v1/machines/anas/access/accounts/ben").is(204);
        ben.get("/api/v1/machines/anas").is(404);
    }

    @Test
    void sharesWithAGroup() {
        Client carl = server.account(administrator, "carl", "write");
        administrator.post("/api/v1/groups", "{\"name\":\"ops\"}").is(201);
        administrator.put("/api/v1/groups/ops/members/carl", "").is(204);
        ana.post("/api/v1/machines/web/clones", "{\"name\":\"shared\"}").is(201);
        String seen = ana.get("/api/v1/machines/shared/access").is(200).header("ETag");
        ana.patch("/api/v1/machines/shared/access", "{\"visibility\":\"group\"}", seen).is(400);
        ana.patch(
                        "/api/v1/machines/shared/access",
                        "{\"visibility\":\"group\",\"group\":\"ops\"}",
                        seen)
                .is(200);
        carl.get("/api/v1/machines/shared").is(200);
        ben.get("/api/v1/machines/shared").is(404);
        carl.put("/api/v1/machines/shared/tags/x", "{\"revision\":\"head\"}").is(403);
        ana.put("/api/v1/machines/shared/access/groups/ops", "{\"role\":\"contributor\"}").is(204);
        carl.put("/api/v1/machines/shared/tags/x", "{\"revision\":\"head\"}").is(200);
        administrator.delete("/api/v1/groups/ops/members/carl").is(204);
        carl.get("/api/v1/machines/shared").is(404);
    }

    @Test
    void handsAMachineOver() {
        ana.post("/api/v1/machines/web/clones", "{\"name\":\"handed\"}").is(201);
        String seen = ana.get("/api/v1/machines/handed/access").is(200).header("ETag");
        Answer changed =
                ana.patch("/api/v1/machines/handed/access", "{\"owner\":\"ben\"}", seen).is(200);
        assertThat(changed.text("/owner")).isEqualTo("ben");
        assertThat(changed.text("/creator")).isEqualTo("ana");
        ana.get("/api/v1/machines/handed").is(404);
        ben.get("/api/v1/machines/handed").is(200);
        ben.patch("/api/v1/machines/handed/access", "{\"visibility\":\"everyone\"}", seen).is(409);
    }

    @Test
    void pagesThroughTheMachines() {
        for (String name : List.of("p1", "p2", "p3")) {
            ana.post("/api/v1/machines/web/clones", "{\"name\":\"%s\"}".formatted(name)).is(201);
        }
        Answer first = ana.get("/api/v1/machines?filter=p&limit=2").is(200);
        assertThat(first.json().at("/items")).hasSize(2);
        Answer second =
                ana.get("/api/v1/machines?filter=p&limit=2&cursor=" + first.text("/next")).is(200);
        assertThat(second.text("/items/0/machine")).isEqualTo("p3");
        assertThat(second.json().at("/next").isNull()).isTrue();
    }
}
