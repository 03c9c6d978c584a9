package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Compares answers of a server with what its published description promises of them. */
final class Contract {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String BELOW = "/api/v1/";

    /** Asked of everything that speaks HTTP, and not described for each address. */
    private static final Set<String> OWN = Set.of("HEAD", "OPTIONS", "TRACE");

    private static final ObjectNode DOCUMENT = document();
    private static final List<Route> ROUTES = read();
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private Contract() {}

    /**
     * What is described.
     *
     * @param method of HTTP
     * @param path with names in braces
     * @param pattern what an address of it looks like
     */
    record Route(String method, String path, Pattern pattern, JsonNode operation) {}

    /** All that is described. */
    static List<Route> routes() {
        return ROUTES;
    }

    private static ObjectNode document() {
        try (InputStream file =
                Contract.class.getResourceAsStream("/io/colama/server/openapi.json")) {
            ObjectNode document = (ObjectNode) JSON.readTree(file);
            for (JsonNode schema : document.at("/components/schemas")) {
                if (schema.has("properties")) {
                    // nothing is answered that is not described
                    ((ObjectNode) schema).put("additionalProperties", false);
                }
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Route> read() {
        List<Route> routes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
            Pattern pattern = Pattern.compile(path.getKey().replaceAll("\\{[^}]+}", "[^/]+"));
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                routes.add(
                        new Route(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                pattern,
                                method.getValue()));
            }
        }
        // an address without names goes before one where a name could be the same
        routes.sort(
                Comparator.comparingLong(
                        route -> route.path().chars().filter(c -> c == '{').count()));
        return List.copyOf(routes);
    }

    /** Fails when an answer is none that is described. */
    static void check(String method, URI address, HttpResponse<String> answer) {
        String path = address.getRawPath();
        boolean forPeople =
                answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
        if (!path.startsWith(BELOW) || OWN.contains(method) || forPeople) {
            return;
        }
        String what = method + " " + path + ": " + answer.statusCode() + " " + answer.body();
        if (answer.statusCode() >= 400) {
            valid(what, "/components/schemas/Failure", answer.body());
            return;
        }
        Route route =
                ROUTES.stream()
                        .filter(each -> each.method().equals(method))
                        .filter(each -> each.pattern().matcher(path).matches())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("not described: " + what));
        String status = Integer.toString(answer.statusCode());
        JsonNode described = route.operation().path("responses").path(status);
        assertThat(described.isObject()).as("described is not %s", what).isTrue();
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";")[0];
        if (described.at("/content/application~1json/schema/format").asString().equals("binary")) {
            return; // a file as it is, of which nothing more is promised
        }
        if (type.equals("application/json") && described.path("content").has(type)) {
            valid(
                    what,
                    "/paths/%s/%s/responses/%s/content/application~1json/schema"
                            .formatted(
                                    route.path().replace("~", "~0").replace("/", "~1"),
                                    method.toLowerCase(Locale.ROOT),
                                    status),
                    answer.body());
        } else if (!described.has("content")) {
            assertThat(answer.body()).as("nothing is described of %s", what).isEmpty();
        }
    }

    private static void valid(String what, String pointer, String body) {
        List<Error> errors =
                COMPILED.computeIfAbsent(pointer, Contract::compiled).validate(JSON.readTree(body));
        assertThat(errors).as(what).isEmpty();
    }

    private static Schema compiled(String pointer) {
        ObjectNode schema = JSON.createObjectNode();
        schema.set("components", DOCUMENT.get("components"));
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        JsonNode wanted = DOCUMENT.at(pointer);
        wanted.properties().forEach(each -> schema.set(each.getKey(), each.getValue()));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }
}
