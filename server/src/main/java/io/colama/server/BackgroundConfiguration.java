package io.colama.server;

import com.zaxxer.hikari.HikariDataSource;
import io.colama.operations.Environment;
import io.colama.server.access.Accesses;
import io.colama.server.access.Permissions;
import io.colama.server.audit.AuditLog;
import io.colama.server.catalogue.MachineCatalogue;
import io.colama.server.data.Dialect;
import io.colama.server.data.Transactions;
import io.colama.server.event.EventHub;
import io.colama.server.meter.Meters;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credentials;
import io.colama.server.task.TaskWork;
import io.colama.server.task.Tasks;
import io.colama.server.task.Workers;
import io.colama.server.upload.CheckIns;
import io.colama.server.upload.Incoming;
import io.colama.server.upload.UploadWork;
import io.colama.server.upload.Uploads;
import io.colama.server.verification.VerifyWork;
import io.colama.server.web.RepeatedRequests;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what goes on between requests: tasks, uploads, events. */
@Configuration(proxyBeanMethods = false)
class BackgroundConfiguration {

    /** Tasks that run at once: most of their time they wait for bytes. */
    private static final int MOST_TASKS = 16;

    private static final int SOCKET_BUFFER = 1 << 15;

    @Bean
    Tasks tasks(
            JdbcClient database,
            TransactionTemplate transaction,
            HikariDataSource source,
            Clock clock,
            Meters meters)
            throws SQLException {
        return new Tasks(database, transaction, Dialect.of(source), clock, meters);
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
            Clock clock,
            Meters meters) {
        return new Uploads(
                environment, permissions, transactions, checkIns, incoming, tasks, clock, meters);
    }

    @Bean
    UploadWork uploadWork(
            Environment environment,
            Transactions transactions,
            Uploads uploads,
            CheckIns checkIns,
            Incoming incoming,
            Accounts accounts,
            Accesses accesses,
            Permissions permissions,
            AuditLog audit,
            MachineCatalogue catalogue) {
        return new UploadWork(
                environment,
                transactions,
                uploads,
                checkIns,
                incoming,
                accounts,
                accesses,
                permissions,
                audit,
                catalogue);
    }

    @Bean
    VerifyWork verifyWork(Environment environment) {
        return new VerifyWork(environment);
    }

    /** Uploads come in pieces of this size; each connection may hold one. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> sockets() {
        return server ->
                server.addConnectorCustomizers(connector ->
                        connector.setProperty(
                                "socket.appReadBufSize", Integer.toString(SOCKET_BUFFER)));
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
    Meters meters(MeterRegistry registry) {
        return new Meters(registry);
    }

    @Bean(destroyMethod = "close")
    Gauges gauges(
            MeterRegistry registry,
            Environment environment,
            Tasks tasks,
            CheckIns checkIns,
            Credentials credentials,
            EventHub events,
            MachineCatalogue catalogue) {
        return new Gauges(registry, environment, tasks, checkIns, credentials, events, catalogue);
    }

    @Bean
    Background background(Workers workers, Uploads uploads, EventHub events) {
        return new Background(workers, uploads, events);
    }
}
