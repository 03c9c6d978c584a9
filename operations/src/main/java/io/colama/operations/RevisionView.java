package io.colama.operations;

import io.colama.revision.Machine;
import io.colama.revision.Note;
import io.colama.revision.Revision;
import io.colama.store.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A revision as it is shown.
 *
 * @param revision its id
 * @param machine the machine that it was checked in to
 * @param parents the ids of what it follows
 * @param author who made it
 * @param time when, ISO 8601 in UTC
 * @param message why
 * @param source what it was made from
 * @param tags its names in the machine that is being looked at
 * @param names what stands for it in the machines that are being looked at: {@code web} where it is
 *     the head, {@code web@v1} where it has a tag
 * @param head whether it is the head of that machine
 * @param disks in order
 * @param definition the name of the definition file; empty without one
 * @param notes comments on it
 */
public record RevisionView(
        String revision,
        String machine,
        List<String> parents,
        String author,
        String time,
        String message,
        String source,
        List<String> tags,
        List<String> names,
        boolean head,
        List<Disk> disks,
        String definition,
        List<NoteView> notes) {

    /**
     * A disk.
     *
     * @param name its name
     * @param id its fs-verity digest
     * @param bytesLogical its virtual size
     */
    public record Disk(String name, String id, long bytesLogical) {

        static Disk of(Revision.Disk disk) {
            return new Disk(disk.name(), disk.id().hex(), disk.sizeBytes());
        }
    }

    /**
     * A comment.
     *
     * @param by who wrote it
     * @param time when, ISO 8601 in UTC
     * @param text what
     */
    public record NoteView(String by, String time, String text) {}

    /** A revision as seen from a machine, with its names in several. */
    static RevisionView of(
            Hash id,
            Revision revision,
            Optional<Machine> machine,
            List<Machine> machines,
            List<Note> notes) {
        return new RevisionView(
                id.hex(),
                revision.machine(),
                revision.parents().stream().map(Hash::hex).toList(),
                revision.author(),
                revision.time().toString(),
                revision.message(),
                revision.source(),
                machine.map(m -> m.tagsOf(id)).orElse(List.of()),
                names(id, machines),
                machine.map(m -> m.head().equals(id)).orElse(false),
                revision.disks().stream().map(Disk::of).toList(),
                revision.definition().map(Revision.Definition::fileName).orElse(""),
                notes.stream()
                        .filter(note -> note.revision().equals(id))
                        .map(note -> new NoteView(note.by(), note.time().toString(), note.text()))
                        .toList());
    }

    private static List<String> names(Hash id, List<Machine> machines) {
        List<String> names = new ArrayList<>();
        for (Machine machine : machines) {
            if (machine.head().equals(id)) {
                names.add(machine.name());
            }
            machine.tagsOf(id).forEach(tag -> names.add(machine.name() + "@" + tag));
        }
        return List.copyOf(names);
    }
}
