package io.colama.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSources;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.CommandFlags;
import io.colama.nbd.protocol.ErrorCode;
import io.colama.nbd.protocol.Limits;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second part of a connection, request by request. */
@Timeout(60)
final class TransmissionTest {

    private static final int SIZE = (40 << 20) + 777;
    private static final int INVALID = ErrorCode.INVAL.code();

    private final byte[] content = RandomDisk.of(Seed.of(1), SIZE).bytes();
    private final byte[] expected = content.clone();
    private final MemoryDisk disk = new MemoryDisk(content, true);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsAnyRangeInEveryWay(boolean ready) throws IOException {
        OneExport exports = new OneExport(ready, List.of(Map.entry("disk", disk)));
        try (ServerFixture server = ServerFixture.of(exports);
                RawClient simple = server.connect().go(false);
                RawClient chunks = server.connect().go(true)) {
            int[] lengths = {1, 511, 4096, 65_536, 65_537, 262_144, 262_145, 5_000_001, 32 << 20};
            for (int length : lengths) {
                for (int offset : new int[] {0, 1, 70_001, SIZE - length}) {
                    byte[] right = Arrays.copyOfRange(expected, offset, offset + length);
                    assertThat(simple.read(offset, length)).isEqualTo(right);
                    assertThat(chunks.read(offset, length)).isEqualTo(right);
                    chunks.request(CommandFlags.DF, Command.READ, 9, offset, length);
                    List<RawClient.Part> parts = chunks.parts(9);
                    assertThat(parts).as("not in fragments").hasSize(1);
                    byte[] data = parts.getFirst().data();
                    assertThat(ByteBuffer.wrap(data, 8, length)).isEqualTo(ByteBuffer.wrap(right));
                }
            }
            assertThat(server.problems()).isEmpty();
        }
    }

