package io.colama.operations;

import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.SnapshotState;
import io.colama.disk.DiskImages;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.DiskSnapshot;
import io.colama.disk.image.OpenWatch;
import io.colama.nbd.client.NbdUri;
import io.colama.revision.CheckInRequest;
import io.colama.revision.Repository;
import io.colama.revision.WorkingCopy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The states of a machine that a check-in makes revisions of: the present one, and before it those
 * that an image or definition keeps, where they are wanted.
 */
final class States implements Closeable {

    private static final int MOST_DEFINITION_BYTES = 8 << 20;
    private static final String NOW = "";

    private final Opener opener;
    private final List<State> kept;
    private final State now;
    private final Optional<CheckInRequest.DefinitionFile> definition;
    private final List<String> notes;
    private final Closeable resource;

    private States(
            Opener opener,
            List<State> kept,
            State now,
            Optional<CheckInRequest.DefinitionFile> definition,
            List<String> notes,
            Closeable resource) {
        this.opener = opener;
        this.kept = kept;
        this.now = now;
        this.definition = definition;
        this.notes = notes;
        this.resource = resource;
    }

    /**
     * A state.
     *
     * @param id unique among the states
     * @param parent the id of the state before it; empty for one that follows the machine's head
     * @param name what the user called it
     * @param message why it was kept
     * @param created when it was kept; empty for the present
     * @param machine the hardware with the files of the disks, where a definition tells
     */
    record State(
            String id,
            Optional<String> parent,
            String name,
            String message,
            Optional<Instant> created,
            Optional<MachineDefinition> machine) {

        static State present(Optional<String> parent, Optional<MachineDefinition> machine) {
            return new State(NOW, parent, "", "", Optional.empty(), machine);
        }

        boolean isPresent() {
            return id.equals(NOW);
        }
    }

    /** Opens the disks of a state. */
    @FunctionalInterface
    private interface Opener {
        void open(State state, Sources sources) throws IOException;
    }

    /** The present state of a working copy. */
    static States of(Repository repository, WorkingCopy copy, CheckIn.Request request)
            throws IOException {
        Opener opener =
                (_, sources) -> {
                    for (WorkingCopy.DiskFile file : copy.files()) {
                        if (file.below().isPresent()) {
                            sources.add(file.disk(), Overlay.open(repository, copy, file));
                        } else {
                            sources.add(
                                    file.disk(),
                                    copy.directory().resolve(file.fileName()),
                                    options(DiskFormat.byName(file.format()), request),
                                    Optional.empty(),
                                    OpenWatch.NONE);
                        }
                    }
                };
        Optional<Path> file =
                request.definition().or(() -> copy.definition().map(copy.directory()::resolve));
        return new States(
                opener,
                List.of(),
                State.present(Optional.empty(), Optional.empty()),
                definition(file),
                List.of(),
                () -> {});
    }

