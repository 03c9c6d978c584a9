package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.Closing;
import io.colama.definition.Definitions;
import io.colama.definition.archive.BoxArchive;
import io.colama.definition.archive.BoxLimits;
import io.colama.definition.archive.OvaArchive;
import io.colama.definition.hyperv.HyperVExport;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.vagrant.VagrantBox;
import io.colama.definition.vmware.VmxReader;
import io.colama.revision.CheckInRequest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * A machine as it lies in files: its definition, and a way to the images of its disks. Found from a
 * definition file, a package, a box or a folder with one of these.
 */
final class MachineFiles implements Closeable {

    private static final int MOST_DEFINITION_BYTES = 16 << 20;
    private static final int TAR_BLOCK = 512;

    /** For those who look at all machines of a definition. */
    static final Optional<String> ANY = Optional.of("\0any");

    private static final Set<String> ENDINGS =
            Set.of("xml", "ovf", "vmx", "vbox", "vmcx", "conf", "cfg", "json");

    private final CheckInRequest.DefinitionFile definition;
    private final ReadDefinition read;
    private final MachineDefinition machine;
    private final DiskPlaces places;
    private final List<String> notes;

    private MachineFiles(
            CheckInRequest.DefinitionFile definition,
            ReadDefinition read,
            MachineDefinition machine,
            DiskPlaces places,
            List<String> notes) {
        this.definition = definition;
        this.read = read;
        this.machine = machine;
        this.places = places;
        this.notes = notes;
    }

    /**
     * The machine in {@code source}, or nothing when that is not for machines but a disk image.
     *
     * @param importRoot where disks must lie; the directory of the definition when empty
     * @param pick which machine, where a definition has several
     * @param files opens the source and what it names
     */
    static Optional<MachineFiles> find(
            Path source,
            Optional<Path> importRoot,
            Optional<String> pick,
            SourceFiles files,
            Task task)
            throws IOException {
        if (Files.isDirectory(source)) {
            return Optional.of(folder(source, importRoot, pick, files, task));
        }
        String ending = ending(source);
        if (!Files.isRegularFile(source)) {
            return Optional.empty();
        }
        if (ending.equals("box")) {
            return Optional.of(box(source, pick, files));
        }
        if (ending.equals("ova")) {
            return Optional.of(ova(source, pick, files, task));
        }
        if (isTar(source, files)) {
            try {
                return Optional.of(ova(source, pick, files, task));
            } catch (DefinitionException.NotThisFormat other) {
                return Optional.empty(); // a disk may begin as a tar archive does
            }
        }
        if (!ENDINGS.contains(ending)) {
            return Optional.empty();
        }
        return Optional.of(file(source, importRoot, pick, files, task));
    }

    /** The first of a folder: a box, an export of Hyper-V, or its one definition file. */
    private static MachineFiles folder(
            Path folder,
            Optional<Path> importRoot,
            Optional<String> pick,
            SourceFiles files,
            Task task)
            throws IOException {
        if (Files.isRegularFile(folder.resolve("metadata.json"))) {
            return unpackedBox(folder, pick, Optional.empty(), files);
        }
        if (Files.isDirectory(folder.resolve("Virtual Machines"))) {
            ReadDefinition read = HyperVExport.read(folder);
            Path file = hyperVFile(folder);
            DiskPlaces places =
                    DiskPlaces.inFolder(folder.resolve("definition"), importRoot, files);
            return of(fileOf(file, files), read, pick, places);
        }
        List<Path> found;
        try (Stream<Path> all = Files.list(folder)) {
            found =
                    all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                            .filter(file ->
                                    Set.of("ova", "ovf", "vmx", "vbox", "xml", "conf", "cfg")
                                            .contains(ending(file)))
                            .sorted()
                            .toList();
        }
        if (found.size() != 1) {
            throw new OperationException(
                    Failure.USAGE,
                    found.isEmpty()
                            ? folder
                                    + ": neither a working copy nor a folder with the definition of a machine (.ova, .ovf, .vmx, .vbox, .xml, .conf, .cfg)"
                            : "%s: %d definitions found (%s): name the one to check in"
                                    .formatted(folder, found.size(), names(found)));
        }
        return find(found.getFirst(), importRoot, pick, files, task)
                .orElseThrow(() ->
                        new OperationException(
                                Failure.UNSUPPORTED,
                                found.getFirst() + ": not the definition of a machine"));
    }

