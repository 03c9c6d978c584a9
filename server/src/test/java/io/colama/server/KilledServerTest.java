package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.operations.service.RunningService;
import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of a process of its own, which is killed in the middle of a check-in. */
@Tag("slow")
@Timeout(600)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class KilledServerTest {

    private static final int DISK = 24 << 20;

    @TempDir private Path directory;

    /** The server, as a program: says where it is and how to log in, and stays. */
    static final class Program {

        private Program() {}

        public static void main(String[] words) throws IOException, InterruptedException {
            Path directory = Path.of(words[0]);
            CrashingClock clock = new CrashingClock(() -> Runtime.getRuntime().halt(137));
            clock.endAt(words[1]);
            ServerFixture server =
                    new ServerFixture(directory, "", words[2].equals("empty"), clock);
            String password = words[2].equals("empty") ? server.first().password() : "";
            Path told = directory.resolve("told");
            Files.writeString(told, server.address() + "\n" + password + "\n");
            Files.move(told, directory.resolve("address"));
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    /** A process with the server. */
    private record Killable(Process process, URI address, Optional<FirstLogin> firstLogin)
            implements RunningService {

        @Override
        public void close() {
            process.destroyForcibly(); // not a word to it
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Killable start(String endAt, String state) throws IOException {
        Path address = directory.resolve("address");
        Files.deleteIfExists(address);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                directory.toString(),
                                endAt,
                                state)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                        .start();
        for (int i = 0; i < 3000 && !Files.exists(address); i++) {
            assertThat(process.isAlive())
                    .as(() -> {
                        try {
                            return Files.readString(directory.resolve("log"));
                        } catch (IOException e) {
                            return e.toString();
                        }
                    })
                    .isTrue();
            Sending.pause();
        }
        List<String> told = Files.readAllLines(address);
        return new Killable(
                process,
                URI.create(told.getFirst()),
                Optional.of(new RunningService.FirstLogin("admin", told.getLast())));
    }

    /** Sends the beginning of a long body, and stays connected. */
    private static Socket sending(URI address, Client client, String location, byte[] bytes)
            throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        OutputStream out = socket.getOutputStream();
        String head =
                """
                PATCH %s HTTP/1.1\r
                Host: localhost\r
                Authorization: %s\r
                Content-Type: application/offset+octet-stream\r
                Upload-Offset: %d\r
                Content-Length: %d\r
                \r
                """
                        .formatted(
                                location, client.header("Authorization"), DISK / 4, DISK * 3 / 4);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
        return socket;
    }

    @Test
    void losesNothingAndMakesNothingTwice() throws Exception {
        Path file = directory.resolve("made.raw");
        RandomDisk.of(Seed.of(22), DISK).writeTo(file);
        byte[] bytes = Files.readAllBytes(file);
        Map<String, String> ana;
        Map<String, String> administrator;
        String task;
        String location;
        Killable first = start("nowhere", "empty");
        try (ServerFixture server = new ServerFixture(directory, first)) {
            Client browser = server.administrator();
            Client one = server.account(browser, "ana", "write");
            browser.post(
                            "/api/v1/accounts",
                            "{\"name\":\"root\",\"password\":\"a long password\",\"administrator\":true}")
                    .is(201);
            ana = one.headers();
            administrator = server.token("root", "admin").headers();
            Answer begun =
                    Sending.begin(
                                    one,
                                    "killed",
                                    Map.of("disk.raw", (long) DISK),
                                    ",\"tags\":[\"one\",\"two\"]")
                            .is(201);
            task = begun.text("/task");
            location = begun.text("/files/0/location");
            Sending.piece(one, location, 0, Arrays.copyOf(bytes, DISK / 4)).is(204);
            try (Socket _ =
                    sending(
                            first.address,
                            one,
                            location,
                            Arrays.copyOfRange(bytes, DISK / 4, DISK / 2))) {
                for (int i = 0; i < 400 && !runs(one, task); i++) {
                    Sending.pause();
                }
                first.close(); // in the middle of the request and of the task
            }
        }
        CrashTest.forgetLeases(directory.resolve("repository"));
        Killable second = start("UploadWork.record", "full");
        try (ServerFixture server = new ServerFixture(directory, second)) {
            Client one = server.with(ana);
            long offset = Sending.offset(one, location);
            assertThat(offset).isBetween((long) DISK / 4, (long) DISK / 2);
            try (Socket rest = new Socket(second.address.getHost(), second.address.getPort())) {
                String head =
                        """
                        PATCH %s HTTP/1.1\r
                        Host: localhost\r
                        Authorization: %s\r
                        Content-Type: application/offset+octet-stream\r
                        Upload-Offset: %d\r
                        Content-Length: %d\r
                        \r
                        """
                                .formatted(
                                        location,
                                        one.header("Authorization"),
                                        offset,
                                        DISK - offset);
                rest.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                rest.getOutputStream().write(bytes, (int) offset, (int) (DISK - offset));
                rest.getOutputStream().flush();
                assertThat(second.process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(second.process.exitValue()).isEqualTo(137);
        }
        CrashTest.forgetLeases(directory.resolve("repository"));
        Killable third = start("nowhere", "full");
        try (ServerFixture server = new ServerFixture(directory, third)) {
            Answer ended = Sending.ended(server.with(ana), task);
            assertThat(ended.text("/state")).as(ended.response().body()).isEqualTo("succeeded");
            CrashTest.assertMadeOnce(server, server.with(administrator), "killed", bytes);
        }
    }

    private static boolean runs(Client client, String task) {
        Answer now = client.get("/api/v1/tasks/" + task);
        return now.text("/state").equals("running") && now.json().at("/done").asLong() > 0;
    }
}
