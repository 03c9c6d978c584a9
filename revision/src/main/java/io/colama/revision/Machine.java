package io.colama.revision;

import io.colama.store.Hash;
import io.colama.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A machine as its log leaves it.
 *
 * @param name its name
 * @param head its newest revision
 * @param tags names of its revisions
 * @param createdBy who made it
 * @param created when
 * @param clonedFrom the machine that its first revision was taken from
 * @param changed when its log was last added to
 * @param noteRecords the numbers of the records that are notes
 * @param lastRecord the number of its last record
 */
public record Machine(
        String name,
        Hash head,
        NavigableMap<String, Hash> tags,
        String createdBy,
        Instant created,
        Optional<String> clonedFrom,
        Instant changed,
        List<Long> noteRecords,
        long lastRecord) {

    /** Copies the collections. */
    public Machine {
        tags = Collections.unmodifiableNavigableMap(new TreeMap<>(tags));
        noteRecords = List.copyOf(noteRecords);
    }

    /** The tags of a revision, in order. */
    public List<String> tagsOf(Hash revision) {
        return tags.entrySet().stream()
                .filter(entry -> entry.getValue().equals(revision))
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    /** The machine after its first record. */
    static Machine first(String name, RefEvent event) throws StoreException.Damaged {
        return switch (event) {
            case RefEvent.CheckedIn e -> started(name, e, e.revision(), Optional.empty(), e.tag());
            case RefEvent.Cloned e ->
                    started(name, e, e.revision(), Optional.of(e.from()), Optional.empty());
            case RefEvent.Tagged _, RefEvent.Noted _ ->
                    throw new StoreException.Damaged(
                            "refs/" + name + ": the first record gives the machine no revision");
        };
    }

    private static Machine started(
            String name, RefEvent event, Hash head, Optional<String> from, Optional<String> tag) {
        TreeMap<String, Hash> tags = new TreeMap<>();
        tag.ifPresent(text -> tags.put(text, head));
        return new Machine(
                name, head, tags, event.by(), event.time(), from, event.time(), List.of(), 0);
    }

    /** The machine after its next record. */
    Machine after(RefEvent event) {
        TreeMap<String, Hash> newTags = new TreeMap<>(tags);
        List<Long> newNotes = new ArrayList<>(noteRecords);
        Hash newHead = head;
        switch (event) {
            case RefEvent.CheckedIn e -> {
                newHead = e.revision();
                e.tag().ifPresent(tag -> newTags.put(tag, e.revision()));
            }
            case RefEvent.Cloned e -> newHead = e.revision();
            case RefEvent.Tagged e -> newTags.put(e.tag(), e.revision());
            case RefEvent.Noted _ -> newNotes.add(lastRecord + 1);
        }
        return new Machine(
                name,
                newHead,
                newTags,
                createdBy,
                created,
                clonedFrom,
                event.time(),
                newNotes,
                lastRecord + 1);
    }

    /**
     * Writes everything but the name and the number of the record, for a record that stands for all
     * before it.
     */
    void encode(RecordWriter out) {
        out.hash(head).u32(tags.size());
        tags.forEach((tag, revision) -> out.text(tag).hash(revision));
        out.text(createdBy).time(created).u8(clonedFrom.isPresent() ? 1 : 0);
        clonedFrom.ifPresent(out::text);
        out.time(changed).u32(noteRecords.size());
        noteRecords.forEach(out::u64);
    }

    /** Reads what {@link #encode} wrote. */
    static Machine decode(String name, long lastRecord, RecordReader in)
            throws StoreException.Damaged {
        Hash head = in.hash();
        TreeMap<String, Hash> tags = new TreeMap<>();
        for (int i = in.count(4 + Hash.BYTES); i > 0; i--) {
            tags.put(in.text(), in.hash());
        }
        String createdBy = in.text();
        Instant created = in.time();
        Optional<String> from = in.u8() == 0 ? Optional.empty() : Optional.of(in.text());
        Instant changed = in.time();
        List<Long> notes = new ArrayList<>();
        for (int i = in.count(8); i > 0; i--) {
            long number = in.u64();
            if (number < 0 || number > lastRecord) {
                throw in.damaged("a note in record %d of %d".formatted(number, lastRecord + 1));
            }
            notes.add(number);
        }
        return new Machine(name, head, tags, createdBy, created, from, changed, notes, lastRecord);
    }
}
