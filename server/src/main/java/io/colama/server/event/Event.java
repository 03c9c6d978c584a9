package io.colama.server.event;

import io.colama.server.task.StoredTask;

/** Something that happened. */
public sealed interface Event {

    /** A task is not as it was. */
    record TaskChanged(StoredTask task) implements Event {}

    /**
     * A machine is not as it was.
     *
     * @param number of the audit event
     * @param what {@code created}, {@code revision}, {@code tag}, {@code note} or {@code access}
     */
    record MachineChanged(long number, String machine, String what) implements Event {}
}
