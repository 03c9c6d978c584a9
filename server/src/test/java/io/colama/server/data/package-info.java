/** Tests of what is kept, each with SQLite and with PostgreSQL. */
@NullMarked
package io.colama.server.data;

import org.jspecify.annotations.NullMarked;