    private static Path hyperVFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 4)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> Set.of("vmcx", "xml").contains(ending(file)))
                    .filter(file -> file.startsWith(folder.resolve("Virtual Machines")))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() ->
                            new OperationException(
                                    Failure.UNSUPPORTED, folder + ": no export of Hyper-V"));
        }
    }

    private static String names(List<Path> files) {
        return String.join(
                ", ", files.stream().map(file -> file.getFileName().toString()).toList());
    }

    private static MachineFiles file(
            Path source,
            Optional<Path> importRoot,
            Optional<String> pick,
            SourceFiles files,
            Task task)
            throws IOException {
        CheckInRequest.DefinitionFile file = fileOf(source, files);
        String what = source.toString();
        ReadDefinition read;
        Path vmsd = sibling(source, ".vmsd");
        if (ending(source).equals("vmx") && Files.isRegularFile(vmsd) && Files.size(vmsd) > 0) {
            byte[] states = fileOf(vmsd, files).content();
            read = VmxReader.read(what, file.content(), vmsd.toString(), states);
        } else {
            read = Definitions.read(what, file.content());
        }
        DiskPlaces places = DiskPlaces.inFolder(source, importRoot, files);
        List<String> notes = new ArrayList<>();
        if (ending(source).equals("ovf")) {
            notes.addAll(places.describedBy(what, file.content(), sibling(source, ".mf"), task));
        }
        MachineFiles made = of(file, read, pick, places);
        made.notes.addAll(notes);
        return made;
    }

    private static Path sibling(Path file, String newEnding) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + newEnding);
    }

    private static MachineFiles ova(
            Path source, Optional<String> pick, SourceFiles files, Task task) throws IOException {
        OvaArchive archive = OvaArchive.open(source.toString(), files.open(source));
        DiskPlaces places = DiskPlaces.inPackage(source, archive, files);
        try {
            task.begin("verifying " + source.getFileName(), Files.size(source));
            List<String> notes = new ArrayList<>(archive.notes());
            notes.addAll(verified(archive, task));
            CheckInRequest.DefinitionFile file =
                    new CheckInRequest.DefinitionFile(
                            archive.descriptorName(), archive.descriptor());
            MachineFiles made = of(file, archive.envelope().definition(), pick, places);
            notes.forEach(note -> {
                if (!made.notes.contains(note)) {
                    made.notes.add(note);
                }
            });
            return made;
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, places);
            throw failure;
        }
    }

    private static List<String> verified(OvaArchive archive, Task task) throws IOException {
        try {
            return archive.verifyManifest(new Hashing(task));
        } catch (CancellationException cancelled) {
            throw Hashing.interrupted(cancelled);
        }
    }

    private static MachineFiles box(Path source, Optional<String> pick, SourceFiles files)
            throws IOException {
        Scratch scratch = Scratch.create(files);
        try (BlockSource box = files.open(source)) {
            BoxArchive.extract(
                    source.toString(),
                    box,
                    scratch.directory(),
                    BoxLimits.defaults().within(files.room()));
            return unpackedBox(scratch.directory(), pick, Optional.of(scratch), SourceFiles.PLAIN);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, scratch);
            throw failure;
        }
    }

    private static MachineFiles unpackedBox(
            Path folder, Optional<String> pick, Optional<Scratch> scratch, SourceFiles files)
            throws IOException {
        ReadDefinition read = VagrantBox.read(folder);
        Path own = folder.resolve("metadata.json");
        try (Stream<Path> all = Files.list(folder)) {
            own =
                    all.filter(file -> Set.of("ovf", "vmx").contains(ending(file)))
                            .sorted()
                            .findFirst()
                            .orElse(own);
        }
        DiskPlaces places = DiskPlaces.inFolder(own, Optional.empty(), files);
        scratch.ifPresent(places::owns);
        return of(fileOf(own, files), read, pick, places);
    }

    private static MachineFiles of(
            CheckInRequest.DefinitionFile file,
            ReadDefinition read,
            Optional<String> pick,
            DiskPlaces places)
            throws OperationException {
        List<String> all = read.machines().stream().map(MachineDefinition::name).toList();
        List<MachineDefinition> chosen =
                read.machines().stream()
                        .filter(one ->
                                pick.isEmpty() || pick.equals(ANY) || pick.get().equals(one.name()))
                        .toList();
        if (chosen.size() != 1 && !(pick.equals(ANY) && !chosen.isEmpty())) {
            throw new OperationException(
                    pick.isEmpty() ? Failure.USAGE : Failure.NOT_FOUND,
                    "%s: has %s (%s): choose one with --pick"
                            .formatted(
                                    file.fileName(),
                                    all.size() == 1 ? "1 machine" : all.size() + " machines",
                                    String.join(", ", all)));
        }
        return new MachineFiles(
                file, read, chosen.getFirst(), places, new ArrayList<>(read.notes()));
    }

    /** The definition file, byte for byte. */
    CheckInRequest.DefinitionFile definition() {
        return definition;
    }

    /** What the definition says. */
    ReadDefinition read() {
        return read;
    }

    /** The machine as it is now. */
    MachineDefinition machine() {
        return machine;
    }

    /** What the user should know. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Where its disks are. */
    DiskPlaces places() {
        return places;
    }

    private static CheckInRequest.DefinitionFile fileOf(Path file, SourceFiles files)
            throws IOException {
        long size = Files.size(file);
        if (size > MOST_DEFINITION_BYTES) {
            throw new DefinitionException.Refused(
                    "%s: %d bytes found, at most %d are taken for the definition of a machine"
                            .formatted(file, size, MOST_DEFINITION_BYTES));
        }
        return new CheckInRequest.DefinitionFile(
                file.getFileName().toString(), files.read(file, MOST_DEFINITION_BYTES));
    }

    private static boolean isTar(Path file, SourceFiles files) throws IOException {
        try (BlockSource bytes = files.open(file)) {
            if (bytes.size() < TAR_BLOCK) {
                return false;
            }
            ByteBuffer first = ByteBuffer.allocate(TAR_BLOCK);
            bytes.read(0, first);
            return OvaArchive.recognizes(first.array());
        }
    }

    static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        places.close();
    }
}
