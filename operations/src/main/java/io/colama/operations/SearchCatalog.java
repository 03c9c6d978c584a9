package io.colama.operations;

import io.colama.definition.machine.MachineDefinition;
import io.colama.inspect.fact.Inspection;
import io.colama.revision.LoggedEvent;
import io.colama.revision.Machine;
import io.colama.revision.Note;
import io.colama.revision.Repository;
import io.colama.revision.Revision;
import io.colama.revision.RevisionException;
import io.colama.search.index.Entry;
import io.colama.search.index.IndexReading;
import io.colama.search.index.IndexWriting;
import io.colama.store.Hash;
import io.colama.store.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Brings an index up to date with a repository.
 *
 * <p>An entry is a revision as a machine's log names it: by a check-in, a clone, a tag or a note.
 * Of each machine the index has a stamp with the last record that it knows: its number, time and
 * revision. When the log still has that record, what follows it says which entries changed;
 * otherwise the log is another one, and the machine is indexed anew. Of each folder of inspections
 * the index has the time of its last change; where that differs, the stamps of the revisions of the
 * folder are compared with their files. A folder that changed just now gets no stamp: its time
 * could stay the same at the next change.
 */
final class SearchCatalog {

    private static final String MACHINE = "machine:";
    private static final String DAMAGED = "damaged";
    private static final String FOLDER = "folder:";
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private final Environment environment;
    private final Repository repository;
    private final Inspections inspections;
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> indexedAnew = new HashSet<>();
    private final Optional<Set<String>> machines;

    /** Looks at all machines. */
    SearchCatalog(Environment environment, Repository repository) {
        this(environment, repository, Optional.empty());
    }

    /** Looks at these machines, where somebody knows that the others did not change. */
    SearchCatalog(Environment environment, Repository repository, Optional<Set<String>> machines) {
        this.environment = environment;
        this.repository = repository;
        this.machines = machines;
        this.inspections = new Inspections(environment.repository());
    }

    /** What could not be indexed. */
    List<String> warnings() {
        return warnings.stream().distinct().toList();
    }

    /** Whether there is nothing to do. */
    boolean isCurrent(IndexReading index) throws IOException {
        return machinesToDo(index).isEmpty() && foldersToDo(index).isEmpty();
    }

    /** The machines whose logs are not where the index believes them, with its stamps. */
    private Map<String, String> machinesToDo(IndexReading index) throws IOException {
        // one that is empty was made anew: what it knew of the others is lost
        return machines.isPresent() && !index.isEmpty()
                ? toDo(machines.get(), index)
                : allToDo(index);
    }

    private Map<String, String> toDo(Set<String> looked, IndexReading index) throws IOException {
        Map<String, String> toDo = new TreeMap<>();
        for (String machine : looked) {
            String known = index.stamp(MACHINE + machine).orElse("");
            if (!known.equals(stamp(machine))) {
                toDo.put(machine, known);
            }
        }
        return toDo;
    }

    private Map<String, String> allToDo(IndexReading index) throws IOException {
        Map<String, String> known = index.stamps(MACHINE);
        Map<String, String> toDo = new TreeMap<>();
        for (String machine : repository.machineNames()) {
            String stamp = known.remove(MACHINE + machine);
            if (stamp == null || !stamp.equals(stamp(machine))) {
                toDo.put(machine, stamp == null ? "" : stamp);
            }
        }
        known.forEach((key, stamp) -> toDo.put(key.substring(MACHINE.length()), stamp));
        return toDo;
    }

    private String stamp(String machine) throws IOException {
        OptionalLong last = repository.store().logs().last(machine);
        if (last.isEmpty()) {
            return "";
        }
        try {
            return stamp(repository.history(machine, last.getAsLong()).getFirst());
        } catch (StoreException.Damaged damaged) {
            warnings.add(notSearched(machine, damaged));
            return DAMAGED;
        }
    }

    private static String notSearched(String machine, StoreException.Damaged damaged) {
        return "machine \"%s\" is not searched: %s".formatted(machine, damaged.getMessage());
    }

    private static String stamp(LoggedEvent event) {
        return event.record() + " " + event.time() + " " + event.revision().hex();
    }

