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
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left when a check-in is killed with no chance to say goodbye. */
final class KillTest {

    private static final int KILLS = 50;

    private final Seed seed = Seed.of(50);

    @TempDir private Path directory = Path.of("");

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyAcknowledgedRevisionSurvivesFiftyKills() throws Exception {
        Path repository = directory.resolve("repository");
        Environment environment = new Environment(repository, Clock.systemUTC(), "test");
        new Init(environment).run();
        List<String> images = new ArrayList<>();
        RandomDisk disk = RandomDisk.of(seed, 12_000_000);
        for (int i = 0; i < 6; i++) {
            Path image = directory.resolve("image" + i + ".raw");
            disk.writeTo(image);
            images.add(image.toString());
            disk = disk.mutate(seed.part(i), 0.3);
        }
        RandomGenerator random = seed.random();
        Map<String, String> acknowledged = new LinkedHashMap<>();
        for (int i = 0; i < KILLS; i++) {
            int lines = random.nextInt(2); // from its start, or from its first revision on
            runAndKill(repository, images, 1 + lines, random.nextInt(800), acknowledged);
            if (i % 10 == 9) {
                checkEverything(environment, acknowledged);
            }
        }
        assertThat(acknowledged).as("%s: revisions between kills", seed).hasSizeGreaterThan(5);
        try (Stream<Path> leftovers = Files.list(repository.resolve("tmp"))) {
            assertThat(leftovers.count()).as("folders of killed writers").isLessThanOrEqualTo(2);
        }
    }

    private static void runAndKill(
            Path repository,
            List<String> images,
            int lines,
            int millis,
            Map<String, String> acknowledged)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                EndlessCheckIns.class.getName(),
                                repository.toString()));
        command.addAll(images);
        Path output = repository.resolveSibling("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(output.toFile())
                        .start();
        while (process.isAlive() && Files.readString(output).lines().count() < lines) {
            process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        process.waitFor(millis, TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        process.waitFor();
        List<String> printed = Files.readAllLines(output);
        assertThat(printed).first().isEqualTo("ready");
        for (String line : printed) {
            String[] words = line.split(" ", -1);
            if (words.length == 2 && words[1].length() == 64) {
                acknowledged.put(words[0], words[1]);
            }
        }
    }

    private void checkEverything(Environment environment, Map<String, String> acknowledged)
            throws IOException {
        Verify.Result verified =
                new Verify(environment)
                        .run(
                                new Verify.Request(Optional.empty(), 1, Long.MAX_VALUE, false),
                                Task.SILENT);
        assertThat(verified.sound()).as("%s: %s", seed, verified.findings()).isTrue();
        if (acknowledged.isEmpty()) {
            return;
        }
        Map<String, String> found = new LinkedHashMap<>();
        new Log(environment)
                .run(new Log.Request(Optional.of("web"), Integer.MAX_VALUE))
                .revisions()
                .forEach(view -> found.put(view.revision(), view.disks().getFirst().id()));
        assertThat(found).as(seed.toString()).containsAllEntriesOf(acknowledged);
    }
}
