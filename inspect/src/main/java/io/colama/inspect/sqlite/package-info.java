/**
 * SQLite databases, read in memory: the tables of a file and of its write-ahead log, without native
 * code.
 *
 * <p>{@link io.colama.inspect.sqlite.SqliteFile} gives the rows of a table by its name. What the
 * log holds up to its last whole transaction stands in the place of the file's pages, as the next
 * program that opens the database would see it.
 *
 * <p>Limits: trees of 32 levels, each page visited once, rows of 64 MiB.
 *
 * <p>Source: "Database File Format", sqlite.org/fileformat2.html.
 */
@NullMarked
package io.colama.inspect.sqlite;

import org.jspecify.annotations.NullMarked;
