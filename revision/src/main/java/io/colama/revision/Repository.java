package io.colama.revision;

import io.colama.block.BlockSource;
import io.colama.store.AppendLog;
import io.colama.store.Hash;
import io.colama.store.IngestResult;
import io.colama.store.Progress;
import io.colama.store.Store;
import io.colama.store.StoreException;
import io.colama.store.StoreWriter;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Machines and their revisions in a store.
 *
 * <p>Whatever is added becomes visible by one append to the machine's log; before it, everything
 * that the record refers to is durable. Two writers that add to one machine at once: one is first,
 * the other sees its record and decides again, or ends with {@link RevisionException.Conflict}.
 *
 * <p>Threads: any number.
 */
public final class Repository implements Closeable {

    private static final int MOST_TRIES = 1000;

    private final Store store;
    private final boolean closesStore;
    private final MachineLog log;
    private final RevisionNames names = new RevisionNames(this);

    private Repository(Store store, boolean closesStore) {
        this.store = store;
        this.closesStore = closesStore;
        this.log = new MachineLog(store.logs());
    }

    /** The machines of a store, which is closed with this. */
    public Repository(Store store) {
        this(store, true);
    }

    /** The machines of a store that stays open when this is closed. */
    public static Repository within(Store store) {
        return new Repository(store, false);
    }

    /** The store below. */
    public Store store() {
        return store;
    }

    /** The names of all machines, sorted. */
    public List<String> machineNames() throws IOException {
        return store.logs().names();
    }

    /** The machine of this name, if there is one. */
    public Optional<Machine> find(String name) throws IOException {
        return log.find(name);
    }

    /**
     * The machine of this name.
     *
     * @throws RevisionException.NotFound with similar names, when there is none
     */
    public Machine machine(String name) throws IOException {
        Optional<Machine> found = find(name);
        if (found.isEmpty()) {
            throw names.unknownMachine(name);
        }
        return found.get();
    }

    /**
     * What a name stands for: {@code web}, {@code web@v1}, {@code web@3f2c9a}, {@code web~2},
     * {@code 3f2c9a…}.
     *
     * @throws RevisionException.NotFound when nothing, or more than one thing, with candidates
     * @throws RevisionException.Invalid when it is not the form of a name
     */
    public Resolved resolve(String name) throws IOException {
        return names.resolve(name);
    }

    /**
     * A revision by its id; when the store has lost it, from the logs, which repeat it.
     *
     * @throws RevisionException.NotFound when there is none
     */
    public Revision revision(Hash id) throws IOException {
        try {
            return Revision.decode("revision " + id.abbreviated(), store.blob(id));
        } catch (StoreException.Absent e) {
            Optional<byte[]> copy = copyInLogs(id);
            if (copy.isPresent()) {
                return Revision.decode("revision " + id.abbreviated(), copy.get());
            }
            RevisionException.NotFound missing =
                    new RevisionException.NotFound("there is no revision " + id);
            missing.addSuppressed(e);
            throw missing;
        }
    }

    private Optional<byte[]> copyInLogs(Hash id) throws IOException {
        for (String machine : machineNames()) {
            OptionalLong last = store.logs().last(machine);
            for (long number = last.orElse(-1); number >= 0; number--) {
                if (log.read(machine, number).event() instanceof RefEvent.CheckedIn event
                        && event.revision().equals(id)) {
                    return Optional.of(event.encoded());
                }
            }
        }
        return Optional.empty();
    }

