package io.colama.revision;

import io.colama.store.AppendLog;
import io.colama.store.StoreException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads and extends the logs of machines. Every 64th record carries, before its event, the machine
 * as it was, so that opening a machine reads at most 64 records however long its history is.
 *
 * <p>A record: {@code u8} 0, or 1 and the machine ({@link Machine#encode}); then the event ({@link
 * RefEvent#encode}).
 */
final class MachineLog {

    private static final int RECORDS_PER_STATE = 64;

    private final AppendLog log;

    MachineLog(AppendLog log) {
        this.log = log;
    }

    /** A record of a log. */
    record Entry(@Nullable Machine before, RefEvent event) {}

    /** The machine of this name, if there is one. */
    Optional<Machine> find(String name) throws IOException {
        if (!AppendLog.isName(name)) {
            return Optional.empty();
        }
        OptionalLong last = log.last(name);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        long first = last.getAsLong() / RECORDS_PER_STATE * RECORDS_PER_STATE;
        Machine machine = null;
        for (long number = first; number <= last.getAsLong(); number++) {
            Entry entry = read(name, number);
            if (number == first) {
                machine = entry.before;
                if ((machine == null) != (number == 0)) {
                    throw new StoreException.Damaged(
                            "refs/%s record %d: it %s the machine as it was before"
                                    .formatted(name, number, machine == null ? "lacks" : "has"));
                }
            }
            machine =
                    machine == null ? Machine.first(name, entry.event) : machine.after(entry.event);
        }
        return Optional.ofNullable(machine);
    }

    /** A record. */
    Entry read(String name, long number) throws IOException {
        return RecordReader.whole(
                "refs/%s record %d".formatted(name, number),
                log.read(name, number),
                in -> {
                    Machine before = in.u8() == 0 ? null : Machine.decode(name, number - 1, in);
                    return new Entry(before, RefEvent.decode(in));
                });
    }

    /**
     * Appends an event to a machine.
     *
     * @param machine as it was read; null for a new one
     * @return false when somebody else's record came between
     */
    boolean append(String name, @Nullable Machine machine, RefEvent event) throws IOException {
        long number = machine == null ? 0 : machine.lastRecord() + 1;
        RecordWriter out = new RecordWriter();
        if (machine != null && number % RECORDS_PER_STATE == 0) {
            machine.encode(out.u8(1));
        } else {
            out.u8(0);
        }
        event.encode(out);
        return log.append(name, number, out.toBytes());
    }
}
