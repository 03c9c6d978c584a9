/** Tests of check-ins by upload, each with SQLite and with PostgreSQL where rows are concerned. */
@NullMarked
package io.colama.server.upload;

import org.jspecify.annotations.NullMarked;
