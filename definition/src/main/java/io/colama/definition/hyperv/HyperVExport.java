package io.colama.definition.hyperv;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.text.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
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
     * names them by where they were on the host. Where the configuration is of a version that is
     * not known, the disks make a plain machine, and a note says so.
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
            return placed(HyperVReader.read(configuration.toString(), content), disks);
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
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Path parent = file.getParent();
        return (name.endsWith(".vmcx") || name.endsWith(".xml"))
                && parent != null
                && parent.endsWith("Virtual Machines");
    }

    private static ReadDefinition placed(ReadDefinition read, Map<String, String> files) {
        List<String> notes = new ArrayList<>(read.notes());
        List<DiskDevice> disks = new ArrayList<>();
        MachineDefinition machine = read.machines().getFirst();
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
        return new ReadDefinition(
                DefinitionFormat.HYPERV,
                List.of(machine.builder().disks(disks).build()),
                notes,
                List.of());
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
