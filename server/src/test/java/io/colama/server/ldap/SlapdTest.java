package io.colama.server.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.server.people.Joining;
import io.colama.server.people.Person;
import io.colama.server.people.Unavailable;
import io.colama.testkit.ForeignTool;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same directory as OpenLDAP serves it, with StartTLS. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class SlapdTest {

    private static final String BASE = "dc=colama,dc=test";

    @TempDir private Path directory;

    private static final String PEOPLE =
            """
            dn: dc=colama,dc=test
            objectClass: dcObject
            objectClass: organization
            o: colama
            dc: colama

            dn: uid=ana,dc=colama,dc=test
            objectClass: inetOrgPerson
            uid: ana
            cn: Ana N
            sn: N
            userPassword: secret of ana

            dn: cn=ops,dc=colama,dc=test
            objectClass: groupOfNames
            cn: ops
            member: uid=ana,dc=colama,dc=test
            """;

    private static String program() {
        ForeignTool.require("slapadd");
        for (String place : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, "slapd"))) {
                return Path.of(place, "slapd").toString();
            }
        }
        throw new AssertionError("slapadd without slapd");
    }

    private Path configuration() throws Exception {
        Path certificate = directory.resolve("cert.pem");
        ForeignTool.require("openssl")
                .run(
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        directory.resolve("key.pem").toString(),
                        "-out",
                        certificate.toString());
        Files.createDirectory(directory.resolve("db"));
        return Files.writeString(
                directory.resolve("slapd.conf"),
                """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                pidfile HERE/slapd.pid
                TLSCertificateFile HERE/cert.pem
                TLSCertificateKeyFile HERE/key.pem
                security simple_bind=128
                database mdb
                maxsize 10485760
                suffix "dc=colama,dc=test"
                rootdn "cn=reader,dc=colama,dc=test"
                rootpw reads
                directory HERE/db
                access to attrs=userPassword by anonymous auth by * none
                access to * by users read by * none
                """
                        .replace("HERE", directory.toString()));
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void await(int port) throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("localhost", port), 1000);
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IOException("slapd does not listen");
    }

    private LdapDirectory open(int port, boolean startTls) throws IOException {
        return LdapDirectory.open(
                new LdapSettings(
                        URI.create("ldap://localhost:" + port),
                        startTls,
                        Optional.of(directory.resolve("cert.pem")),
                        Optional.of("cn=reader," + BASE),
                        "reads",
                        BASE,
                        "(&(objectClass=person)(uid={0}))",
                        "entryUUID",
                        "uid",
                        "cn",
                        Optional.of(BASE),
                        "(member={0})",
                        "cn",
                        new Joining(true, false, "", Optional.empty())),
                Duration.ofSeconds(10));
    }

    @Test
    void letsPeopleInBySafeConnectionsOnly() throws Exception {
        String program = program();
        Path configuration = configuration();
        Path people = Files.writeString(directory.resolve("people.ldif"), PEOPLE);
        ForeignTool.require("slapadd").run("-f", configuration.toString(), "-l", people.toString());
        int port = free();
        Process slapd =
                new ProcessBuilder(
                                List.of(
                                        program,
                                        "-d",
                                        "0",
                                        "-f",
                                        configuration.toString(),
                                        "-h",
                                        "ldap://localhost:" + port))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        try {
            await(port);
            try (LdapDirectory safe = open(port, true)) {
                Person ana = safe.authenticate("ana", "secret of ana").orElseThrow();
                assertThat(ana.groups()).containsExactly("ops");
                assertThat(ana.fullName()).isEqualTo("Ana N");
                assertThat(ana.subject()).matches("[0-9a-f-]{36}");
                assertThat(safe.authenticate("ana", "wrong")).isEmpty();
                assertThat(safe.authenticate("ana", "")).isEmpty();
                assertThat(safe.authenticate("nobody", "secret of ana")).isEmpty();
                assertThat(safe.authenticate("*", "secret of ana")).isEmpty();
                assertThat(safe.authenticate("ana", "secret of ana")).contains(ana);
            }
            try (LdapDirectory plain = open(port, false)) {
                assertThatThrownBy(() -> plain.authenticate("ana", "secret of ana"))
                        .isInstanceOf(Unavailable.class);
            }
        } finally {
            slapd.destroy();
            slapd.waitFor();
        }
    }
}