    /**
     * The folders of inspections that changed, with their times; no time where it may not count.
     */
    private Map<String, String> foldersToDo(IndexReading index) throws IOException {
        Map<String, String> known = index.stamps(FOLDER);
        Map<String, String> toDo = new TreeMap<>();
        long settled =
                TimeUnit.MILLISECONDS.toNanos(
                        environment.clock().instant().minus(SETTLED).toEpochMilli());
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(inspections.directory())) {
            for (Path folder : folders) {
                long changed = Files.getLastModifiedTime(folder).to(TimeUnit.NANOSECONDS);
                String key = FOLDER + folder.getFileName();
                if (!Long.toString(changed).equals(known.get(key))) {
                    toDo.put(key, changed < settled ? Long.toString(changed) : "");
                }
            }
        } catch (NoSuchFileException none) {
            return Map.of();
        }
        return toDo;
    }

    /** Does what there is to do, without a commit. Answers whether something changed. */
    boolean update(IndexReading index, IndexWriting changes, Task task) throws IOException {
        Map<String, String> folders = foldersToDo(index);
        Map<String, String> machines = machinesToDo(index);
        boolean changed = !machines.isEmpty();
        for (Map.Entry<String, String> machine : machines.entrySet()) {
            task.begin("indexing " + machine.getKey(), 0);
            update(machine.getKey(), machine.getValue(), index, changes, task);
        }
        for (Map.Entry<String, String> folder : folders.entrySet()) {
            changed |= updateFolder(folder.getKey(), index, changes, task);
            if (!folder.getValue().isEmpty()) {
                changes.stamp(folder.getKey(), folder.getValue());
                changed = true;
            }
        }
        return changed;
    }

    private void update(
            String name, String known, IndexReading index, IndexWriting changes, Task task)
            throws IOException {
        try {
            List<LoggedEvent> events = since(name, known);
            boolean anew =
                    known.isEmpty() || events.isEmpty() || !stamp(events.getFirst()).equals(known);
            if (anew) {
                changes.removeMachine(name);
                indexedAnew.add(name);
                events = repository.history(name, 0);
            }
            if (events.isEmpty()) {
                changes.removeStamp(MACHINE + name);
                return;
            }
            Set<Hash> touched = new LinkedHashSet<>();
            if (!anew) {
                List<String> tags = events.stream().flatMap(event -> event.tag().stream()).toList();
                index.named(name, tags).forEach(each -> touched.add(Hash.parse(each.revision())));
                events = events.subList(1, events.size());
            }
            events.forEach(event -> touched.add(event.revision()));
            put(repository.machine(name), touched, changes, task);
            changes.stamp(MACHINE + name, stamp(repository.history(name, last(name)).getFirst()));
        } catch (StoreException.Damaged damaged) {
            // its own log is broken; the others are searched all the same
            warnings.add(notSearched(name, damaged));
            changes.removeMachine(name);
            changes.stamp(MACHINE + name, DAMAGED);
        }
    }

    private long last(String machine) throws IOException {
        return repository.store().logs().last(machine).orElse(-1);
    }

    private List<LoggedEvent> since(String name, String known) throws IOException {
        int blank = known.indexOf(' ');
        return blank < 0
                ? List.of()
                : repository.history(name, Long.parseLong(known.substring(0, blank)));
    }

    private boolean updateFolder(String folder, IndexReading index, IndexWriting changes, Task task)
            throws IOException {
        boolean changed = false;
        for (IndexReading.Known known : index.withIds(folder.substring(FOLDER.length()))) {
            Hash id = Hash.parse(known.revision());
            String stamp = inspections.stamp(id);
            if (stamp.isEmpty() || stamp.equals(known.stamp())) {
                continue;
            }
            boolean readable =
                    !indexedAnew.contains(known.machine())
                            && !stamp(known.machine()).equals(DAMAGED);
            Optional<Machine> machine =
                    readable ? repository.find(known.machine()) : Optional.empty();
            if (machine.isPresent()) {
                put(machine.get(), Set.of(id), changes, task);
                changed = true;
            }
        }
        return changed;
    }

    private void put(Machine machine, Set<Hash> revisions, IndexWriting changes, Task task)
            throws IOException {
        List<Note> notes = repository.notes(machine);
        for (Hash id : revisions) {
            task.check();
            try {
                changes.put(entry(machine, id, notes));
            } catch (StoreException.Damaged | RevisionException.NotFound lost) {
                warnings.add(
                        "%s@%s is not searched: %s"
                                .formatted(machine.name(), id.abbreviated(), lost.getMessage()));
            }
        }
    }

    private Entry entry(Machine machine, Hash id, List<Note> notes) throws IOException {
        Revision revision = repository.revision(id);
        String stamp = inspections.stamp(id);
        Optional<Inspection> inspection = inspections.find(id).map(Inspections.Kept::inspection);
        return new Entry(
                machine.name(),
                id.hex(),
                machine.head().equals(id),
                machine.createdBy(),
                machine.clonedFrom().orElse(""),
                revision.author(),
                revision.time(),
                revision.message(),
                machine.tagsOf(id),
                notes.stream().filter(note -> note.revision().equals(id)).map(Note::text).toList(),
                revision.disks().size(),
                revision.sizeBytes(),
                hardware(revision),
                inspection,
                stamp);
    }

    private Optional<Entry.Hardware> hardware(Revision revision) throws IOException {
        if (revision.definition().isEmpty()) {
            return Optional.empty();
        }
        Optional<MachineDefinition> read =
                KeptDefinition.read(repository, revision, new ArrayList<>());
        return read.map(machine ->
                new Entry.Hardware(
                        machine.name(),
                        machine.description(),
                        machine.cpu().architecture(),
                        machine.cpu().count(),
                        machine.memoryBytes(),
                        machine.firmware().kind().name().toLowerCase(Locale.ROOT)));
    }
}
