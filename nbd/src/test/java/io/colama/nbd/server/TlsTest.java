package io.colama.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.nbd.protocol.Command;
import io.colama.nbd.protocol.Option;
import io.colama.nbd.protocol.OptionReply;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are encrypted. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set before the tests
final class TlsTest {

    private static final char[] PASSWORD = "for tests".toCharArray();
    private static final Duration TICK = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int SIZE = 3 << 20;

    @TempDir private static Path directory;
    private static SSLContext context;

    private final byte[] content = RandomDisk.of(Seed.of(1), SIZE).bytes();
    private final OneExport exports = OneExport.of(new MemoryDisk(content.clone(), false));

    @BeforeAll
    static void makeCertificates() throws Exception {
        context = context("one");
    }

    private static SSLContext context(String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve(name + ".p12");
        ForeignTool.require("keytool")
                .run(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
        others.init(trusted);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return made;
    }

    private static Socket plain(ServerFixture server) throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.address()).getPort());
    }

    private static RawClient client(Socket socket) throws IOException {
        return new RawClient(socket.getInputStream(), socket.getOutputStream(), socket);
    }

    private static RawClient encrypted(ServerFixture server, SSLContext trust) throws IOException {
        Socket below = plain(server);
        RawClient first = client(below).greet();
        assertThat(first.reply(Option.STARTTLS)).isEqualTo(OptionReply.ACK);
        SSLSocket socket =
                (SSLSocket) trust.getSocketFactory().createSocket(below, "localhost", 1, true);
        socket.startHandshake();
        return client(socket);
    }

    @Test
    void servesEncryptedAsItDoesPlain() throws IOException {
        try (ServerFixture server =
                        ServerFixture.of(exports, TlsPolicy.required(context, false), LONG);
                RawClient client = encrypted(server, context)) {
            assertThat(client.reply(Option.STARTTLS)).isEqualTo(OptionReply.ERR_INVALID);
            assertThat(client.reply(Option.GO, RawClient.name(""))).isEqualTo(OptionReply.ACK);
            for (int i = 0; i < 20; i++) {
                assertThat(client.read(i * 777L, 100_000))
                        .isEqualTo(Arrays.copyOfRange(content, i * 777, i * 777 + 100_000));
                assertThat(client.write(0, i * 777L)).isZero();
            }
            assertThat(client.read(0, SIZE)).isEqualTo(content);
            client.request(0, Command.DISCONNECT, 1, 0, 0);
            assertThat(client.isEnded()).isTrue();
            assertThat(server.problems()).isEmpty();
        }
    }

    @Test
    void refusesEverythingPlainWhereTlsIsRequired() throws IOException {
        try (ServerFixture server =
                ServerFixture.of(exports, TlsPolicy.required(context, false), LONG)) {
            try (RawClient client = client(plain(server)).greet()) {
                for (Option option :
                        new Option[] {
                            Option.LIST,
                            Option.INFO,
                            Option.GO,
                            Option.STRUCTURED_REPLY,
                            Option.SET_META_CONTEXT
                        }) {
                    assertThat(client.reply(option, RawClient.name("")))
                            .isEqualTo(OptionReply.ERR_TLS_REQD);
                }
                client.sendOption(Option.EXPORT_NAME.code());
                assertThat(client.isEnded()).isTrue();
            }
            try (RawClient client = client(plain(server)).greet()) {
                assertThat(client.reply(Option.ABORT)).isEqualTo(OptionReply.ACK);
            }
        }
    }

    @Test
    void forgetsWhatWasNegotiatedBefore() throws IOException {
        TlsPolicy optional = new TlsPolicy(Optional.of(context), false, false);
        try (ServerFixture server = ServerFixture.of(exports, optional, LONG);
                Socket below = plain(server)) {
            RawClient before = client(below).greet();
            assertThat(before.reply(Option.STRUCTURED_REPLY)).isEqualTo(OptionReply.ACK);
            assertThat(before.reply(Option.STARTTLS)).isEqualTo(OptionReply.ACK);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(below, "x", 1, true);
            try (RawClient after = client(socket)) {
                assertThat(after.reply(Option.SET_META_CONTEXT, RawClient.queries("")))
                        .isEqualTo(OptionReply.ERR_INVALID);
                assertThat(after.reply(Option.STRUCTURED_REPLY)).isEqualTo(OptionReply.ACK);
            }
        }
    }

    @Test
    void refusesPlainBytesThatFollowTheWishForTls() throws IOException {
        TlsPolicy optional = new TlsPolicy(Optional.of(context), false, false);
        try (ServerFixture server = ServerFixture.of(exports, optional, LONG);
                RawClient client = client(plain(server)).greet()) {
            byte[] start = RawClient.option(Option.STARTTLS.code(), 0);
            byte[] list = RawClient.option(Option.LIST.code(), 0);
            client.send(ByteBuffer.allocate(32).put(start).put(list).array());
            assertThat(client.answer(Option.STARTTLS.code()).reply()).isEqualTo(OptionReply.ACK);
            assertThat(client.isEnded()).isTrue();
            assertThat(server.problems(1))
                    .containsExactly(
                            "a connection was ended: bytes follow STARTTLS before the handshake of TLS");
        }
    }

    @Test
    void asksForCertificatesOfClients() throws Exception {
        KeyStore trusted = KeyStore.getInstance(directory.resolve("one.p12").toFile(), PASSWORD);
        try (ServerFixture server =
                ServerFixture.of(exports, TlsPolicy.required(context, true), LONG)) {
            try (RawClient client = encrypted(server, context)) {
                assertThat(client.reply(Option.LIST)).isEqualTo(OptionReply.ACK);
            }
            SSLContext nobody = SSLContext.getInstance("TLS");
            TrustManagerFactory all = TrustManagerFactory.getInstance("PKIX");
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, PASSWORD);
            known.setCertificateEntry("a", trusted.getCertificate("a"));
            all.init(known);
            nobody.init(null, all.getTrustManagers(), null);
            assertThatThrownBy(
                            () -> {
                                try (RawClient client = encrypted(server, nobody)) {
                                    client.reply(Option.LIST);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void cutsOffAClientWhoseHandshakeTakesForeverAByteAtATime() throws IOException {
        byte[] record = new byte[5 + 16_000];
        ByteBuffer.wrap(record).put((byte) 22).putShort((short) 0x301).putShort((short) 16_000);
        ByteBuffer.wrap(record, 5, 4).putInt((1 << 24) + 15_996); // a ClientHello that is long
        byte[] option = RawClient.option(Option.GO.code(), 60_000, new byte[60_000]);
        try (ServerFixture server =
                        ServerFixture.of(exports, TlsPolicy.required(context, false), TICK);
                RawClient inside = encrypted(server, context);
                RawClient below = client(plain(server)).greet()) {
            assertThat(inside.trickle(option)).isLessThan(option.length / 2);
            assertThat(below.isEnded()).as("it said nothing").isTrue();
        }
        try (ServerFixture server =
                        ServerFixture.of(exports, TlsPolicy.required(context, false), TICK);
                RawClient outside = client(plain(server)).greet()) {
            assertThat(outside.reply(Option.STARTTLS)).isEqualTo(OptionReply.ACK);
            assertThat(outside.trickle(record)).isLessThan(record.length / 2);
            assertThat(server.problems(1)).anyMatch(text -> text.contains("was cut off"));
        }
    }

    @Test
    void cutsOffAnEncryptedClientThatTakesNoReplies() throws IOException {
        try (ServerFixture server =
                        ServerFixture.of(exports, TlsPolicy.required(context, false), TICK);
                RawClient slow = encrypted(server, context);
                RawClient good = encrypted(server, context)) {
            assertThat(slow.reply(Option.GO, RawClient.name(""))).isEqualTo(OptionReply.ACK);
            assertThat(good.reply(Option.GO, RawClient.name(""))).isEqualTo(OptionReply.ACK);
            for (int i = 0; i < 16; i++) {
                slow.request(0, Command.READ, i, 0, SIZE);
            }
            while (server.server().connections() > 1) {
                assertThat(good.read(0, 1000)).hasSize(1000);
            }
            assertThat(good.read(0, 10)).hasSize(10);
        }
    }

    @Test
    void closesInTimeAlthoughAnEncryptedClientTakesNoReplies() throws IOException {
        ServerFixture server = ServerFixture.of(exports, TlsPolicy.required(context, false), LONG);
        try (RawClient slow = encrypted(server, context)) {
            assertThat(slow.reply(Option.GO, RawClient.name(""))).isEqualTo(OptionReply.ACK);
            for (int i = 0; i < 16; i++) {
                slow.request(0, Command.READ, i, 0, SIZE);
            }
            slow.in().readInt();
            long begin = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }
}
