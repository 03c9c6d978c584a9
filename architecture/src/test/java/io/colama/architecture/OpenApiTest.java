package io.colama.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.operations.Environment;
import io.colama.operations.Init;
import io.colama.operations.service.RunningService;
import io.colama.operations.service.ServiceProvider;
import io.colama.operations.service.ServiceRequest;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is published of the API is what the classes of the server say. */
class OpenApiTest {

    /** Writes the file instead of comparing with it. */
    private static final String WRITE = "colama.openapi.write";

    private static final String FILE = "server/src/main/resources/io/colama/server/openapi.json";

    @Test
    void isPublishedAsItIs(@TempDir Path directory) throws IOException, InterruptedException {
        String now = ApiDescription.of(read(directory));
        Path file = Project.root().resolve(FILE);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(file, now);
        }
        assertThat(Project.read(file))
                .as("%s is not the API as it is; run this test with -D%s=true", FILE, WRITE)
                .isEqualTo(now);
    }

    /** What springdoc reads off the classes of a server that runs. */
    private static String read(Path directory) throws IOException, InterruptedException {
        TypeNameResolver.std.setUseFqn(true);
        Environment environment =
                new Environment(directory.resolve("repository"), Clock.systemUTC(), "local");
        new Init(environment).run();
        ServiceProvider provider =
                ServiceLoader.load(ServiceProvider.class).findFirst().orElseThrow();
        ServiceRequest request =
                new ServiceRequest(
                        Optional.empty(),
                        Optional.of(0),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        try (RunningService service = provider.start(request, environment);
                HttpClient client = HttpClient.newHttpClient()) {
            RunningService.FirstLogin first = service.firstLogin().orElseThrow();
            HttpResponse<String> login =
                    client.send(
                            HttpRequest.newBuilder(service.address().resolve("/api/v1/session"))
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"name\":\"%s\",\"password\":\"%s\"}"
                                                            .formatted(
                                                                    first.name(),
                                                                    first.password())))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> described =
                    client.send(
                            HttpRequest.newBuilder(service.address().resolve("/v3/api-docs"))
                                    .header(
                                            "Cookie",
                                            login.headers()
                                                    .firstValue("Set-Cookie")
                                                    .orElseThrow()
                                                    .split(";")[0])
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(described.statusCode()).as(described.body()).isEqualTo(200);
            return described.body();
        }
    }
}
