package io.colama.server;

import com.zaxxer.hikari.HikariDataSource;
import io.colama.operations.Environment;
import io.colama.server.access.Accesses;
import io.colama.server.access.Permissions;
import io.colama.server.audit.AuditLog;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.data.ChangeCounter;
import io.colama.server.data.Database;
import io.colama.server.data.Transactions;
import io.colama.server.front.Front;
import io.colama.server.ldap.LdapDirectory;
import io.colama.server.ldap.LdapSettings;
import io.colama.server.oidc.OidcLogins;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credentials;
import io.colama.server.people.DeviceCodes;
import io.colama.server.people.Directory;
import io.colama.server.people.Groups;
import io.colama.server.people.Identities;
import io.colama.server.people.Logins;
import io.colama.server.people.Passwords;
import io.colama.server.resource.Resources;
import io.colama.server.web.Pages;
import io.colama.server.web.Problems;
import io.colama.server.web.SecurityRules;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the parts of a server together. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@Import({
    SecurityRules.class,
    Pages.class,
    Problems.class,
    Resources.class,
    BackgroundConfiguration.class
})
class ServerConfiguration {

    private static final Duration MOST_WAIT_FOR_PROVIDERS = Duration.ofSeconds(10);

    @Bean
    Front front(Settings settings) {
        return settings.people().front();
    }

    @Bean
    Clock clock(Environment environment) {
        return environment.clock();
    }

    @Bean(destroyMethod = "close")
    HikariDataSource database(Settings settings, Environment environment) throws IOException {
        Optional<String> url = settings.database();
        return url.isPresent()
                ? Database.at(url.get())
                : Database.inDirectory(environment.repository().resolve("server"));
    }

    @Bean(destroyMethod = "close")
    MachineCatalogue catalogue(Environment environment, Clock clock) throws IOException {
        return new MachineCatalogue(environment, clock);
    }

    @Bean
    Accounts accounts(JdbcClient database, Clock clock) {
        return new Accounts(database, clock);
    }

    @Bean
    Passwords passwords(Accounts accounts) {
        return new Passwords(accounts);
    }

    @Bean
    Credentials credentials(JdbcClient database, Clock clock) {
        return new Credentials(database, clock);
    }

    @Bean
    Identities identities(
            JdbcClient database,
            Accounts accounts,
            Groups groups,
            Transactions transactions,
            AuditLog audit,
            Clock clock) {
        return new Identities(database, accounts, groups, transactions, audit, clock);
    }

    @Bean
    Logins logins(
            Accounts accounts,
            Passwords passwords,
            Directory directory,
            Identities identities,
            JdbcClient database,
            TransactionTemplate transaction,
            Clock clock) {
        return new Logins(accounts, passwords, directory, identities, database, transaction, clock);
    }

    @Bean
    Directory directory(Settings settings) throws IOException {
        Optional<LdapSettings> ldap = settings.people().ldap();
        return ldap.isPresent()
                ? LdapDirectory.open(ldap.get(), MOST_WAIT_FOR_PROVIDERS)
                : Directory.NONE;
    }

    @Bean(destroyMethod = "close")
    OidcLogins oidcLogins(Settings settings, Clock clock) throws IOException {
        PeopleSettings people = settings.people();
        return OidcLogins.open(
                people.oidc(), people.front().publicUrl(), clock, MOST_WAIT_FOR_PROVIDERS);
    }

    @Bean
    DeviceCodes deviceCodes(
            JdbcClient database,
            TransactionTemplate transaction,
            Accounts accounts,
            Credentials credentials,
            Clock clock) {
        return new DeviceCodes(database, transaction, accounts, credentials, clock);
    }

    @Bean
    Transactions transactions(TransactionTemplate template) {
        return new Transactions(template);
    }

    @Bean
    ChangeCounter changeCounter(JdbcClient database) {
        return new ChangeCounter(database);
    }

    @Bean
    Groups groups(JdbcClient database, ChangeCounter changes, Clock clock) {
        return new Groups(database, changes, clock);
    }

    @Bean
    AuditLog auditLog(JdbcClient database, TransactionTemplate transaction, Clock clock) {
        return new AuditLog(database, transaction, clock);
    }

    @Bean
    Accesses accesses(JdbcClient database, ChangeCounter changes) {
        return new Accesses(database, changes);
    }

    @Bean
    Permissions permissions(Accesses accesses, Groups groups, ChangeCounter changes) {
        return new Permissions(accesses, groups, changes);
    }
}
