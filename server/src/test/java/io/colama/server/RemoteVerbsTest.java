package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.cli.Main;
import io.colama.cli.remote.KnownServers;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line says the same of a repository behind a server as of one beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class RemoteVerbsTest {

    private static final String CONFIGURATION = "colama.configuration";

    private Path directory;
    private ServerFixture server;
    private String url;
    private String viewer;

    /** What a command printed, and how it ended. */
    private record Ran(int status, String out, String err) {}

    @BeforeAll
    void start(@TempDir Path made) throws IOException {
        directory = made;
        server = new ServerFixture(directory);
        url = server.address().toString().replaceFirst("/$", "");
        Path samples = Path.of(System.getProperty("colama.project.root", "..")).resolve("samples");
        server.checkIn("web", samples.resolve("debian-1.qcow2"));
        server.checkIn("web", samples.resolve("debian-2.qcow2"));
        server.checkIn("db", 5);
        local("tag", "web~1", "v1");
        local("note", "web@v1", "-m", "as it came");
        local("clone", "web@v1", "lab");
        local("inspect", "web");
        local("inspect", "web@v1");
        var administrator = server.administrator();
        server.account(administrator, "vera", "write");
        viewer = secret("vera", "write");
        administrator
                .put("/api/v1/machines/web/access/accounts/vera", "{\"role\":\"viewer\"}")
                .is(204);
        administrator
                .post(
                        "/api/v1/accounts",
                        "{\"name\":\"root\",\"password\":\"a long password\",\"administrator\":true}")
                .is(201);
        System.setProperty(CONFIGURATION, directory.resolve("configuration").toString());
        logIn(secret("root", "admin"));
    }

    private String secret(String name, String scope) {
        return server.token(name, scope).header("Authorization").substring("Bearer ".length());
    }

    private void logIn(String token) throws IOException {
        new KnownServers(directory.resolve("configuration"))
                .put(new KnownServers.Known(url, "somebody", token, "", ""));
    }

    @AfterAll
    void stop() {
        System.clearProperty(CONFIGURATION);
        server.close();
    }

    private static Ran run(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                Main.run(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        words.toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    private Ran local(String... words) {
        return run(
                Stream.concat(Stream.of("--repo", server.repository().toString()), Stream.of(words))
                        .toList());
    }

    private Ran remote(String... words) {
        return run(Stream.concat(Stream.of("--server", url), Stream.of(words)).toList());
    }

    private String ok(String... words) {
        Ran ran = remote(words);
        assertThat(ran.status).as("%s: %s", List.of(words), ran.err).isZero();
        return ran.out;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls",
                "log",
                "log web",
                "log web@v1",
                "log web~1",
                "log --graph",
                "log -n 2",
                "show web",
                "show web@v1",
                "show web~1",
                "show lab",
                "inspect web",
                "inspect web@v1 --packages",
                "search os:debian",
                "search os:debian --all",
                "search pkg:bash",
                "diff web@v1 web",
                "diff web~1 web --packages",
                "diff web@v1 web --files",
                "diff web@v1 web --config",
                "diff web@v1 web --blocks",
                "diff lab web",
                "files web:/etc",
                "files web:/etc/passwd",
                "files -r web@v1:/",
                "cat web:/etc/passwd web@v1:/etc/os-release",
                // what fails says the same, too
                "show nothing",
                "show web@v9",
                "show web~9",
                "tag web@v9 v10",
                "clone web lab",
                "clone nothing other",
                "cat web:/nothing",
                "cat web:/etc",
                "files web:/nothing",
                "inspect nothing",
                "search os:",
                "diff web nothing",
                "cp web:/nothing there",
                "archive nothing:/etc -o there.tar",
                "verify web",
                "verify db@nothing",
            })
    void saysTheSame(String line) {
        for (String form : List.of("", " --json")) {
            String[] words = (line + form).split(" ");
            Ran here = local(words);
            Ran there = remote(words);
            assertThat(there.out).as(line).isEqualTo(here.out);
            assertThat(there.err).as(line).isEqualTo(here.err);
            assertThat(there.status).as(line).isEqualTo(here.status);
        }
    }

    @Test
    void namesAndComments() {
        assertThat(ok("tag", "db", "first", "--json"))
                .isEqualTo(local("tag", "db", "again", "--json").out.replace("again", "first"));
        assertThat(remote("tag", "web", "v1").status).isEqualTo(4);
        ok("note", "db", "-m", "a word");
        assertThat(ok("show", "db")).isEqualTo(local("show", "db").out).contains("a word", "root");
        ok("clone", "db", "db-2");
        assertThat(local("show", "db-2", "--json").out).contains("\"head\":true");
    }

    @Test
    void whatIsCheckedInComesBack() throws IOException {
        Path disk = directory.resolve("in.raw");
        RandomDisk.of(Seed.of(12), 3 << 20).writeTo(disk);
        Path image = directory.resolve("in.qcow2");
        assertThat(local("convert", disk.toString(), image.toString()).status).isZero();
        assertThat(ok("checkin", "up", disk.toString(), "-m", "raw", "--tag", "v1"))
                .startsWith("checked in up@");
        assertThat(ok("checkin", "up", image.toString(), "-m", "qcow2", "--json"))
                .contains("\"machine\":\"up\"");
        List<String> wrong = new ArrayList<>();
        for (String suffix : List.of("raw", "qcow2", "vmdk", "vdi", "vhd", "vhdx")) {
            Path out = directory.resolve("out." + suffix);
            ok("checkout", "up", "-o", out.toString());
            Path raw = directory.resolve("out-" + suffix + ".raw");
            assertThat(local("convert", out.toString(), raw.toString()).status).isZero();
            if (Files.mismatch(raw, disk) >= 0) {
                wrong.add(suffix);
            }
        }
        assertThat(wrong).isEmpty();
        Path ova = directory.resolve("up.ova");
        assertThat(ok("checkout", "up", "-o", ova.toString())).contains("as ova");
        assertThat(local("checkin", "from-ova", ova.toString()).status).isZero();
        assertThat(local("diff", "from-ova", "up", "--blocks").out).contains("nothing");
        assertThat(remote("checkout", "up", "-o", directory.resolve("out.raw").toString()).status)
                .isEqualTo(4);
        ok("checkout", "up@v1", "-o", directory.resolve("out.raw").toString(), "--force");
        assertThat(local("diff", "up@v1", "up", "--blocks").out).contains("nothing");
    }

    @Test
    void saysInOneLineWhatIsWrong() throws IOException {
        Ran nobody = run(List.of("--server", "http://localhost:1", "ls"));
        assertThat(nobody.status).isEqualTo(3);
        assertThat(nobody.err).contains("not logged in at http://localhost:1").hasLineCount(1);
        KnownServers known = new KnownServers(directory.resolve("configuration"));
        known.put(new KnownServers.Known("http://localhost:1", "ana", "colama_0123456789", "", ""));
        Ran away = run(List.of("--server", "http://localhost:1", "ls"));
        assertThat(away.status).isEqualTo(1);
        assertThat(away.err).contains("http://localhost:1: cannot connect").hasLineCount(1);
        try {
            logIn("colama_0123456789abcdefghij");
            Ran ended = remote("ls");
            assertThat(ended.status).isEqualTo(6);
            assertThat(ended.err).contains("colama login " + url).hasLineCount(1);
            logIn(viewer);
            assertThat(remote("ls").out.lines().map(line -> line.split(" ")[0]))
                    .containsExactly("web");
            for (String verb : List.of("tag web v5", "note web -m no")) {
                Ran refused = remote(verb.split(" "));
                assertThat(refused.status).as(verb).isEqualTo(6);
                assertThat(refused.err).as(verb).contains("contributor").hasLineCount(1);
            }
            assertThat(remote("show", "db").err)
                    .isEqualTo(remote("show", "no").err.replace("no\"", "db\""));
        } finally {
            logIn(secret("root", "admin"));
        }
    }

    /** A directory with all that a copy keeps, as lines. */
    private static List<String> tree(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            List<String> lines = new ArrayList<>();
            for (Path each : all.sorted().toList()) {
                var now =
                        Files.readAttributes(
                                each, "unix:mode,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
                boolean link = Files.isSymbolicLink(each);
                boolean file = Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS);
                lines.add(
                        "%s %s %s %s"
                                .formatted(
                                        top.relativize(each),
                                        now.get("mode"),
                                        link
                                                ? Files.readSymbolicLink(each)
                                                : now.get("lastModifiedTime"),
                                        file
                                                ? java.util.Arrays.hashCode(
                                                        Files.readAllBytes(each))
                                                : ""));
            }
            return lines;
        }
    }

    @Test
    void copiesFilesOutOfAMachine() throws IOException {
        for (String path : List.of("/etc", "/etc/passwd", "/", "/var/lib/dpkg")) {
            String name = path.replace('/', '-');
            Path here = directory.resolve("here" + name);
            Path there = directory.resolve("there" + name);
            Ran one = local("cp", "web:" + path, here.toString());
            Ran two = remote("cp", "web:" + path, there.toString());
            assertThat(two.err).isEqualTo(one.err);
            assertThat(two.out).isEqualTo(one.out.replace("here", "there"));
            assertThat(tree(there)).as(path).isEqualTo(tree(here)).isNotEmpty();
        }
        Path into = Files.createDirectory(directory.resolve("into"));
        ok("cp", "web:/etc/passwd", into.toString());
        assertThat(into.resolve("passwd")).isNotEmptyFile();
        Ran again = remote("cp", "web:/etc/passwd", into.toString());
        assertThat(again.status).isEqualTo(4);
        assertThat(again.err).contains("exists already").hasLineCount(1);
    }

    @Test
    void archivesFilesOfAMachine() throws IOException {
        for (String suffix : List.of("tar", "tar.zst", "tgz", "tar.xz")) {
            Path here = directory.resolve("here." + suffix);
            Path there = directory.resolve("there." + suffix);
            Ran one = local("archive", "web:/etc", "-o", here.toString(), "--json");
            Ran two = remote("archive", "web:/etc", "-o", there.toString(), "--json");
            assertThat(two.out).isEqualTo(one.out.replace("here", "there"));
            assertThat(there).hasSameBinaryContentAs(here);
        }
        assertThat(
                        remote(
                                        "archive",
                                        "web:/etc",
                                        "-o",
                                        directory.resolve("there.tar").toString())
                                .status)
                .isEqualTo(4);
    }

    @Test
    void comparesAWorkingCopyWithItsServer() throws IOException {
        Path work = directory.resolve("work");
        String made = ok("checkout", "web@v1", work.toString(), "--json");
        Path other = directory.resolve("other");
        assertThat(made.replaceFirst("\"seconds\".*", ""))
                .isEqualTo(
                        local("checkout", "web@v1", other.toString(), "--json")
                                .out
                                .replace(other.toString(), work.toString())
                                .replaceFirst("\"seconds\".*", ""));
        assertThat(work.resolve("disk0.raw")).hasSameBinaryContentAs(other.resolve("disk0.raw"));
        assertThat(remote("checkout", "web@v1", work.toString()).status).isEqualTo(4);
        same("status", work.toString());
        Path disk = work.resolve("disk0.raw");
        try (var out =
                java.nio.channels.FileChannel.open(disk, java.nio.file.StandardOpenOption.WRITE)) {
            for (long at : List.of(0L, 5_000_000L, 5_004_095L, 77_000_000L, 134_217_727L)) {
                out.write(java.nio.ByteBuffer.wrap(new byte[] {42}), at);
            }
        }
        assertThat(ok("status", work.toString())).contains("changed", "KiB");
        same("status", work.toString());
        Files.delete(disk);
        same("status", work.toString());
        assertThat(remote("status", directory.toString()).status).isEqualTo(3);
    }

    private void same(String... words) {
        for (String form : List.of("--no-progress", "--json")) {
            String[] all = Stream.concat(Stream.of(words), Stream.of(form)).toArray(String[]::new);
            Ran here = local(all);
            assertThat(remote(all)).as("%s", List.of(all)).isEqualTo(here);
        }
    }

    @Test
    void countsWhatIsSeen() throws IOException {
        String here = local("stats").out;
        assertThat(ok("stats").lines().skip(1)).isEqualTo(here.lines().skip(1).toList());
        assertThat(ok("stats", "--json")).contains("\"bytesStored\":", "\"repository\":\"" + url);
        try {
            logIn(viewer);
            assertThat(ok("stats")).contains("machines", "1").doesNotContain("stored");
            assertThat(ok("stats", "--json")).contains("\"machines\":1,").doesNotContain("packs");
            Ran refused = remote("verify");
            assertThat(refused.status).isEqualTo(6);
            assertThat(refused.err).contains("only administrators").hasLineCount(1);
            Ran hidden = remote("diff", "web", "db");
            assertThat(hidden.status).isEqualTo(3);
            assertThat(remote("diff", "db", "web")).isEqualTo(hidden);
            assertThat(remote("diff", "nothing", "web").err)
                    .isEqualTo(hidden.err.replace("db", "nothing"));
        } finally {
            logIn(secret("root", "admin"));
        }
    }

    @Test
    void verifiesAsATaskOfTheServer() {
        assertThat(ok("verify")).startsWith("sound: ");
        assertThat(ok("verify", "--json")).startsWith("{\"sound\":true,\"findings\":[]");
        assertThat(ok("verify", "--sample", "50%", "--rate", "100M")).startsWith("sound: ");
        assertThat(remote("verify", "web", "--resume").status).isEqualTo(2);
    }

    @Test
    void saysWhatToDoInsteadOfRunning() {
        for (String verb : List.of("run web", "nbd web", "session ls")) {
            Ran refused = remote(verb.split(" "));
            assertThat(refused.status).as(verb).isEqualTo(7);
            assertThat(refused.err).as(verb).contains("'colama checkout'").hasLineCount(1);
        }
        assertThat(remote("init").status).isEqualTo(7);
    }
}
