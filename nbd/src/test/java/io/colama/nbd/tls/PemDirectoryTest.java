package io.colama.nbd.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.testkit.ForeignTool;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemDirectoryTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "ed25519"})
    void readsKeysOfEveryKind(String algorithm) throws Exception {
        Certificates made = Certificates.make(directory, algorithm);
        PemDirectory pem = new PemDirectory(directory);
        assertThat(pem.client()).isNotNull();
        assertThat(pem.server()).isNotNull();
        if (!algorithm.equals("ed25519")) {
            made.makeOlder("server", algorithm);
            assertThat(directory.resolve("server-key.pem"))
                    .content()
                    .contains("BEGIN " + (algorithm.equals("rsa") ? "RSA" : "EC") + " PRIVATE KEY");
            assertThat(pem.server()).isNotNull();
        }
    }

    @Test
    void needsOnlyAnAuthorityForAClient() throws Exception {
        Certificates.make(directory, "ec");
        Files.delete(directory.resolve("client-cert.pem"));
        Files.delete(directory.resolve("client-key.pem"));
        assertThat(new PemDirectory(directory).client()).isNotNull();
    }

    @Test
    void namesTheFileThatIsAbsent() throws Exception {
        PemDirectory pem = new PemDirectory(directory);
        assertThatThrownBy(pem::client)
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("ca-cert.pem");
        assertThatThrownBy(pem::server)
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("server-cert.pem");
        Certificates.make(directory, "ec");
        Files.delete(directory.resolve("server-key.pem"));
        assertThatThrownBy(pem::server)
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("server-key.pem");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Certificates.make(directory, "ec");
        PemDirectory pem = new PemDirectory(directory);
        Path key = directory.resolve("server-key.pem");
        String sound = Files.readString(key);

        Files.writeString(key, Files.readString(directory.resolve("client-key.pem")));
        refuses(pem, "the key does not belong to the certificate in server-cert.pem");
        Files.writeString(key, Files.readString(directory.resolve("ca-cert.pem")));
        refuses(pem, "holds no private key, but CERTIFICATE");
        Files.writeString(key, "hello");
        refuses(pem, "holds no private key, and nothing else in PEM");
        Files.writeString(key, sound.substring(0, sound.length() - 40));
        refuses(pem, "a block begins and does not end");
        Files.writeString(key, "x".repeat(2 << 20));
        refuses(pem, "more than 1048576 bytes");
        ForeignTool.require("openssl")
                .in(directory)
                .run(
                        (Object[])
                                "ec -in client-key.pem -aes128 -passout pass:x -out server-key.pem"
                                        .split(" "));
        refuses(pem, "encrypted by a password");
        ForeignTool.require("openssl")
                .in(directory)
                .run(
                        (Object[])
                                "pkcs8 -topk8 -in client-key.pem -passout pass:x -out server-key.pem"
                                        .split(" "));
        refuses(pem, "encrypted by a password");
        Files.writeString(key, sound);
        Files.writeString(directory.resolve("server-cert.pem"), sound);
        refuses(pem, "holds no certificate, but PRIVATE KEY");
    }

    private static void refuses(PemDirectory pem, String why) {
        assertThatThrownBy(pem::server)
                .isInstanceOf(PemException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void survivesDamage() throws Exception {
        Certificates made = Certificates.make(directory, "ec");
        made.makeOlder("server", "ec");
        PemDirectory pem = new PemDirectory(directory);
        RandomGenerator random = Seed.of(8).random();
        for (String name : new String[] {"server-key.pem", "server-cert.pem"}) {
            Path file = directory.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            for (int i = 0; i < 50; i++) {
                byte[] broken = sound.clone();
                broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(7));
                Files.write(file, broken);
                try {
                    assertThat(pem.server()).isNotNull();
                } catch (IOException told) {
                    assertThat(told.getMessage()).isNotBlank();
                }
            }
            Files.write(file, sound);
        }
    }
}
