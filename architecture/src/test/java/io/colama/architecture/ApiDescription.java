package io.colama.architecture;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the description of the API that is published out of what springdoc reads off the classes:
 * names without packages, what is always there marked as required, the one form of failures, and an
 * order that does not change from run to run.
 */
final class ApiDescription {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String PAGE = "io.colama.server.web.Page";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode document;

    private ApiDescription(ObjectNode document) {
        this.document = document;
    }

    /** What is published, of what springdoc wrote. */
    static String of(String read) {
        ApiDescription description = new ApiDescription((ObjectNode) JSON.readTree(read));
        description.document.remove(List.of("servers", "tags"));
        description.heading();
        description.operations();
        description.schemas();
        JsonNode named = renamed(description.document);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sorted(named)) + "\n";
    }

    private void heading() {
        document.putObject("info")
                .put("title", "Colama")
                .put("version", "v1")
                .put(
                        "description",
                        "Version control, inventory and a lab for virtual machines. What is common to all addresses is in docs/api.md.");
        ObjectNode schemes = ((ObjectNode) document.get("components")).putObject("securitySchemes");
        schemes.putObject("token").put("type", "http").put("scheme", "bearer");
        schemes.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "colama_session");
        ArrayNode either = document.putArray("security");
        either.addObject().putArray("token");
        either.addObject().putArray("session");
    }

    private void operations() {
        ObjectNode paths = (ObjectNode) document.get("paths");
        paths.remove(
                paths.propertyNames().stream().filter(path -> !path.startsWith("/api/")).toList());
        for (JsonNode path : paths) {
            for (Map.Entry<String, JsonNode> each : path.properties()) {
                ObjectNode operation = (ObjectNode) each.getValue();
                String tag = operation.at("/tags/0").asString().replace("-resource", "");
                operation.putArray("tags").add(tag);
                String method = operation.get("operationId").asString().replaceAll("_\\d+$", "");
                operation.put("operationId", camel(tag) + capital(method));
                answers((ObjectNode) operation.get("responses"), each.getKey().equals("get"));
            }
        }
    }

    /** What is read and has no form of its own is bytes. */
    private static void answers(ObjectNode responses, boolean read) {
        for (JsonNode response : responses) {
            if (read && !response.has("content")) {
                ((ObjectNode) response)
                        .putObject("content")
                        .putObject("application/octet-stream")
                        .putObject("schema")
                        .put("type", "string")
                        .put("format", "binary");
            }
            if (response.get("content") instanceof ObjectNode content && content.has("*/*")) {
                content.set("application/json", content.remove("*/*"));
            }
        }
        ObjectNode failure = responses.putObject("default");
        failure.put("description", "It failed");
        failure.putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", SCHEMAS + "Failure");
    }

    private void schemas() {
        ObjectNode schemas = (ObjectNode) document.at("/components/schemas");
        for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
            if (schema.getValue().get("properties") instanceof ObjectNode properties) {
                required((ObjectNode) schema.getValue(), properties, record(schema.getKey()));
            }
        }
        problem(schemas.putObject("Failure"));
    }

    private static void required(ObjectNode schema, ObjectNode properties, Class<?> type) {
        ArrayNode required = NODES.arrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode property = properties.get(component.getName());
            if (property == null) {
                continue;
            }
            if (component.getType() == Optional.class) {
                properties.set(component.getName(), nullable((ObjectNode) property));
            } else {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (properties.size() != type.getRecordComponents().length) {
            throw new AssertionError(type + " is not described as it is: " + properties);
        }
    }

    private static JsonNode nullable(ObjectNode property) {
        if (property.path("type").isString()) {
            String only = property.path("type").asString();
            property.putArray("type").add(only).add("null");
            return property;
        }
        ObjectNode either = NODES.objectNode();
        either.putArray("anyOf").add(property).addObject().put("type", "null");
        return either;
    }

    private static void problem(ObjectNode schema) {
        schema.put("type", "object").put("description", "A failure, of RFC 9457");
        ObjectNode properties = schema.putObject("properties");
        for (String text : List.of("type", "title", "detail", "code", "requestId")) {
            properties.putObject(text).put("type", "string");
        }
        properties.putObject("status").put("type", "integer").put("format", "int32");
        ArrayNode required = schema.putArray("required");
        properties.propertyNames().forEach(required::add);
    }

    /** The record that a schema was read off. */
    private static Class<?> record(String name) {
        String whole = name.startsWith(PAGE) && name.length() > PAGE.length() ? PAGE : name;
        for (String tried = whole; ; ) {
            try {
                return Class.forName(tried);
            } catch (ClassNotFoundException nested) {
                int dot = tried.lastIndexOf('.');
                if (dot < 0) {
                    throw new AssertionError("no class for the schema " + name, nested);
                }
                tried = tried.substring(0, dot) + "$" + tried.substring(dot + 1);
            }
        }
    }

    /** All schemas under their short names, which have to differ. */
    private static JsonNode renamed(ObjectNode document) {
        ObjectNode schemas = (ObjectNode) document.at("/components/schemas");
        Map<String, String> names = new TreeMap<>();
        schemas.propertyNames().forEach(name -> names.put(name, brief(name)));
        if (new TreeSet<>(names.values()).size() != names.size()) {
            throw new AssertionError("two schemas have the same short name: " + names);
        }
        return replaced(document, names);
    }

    private static JsonNode replaced(JsonNode node, Map<String, String> names) {
        if (node.isArray()) {
            ArrayNode all = NODES.arrayNode();
            node.forEach(each -> all.add(replaced(each, names)));
            return all;
        }
        if (node.isObject()) {
            ObjectNode all = NODES.objectNode();
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                all.set(
                        names.getOrDefault(each.getKey(), each.getKey()),
                        replaced(each.getValue(), names));
            }
            return all;
        }
        if (node.isString() && node.asString().startsWith(SCHEMAS)) {
            String name = node.asString().substring(SCHEMAS.length());
            return NODES.stringNode(SCHEMAS + names.getOrDefault(name, name));
        }
        if (node.isString()) {
            return NODES.stringNode(node.asString().replaceAll("</?code>", "`"));
        }
        return node;
    }

    private static String brief(String name) {
        if (name.startsWith(PAGE) && name.length() > PAGE.length()) {
            return brief(name.substring(PAGE.length())) + "Page";
        }
        return Arrays.stream(name.split("\\."))
                .filter(part -> Character.isUpperCase(part.charAt(0)) && !part.equals("Io"))
                .map(part -> part.replaceAll("Resource$", ""))
                .collect(Collectors.joining());
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode all = NODES.arrayNode();
            node.forEach(each -> all.add(sorted(each)));
            return all;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode all = NODES.objectNode();
        List<String> names = new ArrayList<>(node.propertyNames());
        names.stream().sorted().forEach(name -> all.set(name, sorted(node.get(name))));
        return all;
    }

    private static String camel(String dashed) {
        String[] parts = dashed.split("-");
        return parts[0]
                + Arrays.stream(parts)
                        .skip(1)
                        .map(ApiDescription::capital)
                        .collect(Collectors.joining());
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
