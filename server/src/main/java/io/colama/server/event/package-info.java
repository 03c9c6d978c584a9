/**
 * What happens on all servers of a database, for those who listen.
 *
 * <p>Nothing is sent from one part of the server to another: the {@link
 * io.colama.server.event.EventHub} looks at the tables of audit events and of tasks twice a second
 * as long as somebody listens. So it makes no difference which server something happened on, and
 * the number of the audit event is what a listener names to go on where it was.
 *
 * <p>A listener that does not take its events is let go when {@value
 * io.colama.server.event.Subscription#MOST_QUEUED} of them wait. Who may see an event is decided
 * when it is about to be sent, and not here.
 */
@NullMarked
package io.colama.server.event;

import org.jspecify.annotations.NullMarked;