    /** The ids of revisions that begin with hexadecimal digits. */
    List<Hash> revisionIds(String prefix, int most) throws IOException {
        List<Hash> ids = new ArrayList<>();
        for (Hash id : store.blobs(prefix, 1000)) {
            if (Revision.isRevision(store.blob(id)) && ids.size() < most) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** A walk from these revisions to their ancestors. */
    public RevisionWalk walk(Collection<Hash> heads) throws IOException {
        return new RevisionWalk(this, heads);
    }

    /**
     * What a machine's log says from a record on, oldest first; nothing when it has not so many.
     *
     * @throws io.colama.store.StoreException.Damaged when a record cannot be read
     */
    public List<LoggedEvent> history(String machine, long first) throws IOException {
        List<LoggedEvent> events = new ArrayList<>();
        long last = store.logs().last(machine).orElse(-1);
        for (long number = first; number <= last; number++) {
            events.add(LoggedEvent.of(number, log.read(machine, number).event()));
        }
        return events;
    }

    /** The records of a machine's log, from one on, by which a revision became the head. */
    public List<LoggedEvent> heads(String machine, long first) throws IOException {
        List<LoggedEvent> heads = new ArrayList<>();
        long last = store.logs().last(machine).orElse(-1);
        for (long number = first; number <= last; number++) {
            RefEvent event = log.read(machine, number).event();
            if (event instanceof RefEvent.CheckedIn || event instanceof RefEvent.Cloned) {
                heads.add(LoggedEvent.of(number, event));
            }
        }
        return heads;
    }

    /**
     * Whether a revision became the head of a machine by a check-in; looks from the youngest on.
     */
    public boolean wasCheckedIn(String machine, Hash id) throws IOException {
        for (long number = store.logs().last(machine).orElse(-1); number >= 0; number--) {
            if (log.read(machine, number).event() instanceof RefEvent.CheckedIn event
                    && event.revision().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** The notes of a machine, oldest first. */
    public List<Note> notes(Machine machine) throws IOException {
        List<Note> notes = new ArrayList<>();
        for (long number : machine.noteRecords()) {
            if (log.read(machine.name(), number).event() instanceof RefEvent.Noted note) {
                notes.add(new Note(note.revision(), note.by(), note.time(), note.text()));
            }
        }
        return notes;
    }

    /** A disk of a revision as a source; closing it does nothing. */
    public BlockSource open(Revision.Disk disk) throws IOException {
        return store.open(disk.id());
    }

    /** The bytes of a revision's definition file. */
    public byte[] definition(Revision.Definition definition) throws IOException {
        return store.blob(definition.content());
    }

    /**
     * Stores disks and makes them the next revision of a machine.
     *
     * @throws RevisionException.Conflict when the head is not, or is no longer, the expected one;
     *     everything is stored already then, so the next try costs little
     */
    public CheckInResult checkIn(CheckInRequest request, Progress progress) throws IOException {
        checkName(request.machine());
        if (request.tag().isPresent()) {
            checkName(request.tag().get());
        }
        checkText(request.message());
        checkText(request.source());
        Optional<Machine> before = find(request.machine());
        Optional<Hash> head = before.map(Machine::head);
        if (request.expectedHead().isPresent() && !request.expectedHead().equals(head)) {
            throw moved(request.machine(), request.expectedHead(), head);
        }
        try (StoreWriter writer = store.writer()) {
            List<IngestResult> stored = new ArrayList<>();
            List<Revision.Disk> disks = new ArrayList<>();
            for (CheckInRequest.SourceDisk disk : request.disks()) {
                IngestResult result = store(disk, writer, progress);
                stored.add(result);
                disks.add(
                        new Revision.Disk(
                                disk.name(), result.disk().sizeBytes(), result.disk().id()));
            }
            Optional<Revision.Definition> definition = Optional.empty();
            if (request.definition().isPresent()) {
                CheckInRequest.DefinitionFile file = request.definition().get();
                definition =
                        Optional.of(
                                new Revision.Definition(
                                        file.fileName(), writer.addBlob(file.content())));
            }
            Revision revision =
                    new Revision(
                            request.parents().orElse(head.stream().toList()),
                            disks,
                            definition,
                            request.author(),
                            request.time(),
                            request.message(),
                            request.machine(),
                            request.source());
            Hash id = writer.addBlob(revision.encode());
            writer.publish();
            progress.check();
            request.guard().check(id);
            commit(
                    request,
                    before,
                    head,
                    new RefEvent.CheckedIn(
                            request.author(),
                            revision.time(),
                            id,
                            revision.encode(),
                            request.tag()));
            return new CheckInResult(id, revision, List.copyOf(stored), writer.bytesStored());
        }
    }

    private static IngestResult store(
            CheckInRequest.SourceDisk disk, StoreWriter writer, Progress progress)
            throws IOException {
        return disk.changed().isPresent()
                ? writer.addDisk(disk.content(), disk.changed().get(), progress)
                : writer.addDisk(disk.content(), progress);
    }

    private void commit(
            CheckInRequest request, Optional<Machine> before, Optional<Hash> head, RefEvent event)
            throws IOException {
        Optional<Machine> current = before;
        for (int i = 0; i < MOST_TRIES; i++) {
            if (request.tag().isPresent() && current.isPresent()) {
                checkTagFree(current.get(), request.tag().get());
            }
            if (log.append(request.machine(), current.orElse(null), event)) {
                return;
            }
            current = find(request.machine());
            Optional<Hash> now = current.map(Machine::head);
            if (!now.equals(head)) {
                throw moved(request.machine(), head, now);
            }
        }
        throw busy(request.machine());
    }

    private static RevisionException.Conflict moved(
            String machine, Optional<Hash> expected, Optional<Hash> found) {
        return new RevisionException.Conflict(
                "machine \"%s\" has moved: its head is %s, this work began at %s; nothing was "
                                .formatted(machine, name(found), name(expected))
                        + "overwritten: check out the head, or clone your revision to a machine of its own");
    }

    private static String name(Optional<Hash> id) {
        return id.map(Hash::abbreviated).orElse("nothing");
    }

    private static RevisionException.Conflict busy(String machine) {
        return new RevisionException.Conflict(
                "machine \"%s\" is being changed by others all the time: try again"
                        .formatted(machine));
    }

    /**
     * Makes a machine whose first revision is an existing one. Adds nothing to packs.
     *
     * @throws RevisionException.Conflict when the name is taken
     */
    public Machine cloneMachine(Resolved from, String name, String by, Instant time)
            throws IOException {
        checkName(name);
        String origin = from.machine().orElse(from.revision().machine());
        if (find(name).isPresent()
                || !log.append(name, null, new RefEvent.Cloned(by, time, from.id(), origin))) {
            throw new RevisionException.Conflict(
                    "there is a machine \"%s\" already: choose another name".formatted(name));
        }
        return machine(name);
    }

    /**
     * Gives a revision a name.
     *
     * @param force whether an existing tag may be moved
     * @throws RevisionException.Conflict when the tag stands for another revision already
     */
    public void tag(
            String machine, Hash revision, String tag, boolean force, String by, Instant time)
            throws IOException {
        checkName(tag);
        for (int i = 0; i < MOST_TRIES; i++) {
            Machine current = machine(machine);
            Hash existing = current.tags().get(tag);
            if (revision.equals(existing)) {
                return;
            }
            if (existing != null && !force) {
                checkTagFree(current, tag);
            }
            if (log.append(machine, current, new RefEvent.Tagged(by, time, revision, tag))) {
                return;
            }
        }
        throw busy(machine);
    }

    private static void checkTagFree(Machine machine, String tag)
            throws RevisionException.Conflict {
        Hash existing = machine.tags().get(tag);
        if (existing != null) {
            throw new RevisionException.Conflict(
                    "tag \"%s\" of machine \"%s\" stands for %s already: choose another name, "
                                    .formatted(tag, machine.name(), existing.abbreviated())
                            + "or move it with 'colama tag --force'");
        }
    }

    /** Attaches a comment to a revision. */
    public void note(String machine, Hash revision, String text, String by, Instant time)
            throws IOException {
        checkText(text);
        if (text.isBlank()) {
            throw new RevisionException.Invalid("a note needs a text");
        }
        for (int i = 0; i < MOST_TRIES; i++) {
            if (log.append(
                    machine, machine(machine), new RefEvent.Noted(by, time, revision, text))) {
                return;
            }
        }
        throw busy(machine);
    }

    private static void checkName(String name) throws RevisionException.Invalid {
        if (!AppendLog.isName(name)) {
            throw new RevisionException.Invalid(
                    "\"%s\" cannot be a name: letters, digits and . _ - are allowed, at most 128, beginning with a letter "
                                    .formatted(name)
                            + "or digit");
        }
    }

    private static void checkText(String text) throws RevisionException.Invalid {
        if (text.length() > Revision.MAX_TEXT) {
            throw new RevisionException.Invalid(
                    "a text of %d characters: at most %d are allowed"
                            .formatted(text.length(), Revision.MAX_TEXT));
        }
    }

    @Override
    public void close() throws IOException {
        if (closesStore) {
            store.close();
        }
    }
}
