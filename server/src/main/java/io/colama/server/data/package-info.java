/**
 * The database of a server: what is about people and about what they did. What must survive with
 * the machines is in the repository and not here.
 *
 * <p>By default it is a file of SQLite in the repository, {@code server/server.db}; a site with
 * several servers names a PostgreSQL. The statements are the same for both, so is the schema, which
 * Flyway brings up to date when a server starts. Whoever changes something does so in a transaction
 * of {@link org.springframework.transaction.support.TransactionTemplate}; on SQLite it takes the
 * one lock for writing at its beginning, so that no transaction fails in its middle because another
 * was faster.
 */
@NullMarked
package io.colama.server.data;

import org.jspecify.annotations.NullMarked;