    /** The states of images, or of a machine with a definition. */
    static States of(CheckIn.Request request, Task task) throws IOException {
        boolean snapshots = request.snapshot().isPresent() || request.withSnapshots();
        List<State> kept = List.of();
        if (request.sources().size() == 1
                && request.sources().getFirst() instanceof SourceName.InFiles(Path path)) {
            Optional<MachineFiles> files =
                    MachineFiles.find(
                            path, request.importRoot(), request.pick(), request.files(), task);
            if (files.isPresent()) {
                return ofMachine(files.get(), request);
            }
            kept = request.withSnapshots() ? keptInImage(path, request) : kept;
        } else if (snapshots) {
            throw new OperationException(
                    Failure.USAGE, "snapshots can be taken from one image or definition only");
        }
        Optional<String> parent =
                kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast().id());
        Opener opener =
                (state, sources) -> {
                    Optional<String> snapshot =
                            state.isPresent() ? request.snapshot() : Optional.of(state.id());
                    for (int i = 0; i < request.sources().size(); i++) {
                        OpenOptions options = options(request.format(), request);
                        String name = "disk" + i;
                        switch (request.sources().get(i)) {
                            case SourceName.InFiles(Path path) ->
                                    sources.add(name, path, options, snapshot, new Opening(task));
                            case SourceName.OnServer(NbdUri uri) ->
                                    sources.add(name, uri, request.format());
                        }
                    }
                };
        return new States(
                opener,
                kept,
                State.present(parent, Optional.empty()),
                definition(request.definition()),
                List.of(),
                () -> {});
    }

    /** The snapshots inside an image, each following the one before it. */
    private static List<State> keptInImage(Path path, CheckIn.Request request) throws IOException {
        OpenOptions options =
                options(request.format(), request)
                        .withFiles(request.files())
                        .withParents(OpenOptions.Parents.LEFT_OUT);
        try (DiskImage image = DiskImages.open(path, options)) {
            List<State> kept = new ArrayList<>();
            for (DiskSnapshot snapshot :
                    image.snapshots().stream()
                            .sorted(Comparator.comparing(DiskSnapshot::created))
                            .toList()) {
                kept.add(
                        new State(
                                snapshot.id(),
                                kept.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(kept.getLast().id()),
                                snapshot.name(),
                                "snapshot " + snapshot.name(),
                                Optional.of(snapshot.created()),
                                Optional.empty()));
            }
            return kept;
        }
    }

    private static States ofMachine(MachineFiles files, CheckIn.Request request)
            throws IOException {
        try {
            DiskStates inside = insideDisks(files, request);
            List<State> all =
                    Stream.concat(
                                    files.read().snapshots().stream().map(States::kept),
                                    inside.states().stream())
                            .toList();
            Optional<State> chosen = Optional.empty();
            if (request.snapshot().isPresent()) {
                String wanted = request.snapshot().get();
                chosen =
                        Optional.of(
                                all.stream()
                                        .filter(one ->
                                                one.id().equals(wanted)
                                                        || one.name().equals(wanted))
                                        .findFirst()
                                        .orElseThrow(() -> noSnapshot(files, wanted, all)));
            }
            List<State> kept = request.withSnapshots() ? all : List.of();
            Optional<String> parent =
                    kept.isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    chosen.map(State::id).orElseGet(() -> currentOf(files, kept)));
            MachineDefinition machine = chosen.flatMap(State::machine).orElseGet(files::machine);
            State now =
                    new State(
                            NOW,
                            parent,
                            chosen.map(State::name).orElse(""),
                            "",
                            Optional.empty(),
                            Optional.of(machine));
            Optional<CheckInRequest.DefinitionFile> own = definition(request.definition());
            List<String> notes = new ArrayList<>(files.notes());
            notes.addAll(inside.notes());
            if (!all.isEmpty() && !request.withSnapshots() && chosen.isEmpty()) {
                notes.add(
                        "%s: keeps %d snapshots, which --with-snapshots would check in too"
                                .formatted(files.definition().fileName(), all.size()));
            }
            boolean inDisks =
                    !inside.states().isEmpty() || files.read().format() == DefinitionFormat.PROXMOX;
            return new States(
                    (state, sources) -> openMachine(files, state, inDisks, sources),
                    kept,
                    now,
                    Optional.of(own.orElseGet(files::definition)),
                    notes,
                    files);
        } catch (IOException | RuntimeException failure) {
            files.close();
            throw failure;
        }
    }

    /** The states inside the disks of a machine whose definition keeps none itself. */
    private static DiskStates insideDisks(MachineFiles files, CheckIn.Request request)
            throws IOException {
        boolean wanted = request.withSnapshots() || request.snapshot().isPresent();
        return wanted && files.read().snapshots().isEmpty()
                ? DiskStates.of(files)
                : DiskStates.NONE;
    }

    private static OperationException noSnapshot(
            MachineFiles files, String wanted, List<State> all) {
        return new OperationException(
                Failure.NOT_FOUND,
                "%s: has no snapshot \"%s\", but: %s"
                        .formatted(
                                files.definition().fileName(),
                                wanted,
                                String.join(", ", all.stream().map(State::name).toList())));
    }

    /**
     * The state that the present one was made from: as the definition says, or else the newest of
     * those that no other follows.
     */
    private static String currentOf(MachineFiles files, List<State> kept) {
        if (files.read().current().isPresent()) {
            return files.read().current().get();
        }
        List<String> parents = kept.stream().flatMap(one -> one.parent().stream()).toList();
        return kept.stream()
                .filter(one -> !parents.contains(one.id()))
                .max(Comparator.comparing(one -> one.created().orElse(Instant.MIN)))
                .orElse(kept.getLast())
                .id();
    }

    private static State kept(SnapshotState state) {
        String text = state.description().isBlank() ? "" : "\n\n" + state.description().strip();
        return new State(
                state.id(),
                state.parent(),
                state.name(),
                "snapshot " + state.name() + text,
                state.created(),
                Optional.of(state.machine()));
    }

    /**
     * Opens the disks of a machine.
     *
     * @param inDisks whether a kept state is one of each image, and not a file of its own
     */
    private static void openMachine(
            MachineFiles files, State state, boolean inDisks, Sources sources) throws IOException {
        MachineDefinition machine = state.machine().orElseThrow();
        if (machine.disks().isEmpty()) {
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "%s: the machine \"%s\" has no disks"
                            .formatted(files.definition().fileName(), machine.name()));
        }
        boolean inside = inDisks && !state.name().isEmpty();
        int number = 0;
        for (DiskDevice disk : machine.disks()) {
            String name = "disk" + number++;
            if (inside && !disk.file().isEmpty()) {
                DiskImage image = files.places().open(disk);
                Optional<String> id = Optional.of(DiskStates.id(image, state.name()));
                sources.add(name, image, disk.file(), id, image.files());
            } else {
                files.places().add(sources, name, disk);
            }
        }
    }

    private static OpenOptions options(Optional<DiskFormat> format, CheckIn.Request request) {
        return new OpenOptions(
                format,
                request.allowBacking() ? OpenOptions.Parents.OPENED : OpenOptions.Parents.REFUSED,
                request.importRoot());
    }

    private static Optional<CheckInRequest.DefinitionFile> definition(Optional<Path> file)
            throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        long size = Files.size(file.get());
        if (size > MOST_DEFINITION_BYTES) {
            throw new OperationException(
                    Failure.USAGE,
                    "%s: a definition of %d bytes, at most %d are taken"
                            .formatted(file.get(), size, MOST_DEFINITION_BYTES));
        }
        String name = String.valueOf(file.get().getFileName());
        return Optional.of(new CheckInRequest.DefinitionFile(name, Files.readAllBytes(file.get())));
    }

    /** The kept states, parents first; empty when they are not wanted. */
    List<State> kept() {
        return kept;
    }

    /** The state that becomes the head. */
    State now() {
        return now;
    }

    /** The definition file that belongs to all of them. */
    Optional<CheckInRequest.DefinitionFile> definition() {
        return definition;
    }

    /** What the user should know. */
    List<String> notes() {
        return notes;
    }

    /** Opens the disks of a state. */
    void open(State state, Sources sources) throws IOException {
        opener.open(state, sources);
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }
}
