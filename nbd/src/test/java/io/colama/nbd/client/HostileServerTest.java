package io.colama.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.RunWalk;
import io.colama.nbd.Wire;
import io.colama.nbd.client.ScriptedServer.Request;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.Option;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that lies is found out, in one line and in time. */
@Timeout(30)
class HostileServerTest {

    @TempDir Path directory;

    private static final NbdOptions OPTIONS =
            NbdOptions.defaults().withPatience(Duration.ofSeconds(2));

    private ScriptedServer lying(Command about, Lies.Lie lie) throws IOException {
        return new ScriptedServer(directory) {
            @Override
            void request(Request request, Wire wire) throws IOException {
                if (request.command() == about) {
                    lie.tell(request, wire);
                } else {
                    super.request(request, wire);
                }
            }
        };
    }

    @ParameterizedTest
    @MethodSource("io.colama.nbd.client.Lies#aboutData")
    void liesAboutData(Lies.Lie lie) throws IOException {
        try (ScriptedServer server = lying(Command.READ, lie);
                NbdSource source = NbdSource.connect(server.uri(), OPTIONS)) {
            assertThatThrownBy(
                            () -> {
                                source.read(8192, ByteBuffer.allocate(4096));
                                source.read(8192, ByteBuffer.allocate(4096));
                            })
                    .isInstanceOf(NbdException.BadServer.class)
                    .message()
                    .isNotBlank()
                    .doesNotContain("\n");
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(NbdException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("io.colama.nbd.client.Lies#aboutStatus")
    void liesAboutStatus(Lies.Lie lie) throws IOException {
        try (ScriptedServer server = lying(Command.BLOCK_STATUS, lie);
                NbdSource source = NbdSource.connect(server.uri(), OPTIONS)) {
            assertThatThrownBy(() -> source.runAt(8192))
                    .isInstanceOf(NbdException.BadServer.class)
                    .message()
                    .isNotBlank()
                    .doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @MethodSource("io.colama.nbd.client.Lies#inTheHandshake")
    void liesInTheHandshake(Lies.Greeting greeting) throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(directory) {
                    @Override
                    void option(Option option, Wire wire) throws IOException {
                        greeting.tell(option, wire);
                    }
                }) {
            assertThatThrownBy(() -> NbdSource.connect(server.uri(), OPTIONS))
                    .isInstanceOf(NbdException.BadServer.class)
                    .message()
                    .isNotBlank()
                    .doesNotContain("\n");
        }
    }

    @Test
    void isNoServerAtAll() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(directory) {
                    @Override
                    void greet(Wire wire) throws IOException {
                        wire.write(
                                ByteBuffer.wrap(
                                        "SSH-2.0-OpenSSH_9.2"
                                                .repeat(3)
                                                .getBytes(StandardCharsets.UTF_8)));
                    }
                }) {
            assertThatThrownBy(() -> NbdSource.connect(server.uri(), OPTIONS))
                    .isInstanceOf(NbdException.BadServer.class)
                    .hasMessageContaining("0x5353482d322e302d");
        }
    }

    @Test
    void hangsUpInTheHandshake() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(directory) {
                    @Override
                    void option(Option option, Wire wire) throws IOException {
                        throw new IOException();
                    }
                }) {
            assertThatThrownBy(() -> NbdSource.connect(server.uri(), OPTIONS))
                    .isInstanceOf(NbdException.Lost.class)
                    .hasMessage("the server has hung up in the handshake");
        }
    }

    @Test
    void saysNothing() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer(directory) {
                            @Override
                            void greet(Wire wire) throws IOException {
                                wire.await();
                            }
                        };
                ScriptedServer later = lyingIn("later", (_, _) -> {});
                NbdSource source = NbdSource.connect(later.uri(), OPTIONS)) {
            assertThatThrownBy(() -> NbdSource.connect(server.uri(), OPTIONS))
                    .isInstanceOf(NbdException.Lost.class)
                    .hasMessage("the server did not answer within 2 seconds");
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(NbdException.Lost.class)
                    .hasMessage("the server did not answer within 2 seconds");
        }
    }

    private ScriptedServer lyingIn(String name, Lies.Lie lie) throws IOException {
        Path below = Files.createDirectory(directory.resolve(name));
        return new ScriptedServer(below) {
            @Override
            void request(Request request, Wire wire) throws IOException {
                lie.tell(request, wire);
            }
        };
    }

    @Test
    void talksWithoutAnEndInTheHandshake() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(directory) {
                    @Override
                    void greet(Wire wire) throws IOException {
                        super.greet(wire);
                        ByteBuffer one = ByteBuffer.allocate(1);
                        while (true) { // a byte now and then, of an answer of 64 KiB
                            wire.write(one.clear());
                            LockSupport.parkNanos(50_000_000);
                        }
                    }
                }) {
            assertThatThrownBy(() -> NbdSource.connect(server.uri(), OPTIONS))
                    .isInstanceOf(NbdException.class);
        }
    }

    @Test
    void tellsOfAFailureInManyWords() throws IOException {
        String text = "disk\u0007 on\nfire\u202e" + "!".repeat(3000);
        try (ScriptedServer server =
                        lying(
                                Command.READ,
                                (r, wire) ->
                                        Lies.chunk(
                                                wire,
                                                r,
                                                Chunk.DONE,
                                                32769,
                                                ScriptedServer.error(5, text)));
                NbdSource source = NbdSource.connect(server.uri(), OPTIONS)) {
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(NbdException.Failed.class)
                    .message()
                    .contains("EIO", "disk? on?fire?!!")
                    .hasSizeLessThan(300 + server.uri().text().length());
        }
    }

    @Test
    void dividesAnAnswerInAnyWay() throws IOException {
        try (ScriptedServer server =
                        lying(
                                Command.READ,
                                (r, wire) -> {
                                    ScriptedServer.hole(wire, r, r.offset() + 4000, 96, false);
                                    ScriptedServer.data(wire, r, r.offset() + 10, 20, false);
                                    ScriptedServer.data(wire, r, r.offset(), 10, false);
                                    ScriptedServer.data(wire, r, r.offset() + 30, 3970, false);
                                    Lies.chunk(wire, r, Chunk.DONE, 0, ByteBuffer.allocate(0));
                                });
                NbdSource source = NbdSource.connect(server.uri(), OPTIONS)) {
            ByteBuffer target = ByteBuffer.allocate(4096);
            Arrays.fill(target.array(), (byte) 1);
            source.read(4096, target);
            assertThat(target.array()).containsOnly(0);
        }
    }

    @Test
    void tellsOfOneByteAtATime() throws IOException {
        int[] asked = {0};
        try (ScriptedServer server =
                        lying(
                                Command.BLOCK_STATUS,
                                (r, wire) -> {
                                    asked[0]++;
                                    ScriptedServer.status(wire, r, ScriptedServer.ID, 1, 3);
                                });
                NbdSource source = NbdSource.connect(server.uri(), OPTIONS)) {
            int runs = 0;
            for (RunWalk walk = RunWalk.of(source, 0, source.size()); walk.advance(); ) {
                runs++;
            }
            assertThat(runs).isEqualTo(2 * asked[0]);
            assertThat(asked[0])
                    .isLessThanOrEqualTo((int) (ScriptedServer.SIZE / Statuses.LEAST_PROGRESS));
        }
    }

    @Test
    void readsDataWhereTheStatusCannotBeTold() throws IOException {
        try (ScriptedServer server =
                        lying(
                                Command.BLOCK_STATUS,
                                (r, wire) ->
                                        Lies.chunk(
                                                wire,
                                                r,
                                                Chunk.DONE,
                                                32769,
                                                ScriptedServer.error(22, "")));
                NbdSource source = NbdSource.connect(server.uri(), OPTIONS)) {
            RunWalk walk = RunWalk.of(source, 0, source.size());
            assertThat(walk.advance()).isTrue();
            assertThat(walk.run().isData()).isTrue();
            assertThat(walk.run().length()).isEqualTo(source.size());
        }
    }
}
