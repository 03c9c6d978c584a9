/**
 * Tests of what requests have in common, each with SQLite and with PostgreSQL where rows are
 * concerned.
 */
@NullMarked
package io.colama.server.web;

import org.jspecify.annotations.NullMarked;
