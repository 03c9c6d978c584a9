package io.colama.revision;

import io.colama.store.Hash;
import io.colama.store.StoreException;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that happened to a machine: a record of its log. Encoding, big-endian: {@code u8} kind,
 * who, {@code u64} time in milliseconds, then the fields of the kind in order.
 */
sealed interface RefEvent {

    /** Who did it. */
    String by();

    /** When. */
    Instant time();

    /**
     * A revision became the head. The revision is repeated here, so that two places must be lost to
     * lose it.
     *
     * @param revision its id
     * @param encoded its canonical encoding
     * @param tag a name that it got at once
     */
    record CheckedIn(String by, Instant time, Hash revision, byte[] encoded, Optional<String> tag)
            implements RefEvent {}

    /**
     * A revision of another machine became the first head of this one.
     *
     * @param from the other machine
     */
    record Cloned(String by, Instant time, Hash revision, String from) implements RefEvent {}

    /** A revision got a name. */
    record Tagged(String by, Instant time, Hash revision, String tag) implements RefEvent {}

    /** A comment was attached to a revision. */
    record Noted(String by, Instant time, Hash revision, String text) implements RefEvent {}

    /** Writes the event. */
    default void encode(RecordWriter out) {
        switch (this) {
            case CheckedIn e -> {
                out.u8(1).text(e.by).time(e.time).hash(e.revision).blob(e.encoded);
                out.u8(e.tag.isPresent() ? 1 : 0);
                e.tag.ifPresent(out::text);
            }
            case Cloned e -> out.u8(2).text(e.by).time(e.time).hash(e.revision).text(e.from);
            case Tagged e -> out.u8(3).text(e.by).time(e.time).hash(e.revision).text(e.tag);
            case Noted e -> out.u8(4).text(e.by).time(e.time).hash(e.revision).text(e.text);
        }
    }

    /** Reads an event. */
    static RefEvent decode(RecordReader in) throws StoreException.Damaged {
        int kind = in.u8();
        String by = in.text();
        Instant time = in.time();
        Hash revision = in.hash();
        return switch (kind) {
            case 1 ->
                    new CheckedIn(
                            by,
                            time,
                            revision,
                            in.blob(),
                            in.u8() == 0 ? Optional.empty() : Optional.of(in.text()));
            case 2 -> new Cloned(by, time, revision, in.text());
            case 3 -> new Tagged(by, time, revision, in.text());
            case 4 -> new Noted(by, time, revision, in.text());
            default -> throw in.damaged("an event of kind " + kind + ", 1 to 4 expected");
        };
    }
}
