package io.colama.server.data;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An empty database of either kind. */
public final class TestDatabase implements Closeable {

    /** The kinds. */
    public enum Kind {
        /** A file. */
        SQLITE,
        /** A server, one for all tests of a process. */
        POSTGRESQL
    }

    /** Begun when the first test asks for it, ended with the process. */
    private static final class Server {
        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start();
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(() -> {
                                    try {
                                        server.close();
                                    } catch (IOException e) {
                                        throw new java.io.UncheckedIOException(e);
                                    }
                                }));
                return server;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private final HikariDataSource source;

    /** An empty database; of SQLite in a directory. */
    public TestDatabase(Kind kind, Path directory) throws Exception {
        if (kind == Kind.SQLITE) {
            source = Database.inDirectory(directory.resolve("server"));
            return;
        }
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = Server.RUNNING.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        source = Database.at(Server.RUNNING.getJdbcUrl("postgres", name));
    }

    /** For statements. */
    public JdbcClient client() {
        return JdbcClient.create(source);
    }

    /** For transactions. */
    public TransactionTemplate transactions() {
        return new TransactionTemplate(new DataSourceTransactionManager(source));
    }

    /** What it is told in. */
    public Dialect dialect() throws SQLException {
        return Dialect.of(source);
    }

    @Override
    public void close() {
        source.close();
    }
}
