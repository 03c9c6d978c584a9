package io.colama.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.Option;
import io.colama.nbd.protocol.OptionReply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that keep the server waiting, and many of them. */
@Timeout(120)
final class SlowClientTest {

    private static final Duration TICK = Duration.ofMillis(200);
    private static final int SIZE = 33 << 20;

    private final MemoryDisk disk = new MemoryDisk(new byte[SIZE], false);

    @Test
    void cutsOffAClientThatTakesNoRepliesAndServesOthersMeanwhile() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk), TICK);
                RawClient slow = server.connect().go(false);
                RawClient good = server.connect().go(false)) {
            for (int i = 0; i < 20; i++) {
                slow.request(0, Command.READ, i, 0, 32 << 20);
            }
            int served = 0;
            while (server.server().connections() > 1) {
                assertThat(good.read(served % 1000, 100_000)).hasSize(100_000);
                served++;
            }
            assertThat(served).isGreaterThan(2);
            assertThat(server.problems()).anyMatch(text -> text.contains("was cut off"));
            assertThat(good.read(0, 10)).hasSize(10);
        }
    }

    @Test
    void cutsOffAClientThatStopsInTheHandshakeAndNoneThatIsIdle() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk), TICK);
                RawClient idle = server.connect().go(false);
                RawClient silent = server.connect();
                RawClient stopped = server.connect().greet()) {
            stopped.send(new byte[3]);
            assertThat(silent.isEnded()).isTrue();
            assertThat(stopped.isEnded()).isTrue();
            LockSupport.parkNanos(TICK.multipliedBy(10).toNanos());
            assertThat(idle.read(0, 10)).hasSize(10);
        }
    }

    @Test
    void cutsOffAClientWhoseHandshakeTakesForeverAByteAtATime() throws IOException {
        byte[] option = RawClient.option(Option.GO.code(), 60_000, new byte[60_000]);
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk), TICK);
                RawClient trickling = server.connect().greet();
                RawClient good = server.connect().go(false)) {
            assertThat(trickling.trickle(option)).isLessThan(option.length / 2);
            assertThat(good.read(0, 10)).hasSize(10);
            assertThat(server.problems(1)).anyMatch(text -> text.contains("was cut off"));
        }
    }

    @Test
    void closesInTimeAlthoughAClientTakesNoReplies() throws IOException {
        ServerFixture server = ServerFixture.of(OneExport.of(disk));
        try (RawClient slow = server.connect().go(false)) {
            for (int i = 0; i < 20; i++) {
                slow.request(0, Command.READ, i, 0, 32 << 20);
            }
            slow.in().readInt();
            long begin = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void spendsLittleOnManyIdleClientsAndServesAnotherMeanwhile() throws IOException {
        int many = 2000;
        List<RawClient> clients = new ArrayList<>();
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient good = server.connect().go(false)) {
            assertThat(good.read(0, 100_000)).hasSize(100_000);
            long before = used();
            for (int i = 0; i < many; i++) {
                clients.add(i % 4 == 0 ? server.connect().greet() : server.connect().go(true));
                assertThat(good.read(i * 4096L, 100_000)).hasSize(100_000);
            }
            assertThat(server.server().connections()).isGreaterThan(many);
            assertThat((used() - before) / many).as("bytes for each").isLessThan(100_000);
            for (int i = 0; i < many; i++) {
                if (i % 4 == 0) {
                    assertThat(clients.get(i).reply(Option.LIST)).isEqualTo(OptionReply.ACK);
                } else {
                    assertThat(clients.get(i).read(0, 10)).hasSize(10);
                }
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
