package io.colama.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that check in to one repository at once. */
final class TwoProcessesTest {

    private static final int EACH = 8;

    private final Seed seed = Seed.of(22);

    @TempDir private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void everyCheckInIsAcknowledgedAndWholeOrAConflict(boolean oneMachine) throws Exception {
        Path repository = directory.resolve("repository");
        Environment environment = new Environment(repository, Clock.systemUTC(), "test");
        new Init(environment).run();
        List<Process> processes = new ArrayList<>();
        RandomDisk disk = RandomDisk.of(seed, 3_000_000);
        for (int child = 0; child < 2; child++) {
            String machine = oneMachine ? "web" : "web" + child;
            List<String> arguments = new ArrayList<>(List.of(repository.toString(), machine));
            for (int i = 0; i < EACH; i++) {
                Path image = directory.resolve("image%d-%d.raw".formatted(child, i));
                disk.writeTo(image);
                arguments.add(image.toString());
                disk = disk.mutate(seed.part(child * 100L + i), 0.3);
            }
            Path output = directory.resolve("output" + child);
            processes.add(ChildJvm.start("256m", SomeCheckIns.class, output, arguments));
        }
        Map<String, String> acknowledged = new LinkedHashMap<>();
        for (int child = 0; child < 2; child++) {
            assertThat(processes.get(child).waitFor()).isZero();
            read(directory.resolve("output" + child), oneMachine, acknowledged);
        }
        assertThat(acknowledged.size())
                .as(seed.toString())
                .isBetween(oneMachine ? EACH : 2 * EACH, 2 * EACH);
        checkEverything(environment, oneMachine, acknowledged);
        assertThat(repository.resolve("tmp")).isEmptyDirectory();
    }

    private void read(Path output, boolean mayConflict, Map<String, String> acknowledged)
            throws IOException {
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).as(seed.toString()).hasSize(EACH);
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words.length == 2 && words[1].length() == 64) {
                acknowledged.put(words[0], words[1]);
            } else {
                assertThat(mayConflict).as(line).isTrue();
                assertThat(line).startsWith(Failure.CONFLICT.toString()).contains("has moved");
            }
        }
    }

    private void checkEverything(
            Environment environment, boolean oneMachine, Map<String, String> acknowledged)
            throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String machine : oneMachine ? List.of("web") : List.of("web0", "web1")) {
            new Log(environment)
                    .run(new Log.Request(Optional.of(machine), Integer.MAX_VALUE))
                    .revisions()
                    .forEach(view -> found.put(view.revision(), view.disks().getFirst().id()));
        }
        assertThat(found).as(seed.toString()).isEqualTo(acknowledged);
        Verify.Request all = new Verify.Request(Optional.empty(), 1, Long.MAX_VALUE, false);
        Verify.Result verified = new Verify(environment).run(all, Task.SILENT);
        assertThat(verified.sound()).as("%s: %s", seed, verified.findings()).isTrue();
    }
}
