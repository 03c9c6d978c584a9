package io.colama.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import io.colama.server.ServerFixture.Answer;
import io.colama.server.ServerFixture.Client;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** People of a directory come in beside those who are known here, and never instead of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class LdapLoginTest {

    private static final String BASE = "dc=colama,dc=test";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private InMemoryDirectoryServer directory;
    private ServerFixture server;
    private Client administrator;

    private final class Listening extends InMemoryOperationInterceptor {

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
            asked.add("search");
        }

        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
            asked.add("bind");
        }
    }

    @BeforeAll
    void start(@TempDir Path place) throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "plain", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(new Listening());
        directory = new InMemoryDirectoryServer(config);
        directory.add("dn: " + BASE, "objectClass: domain", "dc: colama");
        for (String name : List.of("ana", "local", "ben", "gone", "blocked")) {
            directory.add(
                    "dn: uid=" + name + "," + BASE,
                    "objectClass: person",
                    "uid: " + name,
                    "cn: The " + name,
                    "userPassword: of the directory");
        }
        directory.add(
                "dn: cn=ops," + BASE,
                "objectClass: groupOfNames",
                "cn: ops",
                "member: uid=ana," + BASE);
        directory.startListening();
        server =
                new ServerFixture(
                        place,
                        """
                        ldap.url=ldap://localhost:PORT
                        ldap.allow-plain=true
                        ldap.user-base=BASE
                        ldap.group-base=BASE
                        ldap.create-groups=true
                        ldap.groups-prefix=ldap-
                        limits.logins-per-address=0
                        """
                                .replace("PORT", Integer.toString(directory.getListenPort()))
                                .replace("BASE", BASE));
        administrator = server.administrator();
    }

    @AfterAll
    void stop() {
        server.close();
        directory.shutDown(true);
    }

    private Answer login(String name, String password) {
        return server.nobody()
                .post(
                        "/api/v1/session",
                        "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
    }

    @Test
    void makesAnAccountAtTheFirstLoginAndBringsGroups() {
        assertThat(login("ANA", "of the directory").is(200).text("/name")).isEqualTo("ana");
        Client ana = server.browser("ana", "of the directory");
        assertThat(ana.get("/api/v1/session").text("/fullName")).isEqualTo("The ana");
        assertThat(ana.get("/api/v1/groups/ldap-ops").is(200).json().at("/members").toString())
                .contains("ana");
        login("ana", "wrong").is(403);
        login("ana", "").is(403);
        login("ana)(uid=*", "of the directory").is(403);
        login("a*", "of the directory").is(403);
        ana.put(
                        "/api/v1/accounts/ana/password",
                        "{\"current\":\"of the directory\",\"password\":\"one of my own\"}")
                .is(403);
    }

    @Test
    void leavesAccountsThatAreHereAlone() {
        server.account(administrator, "local", "read");
        login("local", "of the directory").is(403);
        login("LOCAL", "of the directory").is(403);
        assertThat(login("local", "a long password").is(200).text("/fullName")).isEmpty();
        login("admin", "of the directory").is(403);
    }

    @Test
    void keepsOutWhoIsDisabledHere() {
        login("gone", "of the directory").is(200);
        administrator.patch("/api/v1/accounts/gone", "{\"disabled\":true}", "*").is(200);
        login("gone", "of the directory").is(403);
    }

    @Test
    void blocksANameInWhateverSpelling() {
        for (String spelling : List.of("blocked", "BLOCKED", "Blocked", "bLocked", "blockeD")) {
            login(spelling, "wrong").is(403);
        }
        login("blocked", "of the directory").is(429);
        login(" blocked", "of the directory").is(403);
        login("blocked\\u00ad", "of the directory").is(403);
    }

    @Test
    void asksTheSameForEveryName() {
        List<List<String>> questions = new ArrayList<>();
        server.account(administrator, "known-here", "read");
        for (String name : List.of("nobody-at-all", "known-here", "ben", "not a name")) {
            asked.clear();
            login(name, "wrong").is(403);
            questions.add(List.copyOf(asked));
        }
        assertThat(questions.getFirst()).contains("search", "bind");
        assertThat(questions).allMatch(questions.getFirst()::equals);
    }
}
