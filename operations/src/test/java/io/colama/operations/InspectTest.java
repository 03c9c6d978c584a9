package io.colama.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Problem;
import io.colama.store.Hash;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inspections are made once, kept, and inherited while nothing that was read has changed. */
class InspectTest {

    private static final Seed SEED = Seed.of(2_236);

    @TempDir private Path directory;

    private Environment environment = new Environment(Path.of("."), Clock.systemUTC(), "tester");

    @BeforeEach
    void makeRepository() throws IOException {
        environment = new Environment(directory.resolve("repository"), Clock.systemUTC(), "tester");
        new Init(environment).run();
    }

    private static byte[] noise(long seed) {
        byte[] bytes = new byte[3_000_000];
        Seed.of(seed).random().nextBytes(bytes);
        return bytes;
    }

    /** A volume with a system. */
    private Path image(String id, long seed) throws IOException, InterruptedException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.createDirectories(tree.resolve("etc"));
        Files.createDirectories(tree.resolve("bin"));
        Files.writeString(tree.resolve("etc/os-release"), "ID=%s\n".formatted(id));
        Files.writeString(tree.resolve("etc/hostname"), "web\n");
        Files.write(tree.resolve("large"), noise(seed));
        Path image = directory.resolve("image-%s-%d".formatted(id, seed));
        ForeignTool.require("sh")
                .run("-c", "mke2fs -q -F -t ext4 -d '%s' '%s' 16M".formatted(tree, image));
        return image;
    }

    /** A copy of an image with other bytes in the place of some. */
    private static Path patched(Path image, byte[] before, byte[] after) throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        int at = 0;
        while (!Arrays.equals(bytes, at, at + before.length, before, 0, before.length)) {
            at++;
        }
        System.arraycopy(after, 0, bytes, at, after.length);
        return Files.write(image.resolveSibling(image.getFileName() + "-patched"), bytes);
    }

    private String checkIn(Path image) throws IOException {
        CheckIn.Request request = CheckIn.Request.of("web", List.of(image), "test");
        return new CheckIn(environment).run(request, Task.SILENT).revision();
    }

    private Inspection inspect(String name) throws IOException {
        return new Inspect(environment)
                .run(new Inspect.Request(name, false, false), Task.SILENT)
                .inspection();
    }

    /** Replaces what is kept by something that no disk would give. */
    private void mark(String revision) throws IOException {
        Inspections kept = new Inspections(environment.repository());
        Hash id = Hash.parse(revision);
        Inspections.Kept known = kept.find(id).orElseThrow();
        Inspection marked =
                new Inspection(
                        Inspection.VERSION,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Problem("mark", "", "")));
        kept.keep(id, new Inspections.Kept(known.reads(), marked));
    }

    @Test
    void looksOnceAndRemembers() throws IOException, InterruptedException {
        String revision = checkIn(image("one", 1));
        assertThat(inspect("web").systems().getFirst().os().id()).isEqualTo("one");
        mark(revision);
        assertThat(inspect("web").problems()).extracting(Problem::code).containsExactly("mark");
        Inspection anew =
                new Inspect(environment)
                        .run(new Inspect.Request("web", true, false), Task.SILENT)
                        .inspection();
        assertThat(anew.systems().getFirst().host().name()).isEqualTo("web");
    }

    @Test
    void inheritsWhatWasReadUntilThatChanges() throws IOException, InterruptedException {
        Path image = image("one", 1);
        String first = checkIn(image);
        inspect("web");
        mark(first);
        byte[] large = noise(1);
        byte[] piece = Arrays.copyOfRange(large, 1_000_000, 1_000_100);
        Path next = patched(image, piece, "a file that nobody looks at".getBytes(UTF_8));
        checkIn(next);
        assertThat(inspect("web").problems()).extracting(Problem::code).containsExactly("mark");
        checkIn(patched(next, "ID=one".getBytes(UTF_8), "ID=two".getBytes(UTF_8)));
        assertThat(inspect("web").systems().getFirst().os().id()).isEqualTo("two");
    }

    @Test
    void looksAgainWhereWhatIsKeptIsDamaged() throws IOException, InterruptedException {
        String revision = checkIn(image("one", 1));
        Inspection sound = inspect("web");
        Path file =
                environment
                        .repository()
                        .resolve("inspections")
                        .resolve(revision.substring(0, 2))
                        .resolve(revision + ".gz");
        byte[] bytes = Files.readAllBytes(file);
        for (int cut = 0; cut < bytes.length; cut += 7) {
            Files.write(file, Arrays.copyOf(bytes, cut));
            assertThat(inspect("web")).isEqualTo(sound);
        }
        var random = SEED.random();
        for (int i = 0; i < 200; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, damaged);
            assertThat(inspect("web").systems().getFirst().os().id()).as("%s", SEED).isNotEmpty();
        }
    }

    @Test
    void looksIntoImagesWithoutARepository() throws IOException, InterruptedException {
        Path image = image("one", 1);
        Environment nowhere =
                new Environment(directory.resolve("none"), Clock.systemUTC(), "tester");
        assertThat(
                        new Inspect(nowhere)
                                .run(
                                        new Inspect.Request(image.toString(), false, false),
                                        Task.SILENT)
                                .inspection()
                                .systems())
                .hasSize(1);
        assertThatThrownBy(() ->
                        new Inspect(nowhere)
                                .run(new Inspect.Request("nobody", false, false), Task.SILENT))
                .satisfies(e -> assertThat(Failure.of(e)).isEqualTo(Failure.NOT_FOUND));
    }
}
