package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import io.colama.server.oidc.FakeProvider;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** People come in through a provider; one that lies, or that is not asked, lets nobody in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class OidcTest {

    private static final String LOGIN = "/api/v1/login/oidc/fake";

    private FakeProvider provider;
    private ServerFixture server;
    private Client administrator;
    private final HttpClient elsewhere = HttpClient.newHttpClient();

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        provider = new FakeProvider();
        server = new ServerFixture(directory, settings(provider, free()));
        administrator = server.administrator();
        administrator.post("/api/v1/groups", "{\"name\":\"ops\"}").is(201);
        administrator.post("/api/v1/groups", "{\"name\":\"dev\"}").is(201);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String settings(FakeProvider provider, int port) {
        String one =
                """
                oidc.ID.issuer=ISSUER
                oidc.ID.title=The provider
                oidc.ID.client-id=colama
                oidc.ID.client-secret=SECRET
                oidc.ID.groups-claim=groups
                oidc.ID.administrators-group=/root
                """
                        .replace("ISSUER", provider.issuer().toString())
                        .replace("SECRET", FakeProvider.SECRET.replace("ü", "\\u00fc"));
        return """
        server.port=PORT
        server.public-url=http://localhost:PORT
        limits.logins-per-address=0
        """
                        .replace("PORT", Integer.toString(port))
                + one.replace("ID", "fake")
                + one.replace("ID", "closed")
                + "oidc.closed.create-accounts=false\n"
                + one.replace("ID", "down").replaceFirst("localhost:\\d+", "localhost:1");
    }

    @AfterAll
    void stop() {
        server.close();
        elsewhere.close();
        provider.close();
    }

    @AfterEach
    void isHonestAgain() {
        provider.person = Map.of("sub", "1", "preferred_username", "ana");
        provider.claims = UnaryOperator.identity();
        provider.token = UnaryOperator.identity();
        provider.instead.clear();
        provider.signing = provider.published.getFirst();
    }

    private static String cookie(Answer answer, String name) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .filter(one -> one.startsWith(name + "="))
                .map(one -> one.split(";")[0])
                .findFirst()
                .orElse("");
    }

    /** Where the provider sends a browser back to. */
    private String back(URI authorize) {
        try {
            HttpResponse<String> answer =
                    elsewhere.send(
                            HttpRequest.newBuilder(authorize).build(),
                            HttpResponse.BodyHandlers.ofString());
            URI back = URI.create(answer.headers().firstValue("Location").orElseThrow());
            assertThat(back.getAuthority()).isEqualTo(server.address().getAuthority());
            return back.getRawPath() + "?" + back.getRawQuery();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Answer login(String address) {
        Answer begun = server.nobody().get(address).is(302);
        return server.with(Map.of("Cookie", cookie(begun, "colama_login")))
                .get(back(URI.create(begun.header("Location"))));
    }

    private Client loggedIn(String address) {
        Answer done = login(address).is(200);
        return server.with(Map.of("Cookie", cookie(done, "colama_session")));
    }

    private static void is(Client client, String name) {
        assertThat(client.get("/api/v1/session").is(200).text("/name")).isEqualTo(name);
    }

    @Test
    void areOfferedToEverybody() {
        Answer methods = server.nobody().get("/api/v1/login-methods").is(200);
        assertThat(methods.json().at("/password").asBoolean()).isTrue();
        assertThat(methods.text("/oidc/2/id")).isEqualTo("fake");
        assertThat(methods.text("/oidc/2/title")).isEqualTo("The provider");
        assertThat(methods.text("/oidc/2/location")).isEqualTo(LOGIN);
    }

    @Test
    void letsSomebodyInAndKnowsHimAgain() {
        provider.person =
                Map.of("sub", "x1", "preferred_username", "Xenia.Y@Z", "name", "Xenia\u0007 Y");
        Answer done = login(LOGIN + "?return=/machines/web").is(200);
        assertThat(done.response().body()).contains("content=\"0;url=/machines/web\"");
        assertThat(done.header("Cache-Control")).isEqualTo("no-store");
        assertThat(cookie(done, "colama_login")).isEqualTo("colama_login=");
        assertThat(done.response().headers().allValues("Set-Cookie"))
                .anyMatch(one ->
                        one.startsWith("colama_session=colama_")
                                && one.contains("HttpOnly")
                                && one.contains("SameSite=Strict"));
        is(server.with(Map.of("Cookie", cookie(done, "colama_session"))), "xenia.y-z");
        provider.person = Map.of("sub", "x1", "preferred_username", "renamed", "name", "Xenia");
        is(loggedIn(LOGIN), "xenia.y-z");
        Answer account = administrator.get("/api/v1/accounts/xenia.y-z").is(200);
        assertThat(account.text("/fullName")).isEqualTo("Xenia");
        assertThat(account.json().at("/administrator").asBoolean()).isFalse();
        administrator.patch("/api/v1/accounts/xenia.y-z", "{\"disabled\":true}", "*").is(200);
        Answer refused = login(LOGIN).is(403);
        assertThat(refused.response().body()).contains("disabled");
        assertThat(cookie(refused, "colama_session")).isEmpty();
    }

    @Test
    void leadsNowhereElseAfterwards() {
        for (String evil :
                List.of(
                        "//evil.test",
                        "/%5Cevil.test",
                        "https://evil.test",
                        "javascript:alert(1)",
                        "/%0d%0aX:y",
                        "%2F%09%2Fevil.test",
                        "")) {
            Answer done = login(LOGIN + "?return=" + evil).is(200);
            assertThat(done.response().body())
                    .as(evil)
                    .contains("content=\"0;url=/\"")
                    .doesNotContain("evil");
        }
        assertThat(login(LOGIN + "?return=/a%22%3E%3Cscript%3E").is(200).response().body())
                .doesNotContain("<script");
    }

    @Test
    void doesNotTakeOverTheNameOfAnotherAccount() {
        server.account(administrator, "local", "read");
        provider.person = Map.of("sub", "evil", "preferred_username", "Local");
        assertThat(login(LOGIN).is(403).response().body()).contains("belongs to another account");
        provider.person = Map.of("sub", "evil", "preferred_username", "admin");
        login(LOGIN).is(403);
        provider.person = Map.of("sub", "evil", "preferred_username", "...");
        login(LOGIN).is(403);
        provider.person = Map.of("sub", "new", "preferred_username", "new");
        login("/api/v1/login/oidc/closed").is(403);
        is(loggedIn(LOGIN), "new");
        is(loggedIn("/api/v1/login/oidc/closed"), "new");
    }

    @Test
    void bringsGroupsAndTakesBackNoOthers() {
        provider.person =
                Map.of(
                        "sub",
                        "g",
                        "preferred_username",
                        "gina",
                        "groups",
                        List.of("/ops", "unknown", "", "a/b", 7));
        loggedIn(LOGIN);
        administrator.put("/api/v1/groups/dev/members/gina", "").is(204);
        assertThat(members("ops")).contains("gina");
        provider.person =
                Map.of("sub", "g", "preferred_username", "gina", "groups", List.of("dev", "/root"));
        Client gina = loggedIn(LOGIN);
        assertThat(members("ops")).doesNotContain("gina");
        gina.get("/api/v1/accounts").is(200);
        provider.person = Map.of("sub", "g", "preferred_username", "gina");
        loggedIn(LOGIN);
        assertThat(members("dev")).as("given here").contains("gina");
        gina.get("/api/v1/accounts").is(403);
        administrator.get("/api/v1/groups/unknown").is(404);
        assertThat(
                        administrator
                                .get("/api/v1/audit?object=ops&action=group.remove")
                                .text("/items/0/actor"))
                .isEqualTo("gina");
    }

    private String members(String group) {
        return administrator
                .get("/api/v1/groups/" + group)
                .is(200)
                .json()
                .at("/members")
                .toString();
    }

    @Test
    void belongsToTheBrowserThatBegan() {
        Answer mine = server.nobody().get(LOGIN).is(302);
        Answer others = server.nobody().get(LOGIN).is(302);
        String back = back(URI.create(mine.header("Location")));
        server.nobody().get(back).is(403);
        server.with(Map.of("Cookie", cookie(others, "colama_login"))).get(back).is(403);
        Client browser = server.with(Map.of("Cookie", cookie(mine, "colama_login")));
        browser.get(back.replace("/fake/", "/closed/")).is(403);
        browser.get(back.replaceFirst("state=[^&]*", "state=x")).is(403);
        browser.get(back + "&state=x").is(403);
        browser.get(back.replaceFirst("code=[^&]*", "error=access_denied")).is(403);
        browser.get(back + "&iss=https://evil.test").is(403);
        server.with(Map.of("Cookie", "colama_login=x")).get(back).is(403);
        server.with(Map.of("Cookie", cookie(mine, "colama_login") + "x")).get(back).is(403);
        browser.get(back).is(200);
        assertThat(browser.get(back).is(403).response().body()).contains("finished already");
    }

    private void refusedWith(UnaryOperator<JWTClaimsSet.Builder> change, String why) {
        provider.claims = change;
        assertThat(login(LOGIN).is(403).response().body()).contains(why);
    }

    @Test
    void refusesTokensThatSayTheWrongThing() {
        Instant now = Instant.now();
        refusedWith(said -> said.claim("nonce", "other"), "does not belong");
        refusedWith(said -> said.claim("nonce", null), "does not belong");
        refusedWith(said -> said.audience("other"), "meant for somebody else");
        refusedWith(said -> said.audience(List.of("colama", "other")), "meant for somebody else");
        refusedWith(said -> said.claim("azp", "other"), "meant for somebody else");
        refusedWith(said -> said.issuer("https://evil.test"), "issued by somebody else");
        refusedWith(said -> said.issuer(null), "issued by somebody else");
        refusedWith(said -> said.expirationTime(Date.from(now.minusSeconds(90))), "expired");
        refusedWith(said -> said.expirationTime(null), "expired");
        refusedWith(said -> said.issueTime(Date.from(now.plusSeconds(300))), "future");
        refusedWith(said -> said.notBeforeTime(Date.from(now.plusSeconds(300))), "future");
        refusedWith(said -> said.subject(""), "who you are");
        refusedWith(said -> said.subject("x".repeat(2000)), "who you are");
        provider.claims = said -> said.expirationTime(Date.from(now.minusSeconds(30)));
        login(LOGIN).is(200); // clocks differ
        provider.claims = said -> said.audience(List.of("colama", "o")).claim("azp", "colama");
        login(LOGIN).is(200);
    }

    private static String plain(String token, String header) {
        String[] parts = token.split("\\.");
        return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(header.getBytes(StandardCharsets.US_ASCII))
                + "."
                + parts[1]
                + ".";
    }

    @Test
    void refusesTokensThatAreNotSigned() {
        List<UnaryOperator<String>> forgeries =
                List.of(
                        token -> plain(token, "{\"alg\":\"none\"}"),
                        token -> plain(token, "{\"alg\":\"None\"}") + "x",
                        token -> plain(token, "{\"alg\":\"HS256\",\"kid\":\"first\"}") + "AAAA",
                        token -> plain(token, "{\"alg\":\"RS256\",\"kid\":\"first\"}") + "AAAA",
                        token ->
                                plain(token, "{\"alg\":\"ES256\",\"kid\":\"ec\"}") + "A".repeat(86),
                        token -> plain(token, "{\"alg\":\"RS512\",\"kid\":\"first\"}") + "AAAA",
                        token ->
                                plain(
                                                token,
                                                "{\"alg\":\"RS256\",\"crit\":[\"x\"],\"x\":1,\"kid\":\"first\"}")
                                        + "AAAA",
                        token -> token.substring(0, token.length() - 9) + "AAAAAAAAA",
                        token -> "x.y.z",
                        token -> "<html>");
        for (UnaryOperator<String> forgery : forgeries) {
            provider.token = forgery;
            assertThat(login(LOGIN).is(403).response().body()).contains("token is refused");
        }
        provider.signing = FakeProvider.ec();
        provider.token = UnaryOperator.identity();
        login(LOGIN).is(200);
        provider.signing = FakeProvider.second();
        login(LOGIN).is(403);
    }

    @Test
    void waitsForNobodyForLongAndReadsNotForEver() {
        login(LOGIN).is(200);
        Instant begun = Instant.now();
        for (String nonsense : List.of("<html>no</html>", "endless", "[]", "{}", "{\"a\":", "")) {
            provider.instead.put("/token", nonsense);
            assertThat(login(LOGIN).is(503).response().body()).contains("try again later");
        }
        server.nobody().get("/api/v1/login/oidc/down").is(503);
        server.nobody().get("/api/v1/login/oidc/none").is(404);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }
}
