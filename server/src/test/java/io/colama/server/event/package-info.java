/** Tests of events, each with SQLite and with PostgreSQL where rows are concerned. */
@NullMarked
package io.colama.server.event;

import org.jspecify.annotations.NullMarked;
