package io.colama.cli.remote;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.TrustFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Speaks with one server. Its methods take a path below {@code /api/v1}, send and receive JSON, and
 * fail with what the server tells: {@link OperationException} with the code and the line of its
 * problem. Threads: any number.
 */
public final class ServerClient implements AutoCloseable {

    private static final String BELOW = "/api/v1";
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofMinutes(5);
    private static final int MOST_BYTES = 32 << 20;
    private static final int MOST_JSON_BYTES = 64 << 20;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final URI server;
    private final Optional<String> token;
    private final HttpClient client;

    /**
     * A client of a server, which is not connected to yet.
     *
     * @param server its address, from {@link ServerAddress}
     * @param token to show; empty for nobody in particular
     * @param ca a file of certificates, PEM, to trust instead of the system's
     */
    public ServerClient(URI server, Optional<String> token, Optional<Path> ca) throws IOException {
        this.server = server;
        this.token = token;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT);
        if (ca.isPresent()) {
            builder.sslContext(TrustFile.open(ca.get()));
        }
        this.client = builder.build();
    }

    /** The address of the server. */
    public URI server() {
        return server;
    }

    /** Asks for a document. */
    public JsonElement get(String path) throws IOException {
        return json(request(path).GET());
    }

    /** Asks for a document that is an object. */
    public Answer look(String path) throws IOException {
        JsonElement found = get(path);
        if (!found.isJsonObject()) {
            throw failed("it answers with something else than was asked");
        }
        return new Answer(200, found.getAsJsonObject());
    }

    /** Sends a record, and answers what comes back; nothing is an empty object. */
    public JsonElement post(String path, Object body) throws IOException {
        return json(withBody(path, "POST", body));
    }

    /** The same for what replaces something. */
    public JsonElement put(String path, Object body) throws IOException {
        return json(withBody(path, "PUT", body));
    }

    /**
     * Changes something.
     *
     * @param seen the ETag that it had
     */
    public JsonElement patch(String path, Object body, String seen) throws IOException {
        return json(withBody(path, "PATCH", body).header("If-Match", seen));
    }

    /** Removes something. */
    public JsonElement delete(String path) throws IOException {
        return json(request(path).DELETE());
    }

    /**
     * An answer of whatever kind.
     *
     * @param body of a problem too
     */
    public record Answer(int status, JsonObject body) {

        /** A text in it; empty when it is not there. */
        public String text(String name) {
            return ServerClient.text(body, name);
        }
    }

    /** Sends a record where a refusal is a part of the conversation. */
    public Answer ask(String path, Object body) throws IOException {
        HttpResponse<byte[]> answer =
                send(
                        withBody(path, "POST", body).header("Accept", "application/json"),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MOST_JSON_BYTES));
        boolean refused = answer.statusCode() == 400;
        if (answer.statusCode() / 100 != 2 && !refused) {
            throw problem(answer, answer.body());
        }
        JsonElement parsed = parsed(answer.body());
        if (!parsed.isJsonObject()) {
            throw failed("it answers with something else than was asked");
        }
        return new Answer(answer.statusCode(), parsed.getAsJsonObject());
    }

    /** Asks for bytes, which the caller closes. */
    public InputStream open(String path) throws IOException {
        HttpResponse<InputStream> answer =
                send(request(path).GET(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            try (InputStream body = answer.body()) {
                throw problem(answer, body.readNBytes(MOST_JSON_BYTES));
            }
        }
        return answer.body();
    }

    /** Asks for bytes, of which there are few. */
    public byte[] bytes(String path) throws IOException {
        try (InputStream in = open(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw other();
            }
            return bytes;
        }
    }

    /** That an answer, or a part of it, is not what was asked for. */
    public OperationException other() {
        return failed("it answers with something else than was asked: is it of another version?");
    }

    /**
     * Sends bytes with headers of their own, such as those of an upload, and answers the headers
     * that come back.
     *
     * @param path below {@code /api/v1}, or with it, as the server names its locations
     */
    public HttpHeaders exchange(
            String method, String path, Map<String, String> headers, HttpRequest.BodyPublisher body)
            throws IOException {
        HttpRequest.Builder request = request(path).method(method, body);
        headers.forEach(request::setHeader);
        HttpResponse<byte[]> answer =
                send(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MOST_JSON_BYTES));
        if (answer.statusCode() / 100 != 2) {
            throw problem(answer, answer.body());
        }
        return answer.headers();
    }

    private HttpRequest.Builder request(String path) {
        String whole = path.startsWith(BELOW + "/") ? path : BELOW + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(whole)).timeout(ANSWER);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private HttpRequest.Builder withBody(String path, String method, Object body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(GSON.toJson(body)));
    }

    private JsonElement json(HttpRequest.Builder request) throws IOException {
        HttpResponse<byte[]> answer =
                send(
                        request.header("Accept", "application/json, application/problem+json"),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MOST_JSON_BYTES));
        if (answer.statusCode() / 100 != 2) {
            throw problem(answer, answer.body());
        }
        return answer.body().length == 0 ? new JsonObject() : parsed(answer.body());
    }

    private JsonElement parsed(byte[] body) throws OperationException {
        try {
            // not JsonParser, which takes almost anything for a text
            return GSON.getAdapter(JsonElement.class)
                    .fromJson(new String(body, StandardCharsets.UTF_8));
        } catch (JsonParseException | IOException e) {
            throw failed("it answers with something that is not JSON: is it a Colama server?");
        }
    }

    private <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return client.send(request.build(), handler);
        } catch (HttpTimeoutException e) {
            throw failed("it does not answer");
        } catch (ConnectException e) {
            throw failed("cannot connect; is the server running, and is the address right?");
        } catch (SSLException e) {
            throw new OperationException(
                    Failure.REFUSED,
                    "%s: its certificate is not trusted (%s); --ca names a file of certificates to trust"
                            .formatted(server, Failure.message(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (IOException e) {
            throw failed(Failure.message(e));
        }
    }

    /**
     * An answer as a record with the names of its fields.
     *
     * @throws OperationException when it is something else
     */
    public <T> T read(JsonElement answer, TypeToken<T> type) throws OperationException {
        try {
            return Optional.ofNullable(GSON.fromJson(answer, type))
                    .orElseThrow(() -> new JsonParseException("nothing"));
        } catch (JsonParseException | IllegalArgumentException e) {
            throw failed(
                    "it answers with something else than was asked: is it of another version?");
        }
    }

    /** The same for a type without parameters. */
    public <T> T read(JsonElement answer, Class<T> type) throws OperationException {
        return read(answer, TypeToken.get(type));
    }

    private OperationException failed(String what) {
        return new OperationException(Failure.FAILED, server + ": " + what);
    }

    private OperationException problem(HttpResponse<?> answer, byte[] body)
            throws OperationException {
        int status = answer.statusCode();
        if (status / 100 == 3) {
            return new OperationException(
                    Failure.REFUSED,
                    "%s: it sends on to %s, where the token is not sent; name that server if you trust it"
                            .formatted(
                                    server,
                                    answer.headers().firstValue("Location").orElse("nowhere")));
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("application/problem+json")) {
            return failed(
                    "it answers %d without a reason: is it a Colama server?".formatted(status));
        }
        JsonElement problem = parsed(body);
        if (!problem.isJsonObject()) {
            return failed("it answers %d without a reason".formatted(status));
        }
        String code = text(problem.getAsJsonObject(), "code");
        String detail = text(problem.getAsJsonObject(), "detail");
        if (status == 401) {
            return new OperationException(
                    Failure.REFUSED,
                    "%s: not logged in, or no longer; 'colama login %s' does that"
                            .formatted(server, server));
        }
        return new OperationException(
                Failure.ofCode(code), detail.lines().findFirst().orElse("no reason"));
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
