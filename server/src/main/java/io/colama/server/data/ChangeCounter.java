package io.colama.server.data;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts the changes of who may do what, in the database, so that every server sees at once that
 * what it remembers of that is old. Threads: any number.
 */
public final class ChangeCounter {

    private final JdbcClient database;

    /** The counter of a database. */
    public ChangeCounter(JdbcClient database) {
        this.database = database;
    }

    /** How many changes there were. */
    public long number() {
        return database.sql("select number from change_counter where one = 1")
                .query(Long.class)
                .single();
    }

    /** Notes a change that was just made, as a part of its transaction if there is one. */
    public void count() {
        database.sql("update change_counter set number = number + 1 where one = 1").update();
    }
}
