package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colama.operations.OperationException;
import io.colama.operations.service.ServiceRequest;
import io.colama.server.front.Front;
import io.colama.server.ldap.LdapSettings;
import io.colama.server.oidc.OidcSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about proxies, providers and the directory is understood, or refused. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field before each test
class PeopleSettingsTest {

    private static final String PROVIDER =
            """
            server.public-url=https://colama.test/
            oidc.kc.issuer=https://login.test/realms/a
            oidc.kc.client-id=colama
            """;

    @TempDir private Path directory;

    private PeopleSettings read(String text, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), text);
        ServiceRequest request =
                new ServiceRequest(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(file),
                        Optional.empty(),
                        Optional.empty());
        return Settings.of(request, environment).people();
    }

    @Test
    void tellProvidersFromFilesAndEnvironment() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "hush\n");
        PeopleSettings people =
                read(
                        PROVIDER + "oidc.kc.client-secret-file=" + secret,
                        Map.of(
                                "COLAMA_OIDC_DEX_ISSUER", "http://localhost:5556/dex",
                                "COLAMA_OIDC_DEX_CLIENT_ID", "x",
                                "COLAMA_OIDC_KC_GROUPS_PREFIX", "kc-"));
        assertThat(people.front().publicUrl()).contains(URI.create("https://colama.test"));
        assertThat(people.oidc()).extracting(OidcSettings::id).containsExactly("dex", "kc");
        OidcSettings keycloak = people.oidc().getLast();
        assertThat(keycloak.clientSecret()).contains("hush");
        assertThat(keycloak.joining().groupPrefix()).isEqualTo("kc-");
        assertThat(keycloak.joining().newAccounts()).isTrue();
        assertThat(keycloak.joining().newGroups()).isFalse();
        assertThat(people.toString()).doesNotContain("hush");
    }

    @Test
    void tellTheDirectoryAndTheFront() throws IOException {
        PeopleSettings people =
                read(
                        """
                        ldap.url=ldaps://dc.test
                        ldap.user-base=dc=test
                        ldap.bind-password=hush
                        server.trusted-proxies=127.0.0.1, 10.0.0.0/8
                        server.forwarded-header=forwarded
                        limits.requests-per-account=0
                        """,
                        Map.of());
        LdapSettings ldap = people.ldap().orElseThrow();
        assertThat(ldap.bindPassword()).isEqualTo("hush");
        assertThat(people.toString()).doesNotContain("hush");
        assertThat(people.front().proxies()).hasSize(2);
        assertThat(people.front().forwarding()).isEqualTo(Front.Forwarding.FORWARDED);
        assertThat(people.front().limits().perAccount()).isZero();
    }

    @Test
    void areRefusedInOneLineWhenTheyAreWrongOrNotSafe() {
        for (String wrong :
                List.of(
                        PROVIDER.replace("https://login", "http://login"),
                        PROVIDER.replace("server.public-url=https://colama.test/\n", ""),
                        PROVIDER.replace("oidc.kc.client-id=colama\n", ""),
                        PROVIDER + "oidc.kc.secret=x",
                        PROVIDER + "oidc.K-C.issuer=https://x",
                        PROVIDER + "oidc.kc.create-accounts=perhaps",
                        PROVIDER.replace("test/realms/a", "test/realms/a?x=y"),
                        "server.public-url=https://colama.test/path",
                        "server.public-url=colama.test",
                        "server.public-url=https://user@colama.test",
                        "server.trusted-proxies=proxy.test",
                        "server.forwarded-header=both",
                        "limits.requests-per-address=-1",
                        "ldap.url=ldap://dc.test\nldap.user-base=dc=test",
                        "ldap.url=https://dc.test\nldap.user-base=dc=test",
                        "ldap.url=ldaps://dc.test")) {
            assertThatThrownBy(() -> read(wrong, Map.of()))
                    .as(wrong)
                    .isInstanceOf(OperationException.class)
                    .message()
                    .doesNotContain("\n");
        }
    }
}
