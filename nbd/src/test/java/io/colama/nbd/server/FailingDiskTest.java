package io.colama.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.NoSpaceException;
import io.colama.block.Run;
import io.colama.block.WritableSource;
import io.colama.nbd.protocol.Chunk;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.ErrorCode;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that fail: clients are told, and go on. */
@Timeout(60)
final class FailingDiskTest {

    private static final int SIZE = 4 << 20;
    private static final int BROKEN = 2 << 20;
    private static final int IO = ErrorCode.IO.code();

    private final byte[] content = RandomDisk.of(Seed.of(1), SIZE).bytes();

    private BlockSource faulty() {
        return BlockSources.faulty(
                BlockSources.of(content), List.of(new Run(BROKEN, 512, Run.Kind.DATA)));
    }

    private static OneExport of(boolean ready, BlockSource disk) {
        return new OneExport(ready, List.of(Map.entry("disk", disk)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsThatARangeCannotBeRead(boolean ready) throws IOException {
        try (ServerFixture server = ServerFixture.of(of(ready, faulty()));
                RawClient simple = server.connect().go(false);
                RawClient chunks = server.connect().go(true)) {
            for (int i = 0; i < 3; i++) {
                assertThat(simple.call(0, Command.READ, BROKEN + 100, 100)).isEqualTo(IO);
                assertThat(chunks.call(0, Command.READ, BROKEN - 100, 200_000)).isEqualTo(IO);
                byte[] before = Arrays.copyOfRange(content, BROKEN - 5000, BROKEN);
                assertThat(simple.read(BROKEN - 5000, 5000)).isEqualTo(before);
                assertThat(chunks.read(BROKEN - 5000, 5000)).isEqualTo(before);
            }
            assertThat(server.problems())
                    .hasSize(6)
                    .allMatch(text -> text.contains("cannot read at 0x2000"));
        }
    }

    @Test
    void tellsInAChunkThatTheRestOfALongRangeCannotBeRead() throws IOException {
        try (ServerFixture server = ServerFixture.of(of(false, faulty()));
                RawClient client = server.connect().go(true)) {
            client.request(0, Command.READ, 1, 0, SIZE);
            List<RawClient.Part> parts = client.parts(1);
            assertThat(parts.getLast().type()).isEqualTo(Chunk.ERROR);
            assertThat(parts.getLast().error()).isEqualTo(IO);
            assertThat(parts).hasSizeGreaterThan(4);
            assertThat(client.read(0, 1000)).isEqualTo(Arrays.copyOf(content, 1000));
        }
    }

    @Test
    void endsTheConnectionWhenALongSimpleReplyCannotBeFinished() throws IOException {
        try (ServerFixture server = ServerFixture.of(of(false, faulty()));
                RawClient client = server.connect().go(false)) {
            client.request(0, Command.READ, 1, 0, SIZE);
            assertThat(client.status(1)).isZero();
            long came = 0;
            byte[] piece = new byte[1 << 16];
            for (int now = 0; now >= 0; now = client.in().read(piece)) {
                came += now;
            }
            assertThat(came).isLessThan(SIZE);
        } catch (EOFException | SocketException ended) {
            // as well
        }
    }

    /** A disk whose reads behind a place fail as a bug does, once everything before was sent. */
    private BlockSource buggy() {
        BlockSource sound = BlockSources.of(content);
        return new BlockSource() {
            @Override
            public long size() {
                return SIZE;
            }

            @Override
            public void read(long offset, ByteBuffer target) throws IOException {
                if (offset + target.remaining() > BROKEN) {
                    throw new IllegalStateException("a bug");
                }
                sound.read(offset, target);
            }

            @Override
            public Run runAt(long offset) throws IOException {
                return sound.runAt(offset);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Test
    void putsNoOtherReplyIntoOneThatCannotBeFinished() throws IOException {
        try (ServerFixture server = ServerFixture.of(of(false, buggy()));
                RawClient client = server.connect().go(false)) {
            client.request(0, Command.READ, 1, 0, BROKEN + 16);
            for (int i = 2; i < 10; i++) {
                client.request(0, Command.READ, i, 0, 100);
            }
            long came = 0;
            try {
                long cookie = 0;
                while (cookie != 1) { // short ones may come first
                    assertThat(client.in().readInt()).isEqualTo(0x67446698);
                    assertThat(client.in().readInt()).isZero();
                    cookie = client.in().readLong();
                    if (cookie != 1) {
                        client.in().skipNBytes(100);
                    }
                }
                byte[] piece = new byte[1 << 16];
                for (int now = 0; now >= 0; now = client.in().read(piece)) {
                    came += now;
                }
            } catch (SocketException ended) {
                // as well
            }
            assertThat(came).as("bytes of a reply").isLessThanOrEqualTo(BROKEN);
        }
        try (ServerFixture server = ServerFixture.of(of(true, buggy()));
                RawClient client = server.connect().go(false);
                RawClient other = server.connect().go(false)) {
            client.request(0, Command.READ, 1, BROKEN, 100);
            int _ = client.in().read();
            assertThat(other.read(0, 100)).hasSize(100);
            assertThat(server.problems(2)).anyMatch(text -> text.contains("a bug"));
        }
    }

    /** A disk with no room left. */
    private static final class Full implements WritableSource {

        private final WritableSource below = new MemoryDisk(new byte[SIZE], false);

        @Override
        public long size() {
            return SIZE;
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            below.read(offset, target);
        }

        @Override
        public Run runAt(long offset) throws IOException {
            return below.runAt(offset);
        }

        @Override
        public void write(long offset, ByteBuffer source) throws IOException {
            throw new NoSpaceException("the disk is full");
        }

        @Override
        public void zero(long offset, long length) throws IOException {
            throw new NoSpaceException("the disk is full");
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("the cable has come off");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @Test
    void tellsThatADiskIsFullAndStaysInStep() throws IOException {
        try (ServerFixture server = ServerFixture.of(OneExport.of(new Full()));
                RawClient client = server.connect().go(true)) {
            for (int length : new int[] {1, 4096, 1 << 20}) {
                assertThat(client.write(0, 0, new byte[length])).isEqualTo(ErrorCode.NOSPC.code());
            }
            assertThat(client.call(0, Command.WRITE_ZEROES, 0, 4096))
                    .isEqualTo(ErrorCode.NOSPC.code());
            assertThat(client.call(0, Command.FLUSH, 0, 0)).isEqualTo(IO);
            assertThat(client.write(1, 0)).as("a flush after nothing").isEqualTo(IO);
            assertThat(client.read(0, 100)).isEqualTo(new byte[100]);
            assertThat(server.problems()).hasSize(6);
        }
    }
}
