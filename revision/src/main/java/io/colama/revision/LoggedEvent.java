package io.colama.revision;

import io.colama.store.Hash;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a revision in a machine: it became the head, got a tag or a note.
 *
 * @param record the number of the record in the machine's log
 * @param time when
 * @param revision the revision
 * @param tag the name that it got, if it got one
 */
public record LoggedEvent(long record, Instant time, Hash revision, Optional<String> tag) {

    static LoggedEvent of(long record, RefEvent event) {
        return switch (event) {
            case RefEvent.CheckedIn e -> new LoggedEvent(record, e.time(), e.revision(), e.tag());
            case RefEvent.Cloned e ->
                    new LoggedEvent(record, e.time(), e.revision(), Optional.empty());
            case RefEvent.Tagged e ->
                    new LoggedEvent(record, e.time(), e.revision(), Optional.of(e.tag()));
            case RefEvent.Noted e ->
                    new LoggedEvent(record, e.time(), e.revision(), Optional.empty());
        };
    }
}
