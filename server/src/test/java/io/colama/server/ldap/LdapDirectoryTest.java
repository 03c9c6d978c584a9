package io.colama.server.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import io.colama.operations.OperationException;
import io.colama.server.people.Joining;
import io.colama.server.people.Person;
import io.colama.server.people.Unavailable;
import io.colama.testkit.ForeignTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds people in a directory, and nobody by tricks. */
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before each test
class LdapDirectoryTest {

    private static final String BASE = "dc=colama,dc=test";

    @TempDir private Path directory;

    private InMemoryDirectoryServer server;

    @BeforeEach
    void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.addAdditionalBindCredentials("cn=reader", "reads");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "plain", InetAddress.getLoopbackAddress(), 0, null));
        config.setSchema(null);
        server = new InMemoryDirectoryServer(config);
        server.add("dn: " + BASE, "objectClass: domain", "dc: colama");
        for (String unit : List.of("people", "groups")) {
            server.add(
                    "dn: ou=" + unit + "," + BASE,
                    "objectClass: organizationalUnit",
                    "ou: " + unit);
        }
        person("ana", "Ana Ñ");
        person("ben", "Ben (B*)");
        server.add(
                "dn: cn=ops,ou=groups," + BASE,
                "objectClass: groupOfNames",
                "cn: Ops Team",
                "member: uid=ana,ou=people," + BASE);
        server.add(
                "dn: cn=all,ou=groups," + BASE,
                "objectClass: groupOfNames",
                "cn: all",
                "member: uid=ana,ou=people," + BASE,
                "member: uid=ben,ou=people," + BASE);
        server.startListening();
    }

    private void person(String name, String fullName) throws Exception {
        server.add(
                "dn: uid=" + name + ",ou=people," + BASE,
                "objectClass: person",
                "objectClass: inetOrgPerson",
                "uid: " + name,
                "cn: " + fullName,
                "sn: x",
                "mail: " + name + "@colama.test",
                "userPassword: secret of " + name);
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    private static LdapSettings settings(String url, boolean startTls, Optional<Path> trust) {
        return settings(url, startTls, trust, "reads", "(&(objectClass=person)(uid={0}))");
    }

    private static LdapSettings settings(
            String url, boolean startTls, Optional<Path> trust, String password, String filter) {
        return new LdapSettings(
                URI.create(url),
                startTls,
                trust,
                Optional.of("cn=reader"),
                password,
                "ou=people," + BASE,
                filter,
                "entryUUID",
                "uid",
                "cn",
                Optional.of("ou=groups," + BASE),
                "(member={0})",
                "cn",
                new Joining(true, true, "", Optional.empty()));
    }

    private LdapSettings settings() {
        return settings("ldap://localhost:" + server.getListenPort(), false, Optional.empty());
    }

    private LdapSettings changed(String password, String filter) {
        return settings(
                "ldap://localhost:" + server.getListenPort(),
                false,
                Optional.empty(),
                password,
                filter);
    }

    private static LdapDirectory open(LdapSettings settings) throws IOException {
        return LdapDirectory.open(settings, Duration.ofSeconds(2));
    }

    @Test
    void knowsPeopleAndTheirGroups() throws Exception {
        try (LdapDirectory people = open(settings())) {
            Person ana = people.authenticate("ana", "secret of ana").orElseThrow();
            assertThat(ana.name()).isEqualTo("ana");
            assertThat(ana.fullName()).isEqualTo("Ana Ñ");
            assertThat(ana.groups()).containsExactlyInAnyOrder("Ops Team", "all");
            assertThat(ana.subject()).matches("[0-9a-f-]{36}");
            assertThat(people.authenticate("ANA", "secret of ana").orElseThrow()).isEqualTo(ana);
            assertThat(people.authenticate("ben", "secret of ben").orElseThrow().groups())
                    .containsExactly("all");
            assertThat(people.authenticate("ana", "secret of ben")).isEmpty();
            assertThat(people.authenticate("nobody", "secret of ana")).isEmpty();
        }
    }

    @Test
    void takesNoEmptyPasswordAndNoTricks() throws Exception {
        try (LdapDirectory people = open(settings())) {
            assertThat(people.authenticate("ana", "")).isEmpty();
            for (String trick :
                    List.of(
                            "*",
                            "a*",
                            "ana)(uid=*",
                            "ana)(|(uid=*",
                            "*)(objectClass=*",
                            "ana\0",
                            "\\61na",
                            "ana,ou=people",
                            "uid=ana",
                            "",
                            "x".repeat(10_000))) {
                assertThat(people.authenticate(trick, "secret of ana")).as(trick).isEmpty();
            }
        }
    }

    @Test
    void takesNobodyWhereSeveralFit() throws Exception {
        String wide = "(|(uid={0})(objectClass=person))";
        try (LdapDirectory people = open(changed("reads", wide))) {
            assertThat(people.authenticate("ana", "secret of ana")).isEmpty();
        }
    }

    @Test
    void asksNobodyElseWhenItIsReferred() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0)) {
            elsewhere.setSoTimeout(300);
            server.add(
                    "dn: ou=away,ou=people," + BASE,
                    "objectClass: referral",
                    "objectClass: extensibleObject",
                    "ou: away",
                    "ref: ldap://localhost:%d/ou=people,%s"
                            .formatted(elsewhere.getLocalPort(), BASE));
            try (LdapDirectory people = open(settings())) {
                assertThat(people.authenticate("carl", "x")).isEmpty();
                assertThat(people.authenticate("ana", "secret of ana")).isPresent();
            }
            assertThatThrownBy(elsewhere::accept)
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void isUnavailableWhenNobodyAnswers() throws Exception {
        try (LdapDirectory people = open(settings())) {
            assertThat(people.authenticate("ana", "secret of ana")).isPresent();
            server.shutDown(true);
            assertThatThrownBy(() -> people.authenticate("ana", "secret of ana"))
                    .isInstanceOf(Unavailable.class);
            server.startListening();
        }
        try (LdapDirectory people = open(changed("not its password", "(uid={0})"))) {
            assertThatThrownBy(() -> people.authenticate("ana", "secret of ana"))
                    .isInstanceOf(Unavailable.class);
        }
        try (ServerSocket silent = new ServerSocket(0);
                LdapDirectory people =
                        open(
                                settings(
                                        "ldap://localhost:" + silent.getLocalPort(),
                                        false,
                                        Optional.empty()))) {
            assertThatThrownBy(() -> people.authenticate("ana", "x"))
                    .isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void speaksOnlyWithThoseWhomItTrusts() throws Exception {
        ForeignTool openssl = ForeignTool.require("openssl");
        Path mine = certificate(openssl, "mine", "localhost");
        Path other = certificate(openssl, "other", "localhost");
        Path misnamed = certificate(openssl, "misnamed", "elsewhere.test");
        for (Path certificate : List.of(mine, misnamed)) {
            Path store = directory.resolve(certificate.getFileName() + ".p12");
            openssl.run(
                    "pkcs12",
                    "-export",
                    "-passout",
                    "pass:secret",
                    "-inkey",
                    certificate + ".key",
                    "-in",
                    certificate.toString(),
                    "-out",
                    store.toString());
            SSLUtil tls =
                    new SSLUtil(
                            new com.unboundid.util.ssl.KeyStoreKeyManager(
                                    store.toString(), "secret".toCharArray(), "PKCS12", null),
                            new TrustAllTrustManager());
            server.shutDown(true);
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            config.addAdditionalBindCredentials("cn=reader", "reads");
            config.setSchema(null);
            config.setListenerConfigs(
                    InMemoryListenerConfig.createLDAPConfig(
                            "plain",
                            InetAddress.getLoopbackAddress(),
                            0,
                            tls.createSSLSocketFactory()),
                    InMemoryListenerConfig.createLDAPSConfig(
                            "safe",
                            InetAddress.getLoopbackAddress(),
                            0,
                            tls.createSSLServerSocketFactory(),
                            tls.createSSLSocketFactory()));
            try (InMemoryDirectoryServer safe = new InMemoryDirectoryServer(config)) {
                safe.importFromLDIF(true, exported());
                safe.startListening();
                String ldaps = "ldaps://localhost:" + safe.getListenPort("safe");
                String ldap = "ldap://localhost:" + safe.getListenPort("plain");
                boolean right = certificate.equals(mine);
                assertThat(isLetIn(settings(ldaps, false, Optional.of(certificate))))
                        .isEqualTo(right);
                assertThat(isLetIn(settings(ldap, true, Optional.of(certificate))))
                        .isEqualTo(right);
                assertThat(isLetIn(settings(ldaps, false, Optional.of(other)))).isFalse();
                assertThat(isLetIn(settings(ldap, true, Optional.of(other)))).isFalse();
                assertThat(isLetIn(settings(ldaps, false, Optional.empty()))).isFalse();
            }
        }
        assertThat(isLetIn(settings("ldap://localhost:" + port(), true, Optional.of(mine))))
                .as("a directory without TLS")
                .isFalse();
    }

    private int port() throws Exception {
        server.startListening();
        return server.getListenPort();
    }

    private String exported() throws Exception {
        Path file = directory.resolve("people.ldif");
        int _ = server.exportToLDIF(file.toString(), false, true);
        return file.toString();
    }

    private static boolean isLetIn(LdapSettings settings) throws IOException {
        try (LdapDirectory people = open(settings)) {
            return people.authenticate("ana", "secret of ana").isPresent();
        } catch (Unavailable e) {
            return false;
        }
    }

    private Path certificate(ForeignTool openssl, String name, String host) throws Exception {
        Path certificate = directory.resolve(name + ".pem");
        openssl.run(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + host,
                "-addext",
                "subjectAltName=DNS:" + host,
                "-keyout",
                certificate + ".key",
                "-out",
                certificate.toString());
        return certificate;
    }

    @Test
    void filtersThatAreNoneAreRefusedAtTheBeginning() {
        assertThatThrownBy(() -> open(changed("reads", "(uid={0}")))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("ldap.user-filter");
    }
}
