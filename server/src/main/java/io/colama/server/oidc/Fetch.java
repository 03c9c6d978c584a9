package io.colama.server.oidc;

import io.colama.server.people.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a provider for JSON: not for long, not for much, and nobody that it names instead. */
final class Fetch implements AutoCloseable {

    /** Larger than any list of keys or token with groups. */
    static final int MOST_BYTES = 256 << 10;

    private final String who;
    private final Duration longest;
    private final HttpClient client;
    private final JsonMapper json = new JsonMapper();

    /**
     * Asks in the name of a provider.
     *
     * @param who for messages
     * @param trust whom to trust; empty for the system's choice
     */
    Fetch(String who, Optional<SSLContext> trust, Duration longest) {
        this.who = who;
        this.longest = longest;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(longest);
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** An answer. */
    record Answer(int status, JsonNode body) {}

    Answer get(URI address) throws Unavailable {
        return send(HttpRequest.newBuilder(address).GET(), address);
    }

    Answer post(URI address, String form, Optional<String> authorization) throws Unavailable {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request, address);
    }

    private Answer send(HttpRequest.Builder request, URI address) throws Unavailable {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request.header("Accept", "application/json").build(),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            // the time counts to the end of the body, which the client's own does not
            HttpResponse<byte[]> done = answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(done.statusCode(), json.readTree(done.body()));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Unavailable(
                    "%s did not answer at %s in %d s".formatted(who, address, longest.toSeconds()),
                    e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof IOException io ? io : e;
            throw new Unavailable(
                    "%s does not answer at %s: %s".formatted(who, address, cause.getMessage()), e);
        } catch (JacksonException e) {
            throw new Unavailable(
                    "%s answers at %s with something that is not JSON".formatted(who, address), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while %s was asked".formatted(who), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