    @Test
    void sendsHolesAsHoles() throws IOException {
        MemoryDisk sparse = new MemoryDisk(new byte[4 << 20], true);
        sparse.write(1 << 20, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        try (ServerFixture server = ServerFixture.of(OneExport.of(sparse));
                RawClient client = server.connect().go(true)) {
            client.request(0, Command.READ, 5, 0, 4 << 20);
            List<RawClient.Part> parts = client.parts(5);
            assertThat(parts.stream().mapToInt(part -> part.data().length).sum())
                    .isLessThan(MemoryDisk.BLOCK + 1000 + 64 * 12);
            assertThat(parts.getLast().type()).isEqualTo(Chunk.OFFSET_HOLE);
            assertThat(client.read(0, 4 << 20)[(1 << 20) + 2]).isEqualTo((byte) 3);
        }
    }

    @Test
    void refusesWhatLiesBeyondTheEnd() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient client = server.connect().go(true, "base:allocation")) {
            long[][] ranges = {
                {SIZE, 1},
                {SIZE - 1, 2},
                {Long.MAX_VALUE, 1},
                {-1, 1},
                {-1, 2},
                {Long.MIN_VALUE, 4096},
                {Long.MAX_VALUE - 4095, 4096},
                {-4096, 4096},
                {SIZE + 1L, 0}
            };
            for (long[] range : ranges) {
                String what = Arrays.toString(range);
                assertThat(client.call(0, Command.READ, range[0], range[1]))
                        .as(what)
                        .isEqualTo(INVALID);
                assertThat(client.call(0, Command.CACHE, range[0], range[1])).isEqualTo(INVALID);
                assertThat(client.call(0, Command.TRIM, range[0], range[1])).isEqualTo(INVALID);
                assertThat(client.call(0, Command.BLOCK_STATUS, range[0], range[1]))
                        .isEqualTo(INVALID);
                assertThat(client.call(0, Command.WRITE_ZEROES, range[0], range[1]))
                        .isEqualTo(ErrorCode.NOSPC.code());
                assertThat(client.write(0, range[0], new byte[(int) range[1]]))
                        .isEqualTo(ErrorCode.NOSPC.code());
            }
            assertThat(client.call(0, Command.WRITE_ZEROES, 1, 0xffff_ffffL))
                    .isEqualTo(ErrorCode.NOSPC.code());
            assertThat(client.read(0, 1000)).isEqualTo(Arrays.copyOf(expected, 1000));
            assertThat(content).isEqualTo(expected);
        }
    }

    @Test
    void doesNothingAboutNothing() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient client = server.connect().go(true, "base:allocation")) {
            for (long offset : new long[] {0, 1, SIZE}) {
                assertThat(client.read(offset, 0)).isEmpty();
                assertThat(client.write(0, offset)).isZero();
                assertThat(client.call(0, Command.WRITE_ZEROES, offset, 0)).isZero();
                assertThat(client.call(0, Command.TRIM, offset, 0)).isZero();
                assertThat(client.call(0, Command.CACHE, offset, 0)).isZero();
                assertThat(client.call(0, Command.BLOCK_STATUS, offset, 0)).isEqualTo(INVALID);
            }
            assertThat(content).isEqualTo(expected);
        }
    }

    @Test
    void refusesFlagsAndCommandsThatItDoesNotKnow() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient client = server.connect().go(false)) {
            for (Command command : Command.values()) {
                if (command != Command.DISCONNECT) {
                    client.request(1 << 15, command, 1, 0, 512);
                    if (command == Command.WRITE) {
                        client.send(new byte[512]);
                    }
                    assertThat(client.status(1)).as("%s", command).isEqualTo(INVALID);
                }
            }
            assertThat(client.call(CommandFlags.DF, Command.READ, 0, 512))
                    .as("DF without structured replies")
                    .isEqualTo(INVALID);
            assertThat(client.call(CommandFlags.NO_HOLE, Command.TRIM, 0, 1)).isEqualTo(INVALID);
            for (int code : new int[] {8, 9, 255, 65_535}) {
                client.send(RawClient.request(0, code, 4, 0, 100));
                assertThat(client.status(4)).isEqualTo(INVALID);
            }
            assertThat(client.call(0, Command.READ, 0, 0)).isZero();
            assertThat(content).isEqualTo(expected);
        }
    }

    @Test
    void staysInStepWhenAWriteIsRefused() throws IOException {
        OneExport exports = OneExport.of(BlockSources.of(content));
        try (ServerFixture server = ServerFixture.of(exports);
                RawClient client = server.connect().go(true)) {
            for (int length : new int[] {1, 4096, 8192, 100_000, 32 << 20, (32 << 20) + 1}) {
                byte[] lookingLikeRequests = new byte[length];
                Arrays.fill(lookingLikeRequests, (byte) 0x25);
                assertThat(client.write(0, 0, lookingLikeRequests))
                        .isEqualTo(ErrorCode.PERM.code());
            }
            assertThat(client.call(0, Command.TRIM, 0, 4096)).isEqualTo(ErrorCode.PERM.code());
            assertThat(client.call(0, Command.WRITE_ZEROES, 0, 4096))
                    .isEqualTo(ErrorCode.PERM.code());
            assertThat(client.call(CommandFlags.FUA, Command.FLUSH, 0, 0)).isZero();
            assertThat(client.read(0, 4096)).isEqualTo(Arrays.copyOf(expected, 4096));
        }
    }

    @Test
    void takesTheLongestWriteAndRefusesLongerOnes() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient client = server.connect().go(false)) {
            byte[] most = RandomDisk.of(Seed.of(2), Limits.REQUEST_BYTES).bytes();
            assertThat(client.write(0, 5, most)).isZero();
            System.arraycopy(most, 0, expected, 5, most.length);
            assertThat(client.write(0, 0, new byte[Limits.REQUEST_BYTES + 1])).isEqualTo(INVALID);
            assertThat(client.call(0, Command.READ, 0, Limits.REQUEST_BYTES + 1))
                    .isEqualTo(INVALID);
            assertThat(client.read(5, 1000)).isEqualTo(Arrays.copyOf(most, 1000));
            client.request(0, Command.WRITE, 1, 0, 0xffff_ffffL);
            assertThat(client.isEnded()).isTrue();
            assertThat(content).isEqualTo(expected);
        }
    }

    @Test
    void makesDurableWhatIsToBe() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient client = server.connect().go(false)) {
            assertThat(client.write(0, 0, new byte[100])).isZero();
            assertThat(disk.flushes()).isZero();
            assertThat(client.write(CommandFlags.FUA, 0, new byte[100])).isZero();
            assertThat(disk.flushes()).isEqualTo(1);
            assertThat(client.call(CommandFlags.FUA, Command.WRITE_ZEROES, 0, 100)).isZero();
            assertThat(client.call(CommandFlags.FUA, Command.TRIM, 0, 100)).isZero();
            assertThat(disk.flushes()).isEqualTo(3);
            assertThat(client.call(0, Command.FLUSH, 0, 0)).isZero();
            assertThat(disk.flushes()).isEqualTo(4);
            assertThat(
                            client.call(
                                    CommandFlags.FAST_ZERO | CommandFlags.NO_HOLE,
                                    Command.WRITE_ZEROES,
                                    1,
                                    100_000))
                    .isZero();
            assertThat(client.read(0, 100_001)).isEqualTo(new byte[100_001]);
        }
    }

    @Test
    void tellsExtentsOfEveryContextThatWasSelected() throws IOException {
        byte[] some = new byte[1 << 20];
        some[MemoryDisk.BLOCK * 3] = 1;
        OneExport exports = OneExport.of(new MemoryDisk(some, true));
        try (ServerFixture server = ServerFixture.of(exports);
                RawClient client = server.connect().go(true, OneExport.BITMAP, "base:allocation")) {
            client.request(0, Command.BLOCK_STATUS, 1, 0, 1 << 20);
            List<RawClient.Part> parts = client.parts(1);
            assertThat(parts).hasSize(2);
            assertThat(numbers(parts.get(0))).hasSize(1 + 2 * 256).startsWith(1, 4096, 0, 4096, 1);
            assertThat(numbers(parts.get(1)))
                    .containsExactly(
                            2,
                            3 * MemoryDisk.BLOCK,
                            3,
                            MemoryDisk.BLOCK,
                            0,
                            (1 << 20) - 4 * MemoryDisk.BLOCK,
                            3);
            client.request(CommandFlags.REQ_ONE, Command.BLOCK_STATUS, 1, 4000, 1000);
            parts = client.parts(1);
            assertThat(numbers(parts.get(0))).containsExactly(1, 96, 0);
            assertThat(numbers(parts.get(1))).containsExactly(2, 1000, 3);
        }
    }

    @Test
    void tellsAsManyExtentsAsFitAndLeavesTheRestToTheNextRequest() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient client = server.connect().go(true, OneExport.BITMAP)) {
            client.request(0, Command.BLOCK_STATUS, 1, 0, SIZE);
            List<Integer> numbers = numbers(client.parts(1).getFirst());
            assertThat(numbers).hasSize(1 + 2 * 4096);
            client.request(0, Command.BLOCK_STATUS, 1, SIZE - 1, 1);
            assertThat(numbers(client.parts(1).getFirst())).startsWith(1, 1);
        }
    }

    private static List<Integer> numbers(RawClient.Part part) {
        assertThat(part.type()).isEqualTo(Chunk.BLOCK_STATUS);
        ByteBuffer bytes = part.bytes();
        int[] numbers = new int[bytes.remaining() / 4];
        bytes.asIntBuffer().get(numbers);
        return Arrays.stream(numbers).boxed().toList();
    }

    @Test
    void refusesTheStatusWhenNoContextWasSelected() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient simple = server.connect().go(false);
                RawClient chunks = server.connect().go(true)) {
            assertThat(simple.call(0, Command.BLOCK_STATUS, 0, 1)).isEqualTo(INVALID);
            assertThat(chunks.call(0, Command.BLOCK_STATUS, 0, 1)).isEqualTo(INVALID);
        }
    }

    @Test
    void endsOneConnectionThatIsOutOfStepAndNoOther() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient good = server.connect().go(false);
                RawClient bad = server.connect().go(false)) {
            bad.send(new byte[28]);
            assertThat(bad.isEnded()).isTrue();
            assertThat(good.read(0, 100)).isEqualTo(Arrays.copyOf(expected, 100));
            assertThat(server.problems(1))
                    .containsExactly("a connection was ended: a request begins with 0x0");
        }
    }

    @Test
    void answersARequestBeforeTheNextOneIsWhole() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient client = server.connect().go(false)) {
            ByteBuffer two = ByteBuffer.allocate(28 + 28 + 100);
            two.put(RawClient.request(0, Command.READ.code(), 7, 0, 10));
            two.put(RawClient.request(0, Command.WRITE.code(), 8, 0, 1000));
            client.send(two.array());
            assertThat(client.data(7, 0, 10)).isEqualTo(Arrays.copyOf(expected, 10));
            client.send(new byte[900]);
            assertThat(client.status(8)).isZero();
        }
    }

    @Test
    void answersAllThatWasReadWhenItCloses() throws IOException {
        ServerFixture server = ServerFixture.of(OneExport.of(disk));
        try (RawClient client = server.connect().go(false)) {
            for (int i = 0; i < 50; i++) {
                client.request(0, Command.READ, i, i, 100);
            }
            assertThat(client.data(0, 0, 100)).hasSize(100);
            server.close();
            int answered = 1;
            while (answered < 50 && client.in().read() >= 0) {
                client.in().skipNBytes(3 + 4 + 8 + 100);
                answered++;
            }
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(server.problems()).isEmpty();
    }

    @Test
    void endsAfterAFarewellWithEveryReplySent() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(disk));
                RawClient client = server.connect().go(false)) {
            client.request(0, Command.READ, 1, 0, 1 << 20);
            client.request(0, Command.DISCONNECT, 2, 0, 0);
            assertThat(client.data(1, 0, 1 << 20)).isEqualTo(Arrays.copyOf(expected, 1 << 20));
            assertThat(client.isEnded()).isTrue();
            assertThat(server.problems()).isEmpty();
        }
    }
}
