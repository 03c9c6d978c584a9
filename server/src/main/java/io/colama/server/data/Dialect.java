package io.colama.server.data;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The one thing that the two databases are told in different words. */
public enum Dialect {
    /** Whoever begins a transaction has the whole database. */
    SQLITE(""),
    /** Rows are locked one by one. */
    POSTGRESQL(" for update skip locked");

    private final String taking;

    Dialect(String taking) {
        this.taking = taking;
    }

    /** The dialect of a database. */
    public static Dialect of(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().startsWith("SQLite")
                    ? SQLITE
                    : POSTGRESQL;
        }
    }

    /**
     * The end of a query for rows that this transaction is going to change and that no other
     * transaction is about to.
     */
    public String taking() {
        return taking;
    }
}
