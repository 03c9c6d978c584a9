/**
 * Work that takes longer than a request.
 *
 * <p>A <em>task</em> is a row: what is to be done, for whom, how far it is, and how it ended. It is
 * <em>queued</em> until a worker takes it, <em>waiting</em> while it needs something from outside
 * before it can go on, <em>running</em> while a worker has it, and then <em>succeeded</em>,
 * <em>failed</em> or <em>cancelled</em> for good.
 *
 * <p>A worker holds a <em>lease</em> on the task that it runs and extends it as long as it lives.
 * When a server is killed its leases end, and any server of the same database takes the tasks up
 * again, from their beginning: a {@link io.colama.server.task.TaskWork} has to be one that can be
 * begun twice. A worker that could not extend its lease in time stops, because another may have the
 * task by then. A task that was begun {@value io.colama.server.task.Tasks#MOST_ATTEMPTS} times
 * without coming to an end has failed.
 *
 * <p>Progress is counted in memory and written once a second at most. A task has at most {@value
 * io.colama.server.task.Tasks#MOST_LINES} lines of log. One that has ended is kept for 30 days.
 */
@NullMarked
package io.colama.server.task;

import org.jspecify.annotations.NullMarked;
