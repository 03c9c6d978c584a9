package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.OperationException;
import io.colama.operations.service.ServiceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said nearer goes before what is said further away. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class SettingsTest {

    @TempDir private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("settings"), text);
    }

    private static ServiceRequest request(Optional<Integer> port, Optional<Path> file) {
        return new ServiceRequest(Optional.empty(), port, file, Optional.empty(), Optional.empty());
    }

    @Test
    void areTheDefaultsWhenNothingIsSaid() throws IOException {
        Settings settings = Settings.of(request(Optional.empty(), Optional.empty()), Map.of());
        assertThat(settings)
                .isEqualTo(
                        new Settings(
                                "localhost",
                                8080,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                PeopleSettings.NONE));
    }

    @Test
    void comeFromTheCommandLineThenTheEnvironmentThenTheFile() throws IOException {
        Optional<Path> file =
                Optional.of(file("server.port=1\nserver.host=file\nserver.log=json\n"));
        Map<String, String> environment =
                Map.of("COLAMA_SERVER_PORT", "2", "COLAMA_SERVER_DATABASE", "jdbc:postgresql:x");
        Settings settings = Settings.of(request(Optional.of(3), file), environment);
        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.host()).isEqualTo("file");
        assertThat(settings.database()).contains("jdbc:postgresql:x");
        assertThat(settings.logJson()).isTrue();
        assertThat(Settings.of(request(Optional.empty(), file), environment).port()).isEqualTo(2);
        assertThat(Settings.of(request(Optional.empty(), file), Map.of()).port()).isEqualTo(1);
    }

    @Test
    void areRefusedInOneLineWhenTheyAreWrong() throws IOException {
        for (String wrong :
                List.of(
                        "server.port=many",
                        "server.port=65536",
                        "server.log=loud",
                        "server.prot=1",
                        "a=\\u12")) {
            Optional<Path> file = Optional.of(file(wrong));
            assertThatThrownBy(() -> Settings.of(request(Optional.empty(), file), Map.of()))
                    .as(wrong)
                    .isInstanceOf(OperationException.class)
                    .message()
                    .doesNotContain("\n");
        }
    }
}
