package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a client does to upload files. */
final class Sending {

    private static final String BYTES = "application/offset+octet-stream";

    private Sending() {}

    /** Begins a check-in. */
    static Answer begin(Client client, String machine, Map<String, Long> files) {
        return begin(client, machine, files, "");
    }

    /** Begins a check-in; {@code more} are further fields. */
    static Answer begin(Client client, String machine, Map<String, Long> files, String more) {
        String list =
                files.entrySet().stream()
                        .map(one ->
                                "{\"name\":\"%s\",\"bytes\":%d}"
                                        .formatted(one.getKey(), one.getValue()))
                        .collect(Collectors.joining(","));
        return client.post(
                "/api/v1/check-ins",
                "{\"machine\":\"%s\",\"files\":[%s]%s}".formatted(machine, list, more));
    }

    /** Sends a piece of a file. */
    static Answer piece(Client client, String location, long offset, byte[] bytes) {
        return client.send(
                "PATCH",
                location,
                bytes,
                Map.of(
                        "Content-Type",
                        BYTES,
                        "Upload-Offset",
                        Long.toString(offset),
                        "Tus-Resumable",
                        "1.0.0"));
    }

    /** How much of a file has come. */
    static long offset(Client client, String location) {
        Answer answer =
                client.send("HEAD", location, new byte[0], Map.of("Tus-Resumable", "1.0.0"))
                        .is(200);
        assertThat(answer.header("Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        return Long.parseLong(answer.header("Upload-Offset"));
    }

    /** Waits until a task has ended. */
    static Answer ended(Client client, String task) {
        for (int i = 0; i < 600; i++) {
            Answer now = client.get("/api/v1/tasks/" + task).is(200);
            if (java.util.Set.of("succeeded", "failed", "cancelled").contains(now.text("/state"))) {
                return now;
            }
            pause();
        }
        throw new AssertionError(client.get("/api/v1/tasks/" + task).response().body());
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Uploads files and waits for what comes of it. */
    static Answer all(Client client, String machine, Map<String, byte[]> files) {
        Map<String, Long> lengths = new LinkedHashMap<>();
        files.forEach((name, bytes) -> lengths.put(name, (long) bytes.length));
        Answer begun = begin(client, machine, lengths).is(201);
        int number = 0;
        for (byte[] bytes : files.values()) {
            if (bytes.length > 0) {
                Answer sent =
                        piece(client, begun.text("/files/%d/location".formatted(number)), 0, bytes);
                assertThat(sent.status()).as(sent.response().body()).isIn(204, 409);
            }
            number++;
        }
        return ended(client, begun.text("/task"));
    }
}
