package io.colama.nbd.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.colama.nbd.Transport;
import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.Option;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the server: the input is what a client sends. It may be any; the server comes to
 * an end with it, closes what it has opened and serves the next client. A regression test on sound
 * clients by default; {@code JAZZER_FUZZ=1} makes it fuzz.
 */
class NbdServerFuzzTest {

    private static final int SIZE = 1 << 20;
    private static final Duration MOST = Duration.ofSeconds(10);

    static Stream<byte[]> seeds() {
        return Stream.of(client(false), client(true), new byte[0]);
    }

    /** What a client sends that wants a bit of everything. */
    private static byte[] client(boolean chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {0, 0, 0, 3});
        if (chunks) {
            option(all, Option.STRUCTURED_REPLY);
            option(all, Option.LIST_META_CONTEXT, RawClient.queries("disk", "qemu:"));
            option(
                    all,
                    Option.SET_META_CONTEXT,
                    RawClient.queries("disk", "base:allocation", OneExport.BITMAP));
        }
        option(all, Option.LIST);
        option(all, Option.INFO, RawClient.name("", 1, 2, 3));
        option(all, Option.GO, RawClient.name("disk", 3));
        for (Command command : Command.values()) {
            if (command != Command.DISCONNECT) {
                all.writeBytes(RawClient.request(0, command.code(), 7, 4096, 100));
                all.writeBytes(new byte[command == Command.WRITE ? 100 : 0]);
            }
        }
        all.writeBytes(RawClient.request(4, Command.READ.code(), 8, 0, SIZE));
        all.writeBytes(RawClient.request(0, Command.DISCONNECT.code(), 8, 0, 0));
        return all.toByteArray();
    }

    private static void option(ByteArrayOutputStream all, Option option, byte... data) {
        all.writeBytes(RawClient.option(option.code(), data.length, data));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void comesToAnEndWhateverAClientSends(byte[] sent) throws IOException {
        OneExport exports =
                new OneExport(
                        sent.length % 2 == 0,
                        List.of(Map.entry("disk", new MemoryDisk(new byte[SIZE], true))));
        List<String> problems = new CopyOnWriteArrayList<>();
        try (NbdServer server = new NbdServer(exports, TlsPolicy.NONE, 10, problems::add)) {
            long begin = System.nanoTime();
            serve(server, sent);
            byte[] answered = serve(server, client(true));
            if (System.nanoTime() - begin > MOST.toNanos()) {
                throw new AssertionError("it took too long");
            }
            if (answered.length < 1000 || exports.open() != 0) {
                throw new AssertionError(answered.length + " bytes, " + exports.open() + " open");
            }
        }
        if (problems.stream().anyMatch(text -> text.contains("Exception"))) {
            throw new AssertionError(problems.toString());
        }
    }

    private static byte[] serve(NbdServer server, byte[] sent) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(sent);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        server.serve(
                new Transport(Channels.newChannel(in), new Bounded(out), Optional.empty(), in));
        return out.toByteArray();
    }

    /** Keeps the beginning of what is written. */
    private record Bounded(ByteArrayOutputStream out) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            if (out.size() < SIZE) {
                out.writeBytes(bytes);
            }
            return bytes.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
