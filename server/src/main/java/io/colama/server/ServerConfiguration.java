package io.colama.server;

import com.zaxxer.hikari.HikariDataSource;
import io.colama.operations.Environment;
import io.colama.server.access.Accesses;
import io.colama.server.access.Permissions;
import io.colama.server.audit.AuditLog;
import io.colama.server.data.Database;
import io.colama.server.data.Dialect;
import io.colama.server.data.Transactions;
import io.colama.server.event.EventHub;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credentials;
import io.colama.server.people.Groups;
import io.colama.server.people.Logins;
import io.colama.server.people.Passwords;
import io.colama.server.resource.Resources;
import io.colama.server.task.TaskWork;
import io.colama.server.task.Tasks;
import io.colama.server.task.Workers;
import io.colama.server.upload.CheckIns;
import io.colama.server.upload.Incoming;
import io.colama.server.upload.UploadWork;
import io.colama.server.upload.Uploads;
import io.colama.server.web.Problems;
import io.colama.server.web.RepeatedRequests;
import io.colama.server.web.SecurityRules;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
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
@Import({SecurityRules.class, Problems.class, Resources.class})
class ServerConfiguration {

    /** Tasks that run at once: most of their time they wait for bytes. */
    private static final int MOST_TASKS = 16;

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
    Logins logins(
            Accounts accounts,
            Passwords passwords,
            JdbcClient database,
            TransactionTemplate transaction,
            Clock clock) {
        return new Logins(accounts, passwords, database, transaction, clock);
    }

    @Bean
    Transactions transactions(TransactionTemplate template) {
        return new Transactions(template);
    }

    @Bean
    Groups groups(JdbcClient database, Clock clock) {
        return new Groups(database, clock);
    }

    @Bean
    AuditLog auditLog(JdbcClient database, TransactionTemplate transaction, Clock clock) {
        return new AuditLog(database, transaction, clock);
    }

    @Bean
    Tasks tasks(
            JdbcClient database,
            TransactionTemplate transaction,
            HikariDataSource source,
            Clock clock)
            throws SQLException {
        return new Tasks(database, transaction, Dialect.of(source), clock);
    }

    @Bean
    Incoming incoming(Environment environment) throws IOException {
        return new Incoming(environment.repository().resolve("server").resolve("incoming"));
    }

    @Bean
    CheckIns checkIns(JdbcClient database, Clock clock) {
        return new CheckIns(database, clock);
    }

    @Bean
    Uploads uploads(
            Environment environment,
            Permissions permissions,
            Transactions transactions,
            CheckIns checkIns,
            Incoming incoming,
            Tasks tasks,
            Clock clock) {
        return new Uploads(
                environment, permissions, transactions, checkIns, incoming, tasks, clock);
    }

    @Bean
    UploadWork uploadWork(
            Environment environment,
            Uploads uploads,
            CheckIns checkIns,
            Incoming incoming,
            Accounts accounts,
            Accesses accesses,
            Permissions permissions,
            AuditLog audit) {
        return new UploadWork(
                environment, uploads, checkIns, incoming, accounts, accesses, permissions, audit);
    }

    @Bean
    Workers workers(Tasks tasks, List<TaskWork> works, Clock clock) {
        return new Workers(tasks, works, MOST_TASKS, clock);
    }

    @Bean
    RepeatedRequests repeatedRequests(JdbcClient database, Clock clock) {
        return new RepeatedRequests(database, clock);
    }

    @Bean
    EventHub eventHub(JdbcClient database, Tasks tasks, Clock clock) {
        return new EventHub(database, tasks, clock);
    }

    @Bean
    Background background(Workers workers, Uploads uploads, EventHub events) {
        return new Background(workers, uploads, events);
    }

    @Bean
    Accesses accesses(JdbcClient database) {
        return new Accesses(database);
    }

    @Bean
    Permissions permissions(Accesses accesses, Groups groups) {
        return new Permissions(accesses, groups);
    }
}
