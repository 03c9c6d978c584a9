package io.colama.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.block.BlockSources;
import io.colama.nbd.server.TlsPolicy;
import io.colama.nbd.tls.Certificates;
import io.colama.nbd.tls.PemDirectory;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections, with our own server and with QEMU's. */
class TlsTest {

    @TempDir static Path directory;
    private static Path certificates;
    private static byte[] bytes;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.make(directory.resolve("c"), "rsa").directory();
        bytes = new byte[5 << 20];
        Seed.of(9).random().nextBytes(bytes);
    }

    private static OwnServer own(boolean clientCertificates) throws IOException {
        TlsPolicy policy =
                TlsPolicy.required(new PemDirectory(certificates).server(), clientCertificates);
        return OwnServer.onTcp(new OneExport("disk", BlockSources.of(bytes)), policy);
    }

    private static String with(Path directory) {
        return "?tls-certificates=" + directory;
    }

    private static byte[] read(NbdUri uri) throws Exception {
        ByteBuffer target = ByteBuffer.allocate(bytes.length);
        try (NbdSource source = NbdSource.connect(uri, NbdOptions.defaults());
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            source.read(0, target);
            Future<?>[] readers = new Future<?>[4];
            for (int i = 0; i < readers.length; i++) {
                int at = i << 20;
                readers[i] =
                        threads.submit(() -> {
                            ByteBuffer part = ByteBuffer.allocate(1 << 20);
                            source.read(at, part);
                            assertThat(part.flip()).isEqualTo(ByteBuffer.wrap(bytes, at, 1 << 20));
                            return null;
                        });
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
        return target.array();
    }

    @Test
    void readsFromOurOwnServer() throws Exception {
        try (OwnServer server = own(true)) {
            NbdUri uri = server.uri("disk", with(certificates));
            assertThat(Arrays.mismatch(read(uri), bytes)).isEqualTo(-1);
        }
    }

    @Test
    void readsFromTheServerOfQemu() throws Exception {
        Path disk = Files.write(directory.resolve("disk"), bytes);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (ServerProcess _ =
                ServerProcess.qemu(
                        directory,
                        "--object",
                        "tls-creds-x509,id=t,endpoint=server,verify-peer=yes,dir=" + certificates,
                        "--tls-creds",
                        "t",
                        "-r",
                        "-p",
                        port,
                        "-f",
                        "raw",
                        "-x",
                        "disk",
                        disk)) {
            String place = "://localhost:" + port + "/disk";
            assertThat(
                            Arrays.mismatch(
                                    read(NbdUri.parse("nbds" + place + with(certificates))), bytes))
                    .isEqualTo(-1);
            assertThatThrownBy(() -> read(NbdUri.parse("nbd" + place)))
                    .isInstanceOf(NbdException.Refused.class)
                    .hasMessageContaining("nbds://");
        }
    }

    @Test
    void trustsNobodyElse() throws Exception {
        Path others = Certificates.make(directory.resolve("others"), "ec").directory();
        try (OwnServer server = own(false)) {
            assertThatThrownBy(() -> read(server.uri("disk", with(others))))
                    .isInstanceOf(NbdException.Refused.class)
                    .hasMessageContaining("TLS with localhost");
            assertThatThrownBy(() -> read(server.uri("disk", "")))
                    .isInstanceOf(NbdException.Refused.class);
        }
    }

    @Test
    void verifiesTheNameOfTheHost() throws Exception {
        try (OwnServer server = own(false)) {
            NbdUri uri = server.uri("disk", with(certificates) + "&tls-hostname=other.example");
            assertThatThrownBy(() -> read(uri))
                    .isInstanceOf(NbdException.Refused.class)
                    .hasMessageContaining("other.example");
            NbdUri byAddress =
                    NbdUri.parse(
                            server.uri("disk", with(certificates))
                                    .text()
                                    .replace("localhost", "127.0.0.1"));
            assertThat(Arrays.mismatch(read(byAddress), bytes)).isEqualTo(-1);
        }
    }

    @Test
    void needsTlsOnceItIsAskedFor() throws Exception {
        try (OwnServer server =
                OwnServer.onTcp(new OneExport("disk", BlockSources.of(bytes)), TlsPolicy.NONE)) {
            String plain = server.uri("disk").text();
            NbdUri uri = NbdUri.parse(plain.replace("nbd://", "nbds://") + with(certificates));
            assertThatThrownBy(() -> read(uri))
                    .isInstanceOf(NbdException.Refused.class)
                    .hasMessageContaining("the server offers no TLS");
        }
    }
}
