package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Client;
import io.colama.testkit.ForeignTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The whole way of a browser through the pages of a certified provider, oidc-provider. */
class RealProviderTest {

    private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Pattern PROMPT = Pattern.compile("name=\"prompt\" value=\"([a-z]+)\"");

    private static Path installed() {
        Path place = Path.of(System.getProperty("colama.project.root"), "target", "oidc-provider");
        if (Files.isDirectory(place.resolve("node_modules/oidc-provider"))) {
            return place;
        }
        if (Boolean.parseBoolean(System.getenv(ForeignTool.REQUIRE_TOOLS))) {
            throw new AssertionError("oidc-provider is not in " + place);
        }
        throw new TestAbortedException(
                "no oidc-provider: npm install --prefix target/oidc-provider oidc-provider");
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void letsSomebodyInWhoLogsInThere(@TempDir Path directory) throws Exception {
        ForeignTool.require("node");
        Path place = installed();
        int port = free();
        int providerPort = free();
        Path script = directory.resolve("provider.mjs");
        try (var in = RealProviderTest.class.getResourceAsStream("provider.mjs")) {
            assertThat(in).isNotNull();
            Files.copy(in, script);
        }
        Process provider =
                new ProcessBuilder(
                                "node",
                                script.toString(),
                                place.toString(),
                                Integer.toString(providerPort),
                                "http://localhost:%d/api/v1/login/oidc/real/callback"
                                        .formatted(port))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader lines = provider.inputReader(StandardCharsets.UTF_8);
                ServerFixture server =
                        new ServerFixture(
                                directory,
                                """
                                server.port=PORT
                                server.public-url=http://localhost:PORT
                                oidc.real.issuer=http://localhost:PROVIDER
                                oidc.real.client-id=colama
                                oidc.real.client-secret=a secret: with / signs
                                oidc.real.scopes=openid profile groups
                                oidc.real.groups-claim=groups
                                oidc.real.create-groups=true
                                """
                                        .replace("PORT", Integer.toString(port))
                                        .replace("PROVIDER", Integer.toString(providerPort)))) {
            assertThat(lines.lines().anyMatch("ready"::equals)).isTrue();
            Client ana = server.with(Map.of("Cookie", "colama_session=" + session(server)));
            assertThat(ana.get("/api/v1/session").is(200).text("/name")).isEqualTo("ana");
            assertThat(ana.get("/api/v1/groups/ops").is(200).json().at("/members/0").asString())
                    .isEqualTo("ana");
        } finally {
            provider.destroy();
        }
    }

    /** Goes the way of a browser, and answers the secret of the session at its end. */
    private static String session(ServerFixture server) throws Exception {
        CookieManager cookies = new CookieManager();
        try (HttpClient browser =
                HttpClient.newBuilder()
                        .cookieHandler(cookies)
                        .followRedirects(HttpClient.Redirect.ALWAYS)
                        .build()) {
            URI at = server.address().resolve("/api/v1/login/oidc/real?return=/here");
            HttpResponse<String> page =
                    browser.send(
                            HttpRequest.newBuilder(at).build(),
                            HttpResponse.BodyHandlers.ofString());
            for (int steps = 0; steps < 5 && !page.body().contains("url=/here"); steps++) {
                Matcher form = ACTION.matcher(page.body());
                Matcher prompt = PROMPT.matcher(page.body());
                assertThat(form.find() && prompt.find())
                        .as(page.uri() + "\n" + page.body())
                        .isTrue();
                page =
                        browser.send(
                                HttpRequest.newBuilder(page.uri().resolve(form.group(1)))
                                        .header("Content-Type", "application/x-www-form-urlencoded")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofString(
                                                        "prompt=%s&login=ana&password=x"
                                                                .formatted(prompt.group(1))))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
            }
            assertThat(page.body()).contains("url=/here");
        }
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("colama_session"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
