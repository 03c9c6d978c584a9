package io.colama.definition.hyperv;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.SnapshotState;
import io.colama.definition.text.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder that Hyper-V exports a machine to: {@code Virtual Machines} with its configuration and
 * {@code Virtual Hard Disks} with its disks.
 */
public final class HyperVExport {

    private static final Bound FILES = new Bound("files of an export", 100_000);
    private static final int MAX_DEPTH = 4;

    private HyperVExport() {}

    /**
     * The machine in {@code directory}. Disks are named by where they lie below it; a configuration
     * names them by where they were on the host. Checkpoints are the configurations in {@code
     * Snapshots}. Where the configuration is of a version that is not known, the disks make a plain
     * machine, and a note says so.
     *
     * @throws DefinitionException.NotThisFormat when there is no configuration
     * @throws DefinitionException when it is damaged
     */
    public static ReadDefinition read(Path directory) throws IOException {
        List<Path> files = files(directory);
        Path configuration =
                files.stream()
                        .filter(HyperVExport::isConfiguration)
                        .findFirst()
                        .orElseThrow(() ->
                                new DefinitionException.NotThisFormat(
                                        directory
                                                + ": no export of Hyper-V found, a file"
                                                + " .vmcx or .xml in Virtual Machines"
                                                + " expected"));
        Map<String, String> disks = new TreeMap<>();
        for (Path file : files) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.matches(".*\\.(a?vhdx?)")) {
                disks.putIfAbsent(name, directory.relativize(file).toString());
            }
        }
        VmcxFile.BYTES.check(configuration.toString(), Files.size(configuration));
        try {
            byte[] content = Files.readAllBytes(configuration);
            ReadDefinition read = HyperVReader.read(configuration.toString(), content);
            List<String> notes = new ArrayList<>(read.notes());
            MachineDefinition machine = placed(read.machines().getFirst(), disks, notes);
            List<SnapshotState> checkpoints = checkpoints(files, disks, notes);
            return new ReadDefinition(
                    DefinitionFormat.HYPERV, List.of(machine), notes, checkpoints);
        } catch (DefinitionException.Unsupported unknown) {
            return plain(directory, disks, unknown);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory, MAX_DEPTH)) {
            List<Path> files =
                    all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                            .limit(FILES.max() + 1)
                            .sorted()
                            .toList();
            FILES.check(directory.toString(), files.size());
            return files;
        }
    }

    private static boolean isConfiguration(Path file) {
        return isIn("Virtual Machines", file);
    }

    private static boolean isIn(String folder, Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Path parent = file.getParent();
        return (name.endsWith(".vmcx") || name.endsWith(".xml"))
                && parent != null
                && parent.endsWith(folder);
    }

    /**
     * The configurations of checkpoints, which are whole ones that name the disks of then. Each is
     * taken to follow the one before it in time.
     */
    private static List<SnapshotState> checkpoints(
            List<Path> files, Map<String, String> disks, List<String> notes) throws IOException {
        List<SnapshotState> found = new ArrayList<>();
        for (Path file : files.stream().filter(f -> isIn("Snapshots", f)).toList()) {
            String what = file.toString();
            VmcxFile.BYTES.check(what, Files.size(file));
            try {
                byte[] content = Files.readAllBytes(file);
                MachineDefinition machine = HyperVReader.read(what, content).machines().getFirst();
                String name = file.getFileName().toString();
                found.add(
                        new SnapshotState(
                                name.substring(0, name.lastIndexOf('.')),
                                Optional.empty(),
                                machine.name(),
                                machine.description(),
                                HyperVReader.created(what, content),
                                placed(machine, disks, notes)));
            } catch (DefinitionException.Unsupported | DefinitionException.NotThisFormat unknown) {
                notes.add("A checkpoint is left out (" + unknown.getMessage() + ").");
            }
        }
        found.sort(Comparator.comparing(state -> state.created().orElse(Instant.MIN)));
        if (found.size() > 1) {
            notes.add("The checkpoints are taken in the order of their times.");
        }
        List<SnapshotState> linked = new ArrayList<>();
        for (SnapshotState state : found) {
            Optional<String> parent =
                    linked.isEmpty() ? Optional.empty() : Optional.of(linked.getLast().id());
            linked.add(
                    new SnapshotState(
                            state.id(),
                            parent,
                            state.name(),
                            state.description(),
                            state.created(),
                            state.machine()));
        }
        return linked;
    }

    /** The machine with its disks named by where they lie in the export. */
    private static MachineDefinition placed(
            MachineDefinition machine, Map<String, String> files, List<String> notes) {
        List<DiskDevice> disks = new ArrayList<>();
        for (DiskDevice disk : machine.disks()) {
            String name = disk.file().substring(disk.file().lastIndexOf('\\') + 1);
            String found = files.get(name.toLowerCase(Locale.ROOT));
            if (found == null) {
                notes.add("The disk " + disk.file() + " is not in the export.");
                disks.add(disk);
            } else {
                disks.add(disk.withFile(found, disk.format(), disk.sizeBytes()));
            }
        }
        return machine.builder().disks(disks).build();
    }

    private static ReadDefinition plain(
            Path directory, Map<String, String> files, DefinitionException why) {
        List<DiskDevice> disks = new ArrayList<>();
        files.forEach((name, file) -> {
            String format = name.endsWith("vhdx") ? "vhdx" : "vhd";
            disks.add(
                    DiskDevice.of(DiskBus.SCSI, 0, disks.size(), file)
                            .withFile(file, Optional.of(format), OptionalLong.empty()));
        });
        Path name = directory.toAbsolutePath().normalize().getFileName();
        MachineDefinition machine =
                MachineDefinition.plain(name == null ? "machine" : name.toString(), 0)
                        .builder()
                        .disks(disks)
                        .build();
        return new ReadDefinition(
                DefinitionFormat.HYPERV,
                List.of(machine),
                List.of(
                        "The configuration is not read (" + why.getMessage() + ").",
                        "Processors, memory and cards are usual ones; all disks that were found"
                                + " are taken."),
                List.of());
    }
}
