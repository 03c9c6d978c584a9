/** Tests of tasks, each with SQLite and with PostgreSQL. */
@NullMarked
package io.colama.server.task;

import org.jspecify.annotations.NullMarked;
