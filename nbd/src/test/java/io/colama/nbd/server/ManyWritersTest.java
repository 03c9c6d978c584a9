package io.colama.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSources;
import io.colama.block.cow.CopyOnWriteDisk;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.CommandFlags;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several clients at once on a disk that can be written, compared with an array. */
@Timeout(120)
final class ManyWritersTest {

    private static final int CLIENTS = 4;
    private static final int PART = (1 << 20) + 1000;
    private static final int SIZE = CLIENTS * PART;
    private static final int STEPS = 400;

    @TempDir private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readWhatTheyWroteAndAfterAFlushSoDoesTheNextServer(long fixed) throws Exception {
        Seed seed = Seed.of(fixed);
        byte[] expected = RandomDisk.of(seed, SIZE).bytes();
        byte[] base = expected.clone();
        byte[] id = new byte[CopyOnWriteDisk.ID_BYTES];
        Path data = directory.resolve("data");
        Path states = directory.resolve("states");
        CopyOnWriteDisk.create(data, states, SIZE, id);
        try (CopyOnWriteDisk disk =
                CopyOnWriteDisk.open(data, states, id, BlockSources.of(base.clone()))) {
            work(seed, disk, expected);
        }
        try (CopyOnWriteDisk again =
                CopyOnWriteDisk.open(data, states, id, BlockSources.of(base))) {
            ByteBuffer all = ByteBuffer.allocate(SIZE);
            again.read(0, all);
            assertThat(all.array()).as("%s", seed).isEqualTo(expected);
        }
    }

    private static void work(Seed seed, CopyOnWriteDisk disk, byte[] expected) throws Exception {
        OneExport exports = new OneExport(seed.value() % 2 == 0, List.of(Map.entry("disk", disk)));
        try (ServerFixture server = ServerFixture.of(exports);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                all.add(
                        threads.submit(() -> {
                            try (RawClient client = server.connect().go(number % 2 == 0)) {
                                script(seed.part(number), client, number * PART, expected);
                            }
                            return number;
                        }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(server.problems().stream().filter(text -> !text.contains("farewell")))
                    .isEmpty();
        }
    }

    /** Does things to a part of the disk that is this client's own. */
    private static void script(Seed seed, RawClient client, int from, byte[] expected)
            throws IOException {
        RandomGenerator random = seed.random();
        for (int i = 0; i < STEPS; i++) {
            int offset = from + random.nextInt(PART);
            int length =
                    random.nextInt(Math.min(from + PART - offset, 1 << random.nextInt(20)) + 1);
            int fua = random.nextInt(10) == 0 ? CommandFlags.FUA : 0;
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    assertThat(client.write(fua, offset, bytes)).isZero();
                    System.arraycopy(bytes, 0, expected, offset, length);
                }
                case 2 -> {
                    Command zero = random.nextBoolean() ? Command.TRIM : Command.WRITE_ZEROES;
                    assertThat(client.call(fua, zero, offset, length)).isZero();
                    Arrays.fill(expected, offset, offset + length, (byte) 0);
                }
                case 3 -> assertThat(client.call(0, Command.FLUSH, 0, 0)).isZero();
                default ->
                        assertThat(client.read(offset, length))
                                .as("%s, step %d", seed, i)
                                .isEqualTo(Arrays.copyOfRange(expected, offset, offset + length));
            }
        }
        assertThat(client.call(0, Command.FLUSH, 0, 0)).isZero();
        client.request(0, Command.DISCONNECT, 0, 0, 0);
    }
}
