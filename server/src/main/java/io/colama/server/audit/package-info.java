/**
 * What was done, by whom, on what: events that are only ever added to.
 *
 * <p>Each event holds a hash over itself and the hash of the one before, so that none can be
 * changed, left out or put in between without all that follow being made anew; {@link
 * io.colama.server.audit.AuditLog#verify} finds the first that does not fit. Who is able to write
 * to the database can do that, so the end of the chain is worth being noted elsewhere. Names stand
 * in the events as they were: an event stays readable when its actor or object is gone.
 *
 * <p>Whoever changes something in the database adds its event in the same transaction.
 */
@NullMarked
package io.colama.server.audit;

import org.jspecify.annotations.NullMarked;
