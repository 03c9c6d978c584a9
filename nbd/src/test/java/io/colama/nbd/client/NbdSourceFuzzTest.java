package io.colama.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.nbd.Transport;
import io.colama.nbd.Wire;
import io.colama.nbd.protocol.Magic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the client: the input is all that a server says. The oracle: values, or an {@link
 * IOException}, in bounded time and memory. A regression test by default; {@code JAZZER_FUZZ=1}
 * makes it fuzz.
 */
class NbdSourceFuzzTest {

    private static final int MOST_RUNS = 1000;
    private static final int READ_BYTES = 8192;

    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(conversation(true), conversation(false));
    }

    /** What a sound server says to what {@link #readsOrSaysWhyNot} asks. */
    private static byte[] conversation(boolean structured) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(Magic.SERVER);
        out.writeLong(Magic.OPTION);
        out.writeShort(3);
        answer(out, 8, structured ? 1 : 0x80000001, new byte[0]);
        if (structured) {
            answer(out, 10, 4, ScriptedServer.context(7, "base:allocation").array());
            answer(out, 10, 1, new byte[0]);
        }
        answer(out, 7, 3, ByteBuffer.allocate(12).putLong(2, 8192).putShort(10, (short) 3).array());
        answer(out, 7, 3, ScriptedServer.blockSizes(512, 4096, 1 << 20).array());
        answer(out, 7, 1, new byte[0]);
        if (structured) {
            ByteBuffer status = ByteBuffer.allocate(20).putInt(7);
            chunk(out, 1, 5, 1, status.putInt(4096).putInt(0).putInt(4096).putInt(3).array());
            chunk(out, 0, 1, 2, new byte[8 + 8000]);
            chunk(out, 0, 2, 2, ByteBuffer.allocate(12).putLong(8000).putInt(192).array());
            chunk(out, 1, 0, 2, new byte[0]);
            chunk(out, 1, 32769, 3, ScriptedServer.error(5, "disk on fire").array());
        } else {
            for (int cookie = 2; cookie <= 3; cookie++) {
                out.writeInt(Magic.SIMPLE_REPLY);
                out.writeInt(0);
                out.writeLong(cookie);
                out.write(new byte[8192]);
            }
        }
        return bytes.toByteArray();
    }

    private static void answer(DataOutputStream out, int option, int reply, byte[] data)
            throws IOException {
        out.writeLong(Magic.OPTION_REPLY);
        out.writeInt(option);
        out.writeInt(reply);
        out.writeInt(data.length);
        out.write(data);
    }

    private static void chunk(DataOutputStream out, int flags, int type, long cookie, byte[] data)
            throws IOException {
        out.writeInt(Magic.STRUCTURED_REPLY);
        out.writeShort(flags);
        out.writeShort(type);
        out.writeLong(cookie);
        out.writeInt(data.length);
        out.write(data);
    }

    /** The requests that wait while the server speaks. */
    private static final class Asked implements ReplyReader.Requests {
        private final Map<Long, Pending> waiting = new HashMap<>();

        @Override
        public Optional<Pending> find(long cookie) {
            return Optional.ofNullable(waiting.get(cookie));
        }

        @Override
        public void remove(long cookie) {
            waiting.remove(cookie);
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsOrSaysWhyNot(byte[] said) {
        Wire wire =
                new Wire(
                        new Transport(
                                Channels.newChannel(new ByteArrayInputStream(said)),
                                Channels.newChannel(OutputStream.nullOutputStream()),
                                Optional.empty(),
                                () -> {}));
        try {
            listen(wire);
        } catch (IOException told) {
            assertThat(told.getMessage()).isNotBlank().doesNotContain("\n");
        }
    }

    private static void listen(Wire wire) throws IOException {
        Agreement agreement =
                new Negotiation(wire, "disk", Optional.empty(), Optional.empty()).run();
        long length = Math.min(READ_BYTES, agreement.sizeBytes());
        PendingRead whole = new PendingRead(0, ByteBuffer.allocate((int) length));
        PendingStatus status =
                new PendingStatus(
                        0, Math.min(agreement.sizeBytes(), 1L << 31), agreement.contexts());
        Asked asked = new Asked();
        asked.waiting.put(1L, status);
        asked.waiting.put(2L, whole);
        asked.waiting.put(3L, new PendingRead(0, ByteBuffer.allocate((int) length)));
        ReplyReader replies = new ReplyReader(wire, agreement.structured(), asked);
        try {
            while (wire.await()) {
                replies.next();
            }
        } finally {
            if (!asked.waiting.containsKey(1L)) {
                walk(agreement, status);
            }
        }
    }

    /** What has come of the status has to tile what was asked for. */
    private static void walk(Agreement agreement, PendingStatus answered) throws IOException {
        if (answered.of(Negotiation.ALLOCATION).isEmpty()) {
            return;
        }
        Statuses statuses = new Statuses(agreement, (_, _) -> answered.all());
        long at = 0;
        for (int i = 0; i < MOST_RUNS && at < answered.length(); i++) {
            Statuses.Status one = statuses.at(Negotiation.ALLOCATION, at);
            assertThat(one.end()).isGreaterThan(at).isLessThanOrEqualTo(agreement.sizeBytes());
            at = one.end();
            if (at >= answered.of(Negotiation.ALLOCATION).orElseThrow().end()) {
                return;
            }
        }
    }
}
