package io.colama.server.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;

/** Opens the database of a server, with its schema up to date. */
public final class Database {

    private static final int MOST_CONNECTIONS = 8;
    private static final int MOST_WAIT_MILLIS = 30_000;

    private Database() {}

    /**
     * The database in a directory of the repository; both are made when they are not there, for
     * their owner alone.
     */
    public static HikariDataSource inDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        SQLiteConfig settings = new SQLiteConfig();
        settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
        settings.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        settings.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        settings.setBusyTimeout(MOST_WAIT_MILLIS);
        settings.enforceForeignKeys(true);
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl("jdbc:sqlite:" + directory.resolve("server.db"));
        pool.setDataSourceProperties(settings.toProperties());
        return opened(pool);
    }

    /**
     * A PostgreSQL.
     *
     * @param url {@code jdbc:postgresql:}…, with user and password as its parameters if need be
     */
    public static HikariDataSource at(String url) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        return opened(pool);
    }

    private static HikariDataSource opened(HikariConfig pool) {
        pool.setMaximumPoolSize(MOST_CONNECTIONS);
        pool.setConnectionTimeout(MOST_WAIT_MILLIS);
        pool.setPoolName("colama");
        HikariDataSource database = new HikariDataSource(pool);
        try {
            Flyway.configure().dataSource(database).load().migrate();
            return database;
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }
}
