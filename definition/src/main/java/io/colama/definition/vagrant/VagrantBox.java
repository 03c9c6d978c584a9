package io.colama.definition.vagrant;

import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.MacAddress;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.ovf.OvfReader;
import io.colama.definition.text.Bound;
import io.colama.definition.text.Numbers;
import io.colama.definition.text.SourceText;
import io.colama.definition.vmware.VmxReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads an unpacked Vagrant box. */
public final class VagrantBox {

    private static final Bound FILE_BYTES = new Bound("bytes of a file of a box", 16 << 20);

    private static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "^\\s*[A-Za-z_.]{1,40}\\.(memory|cpus)\\s*=\\s*[\"']?(\\d{1,9})[\"']?\\s*$",
                    Pattern.MULTILINE);
    private static final Pattern BASE_MAC =
            Pattern.compile(
                    "^\\s*[A-Za-z_.]{1,40}\\.base_mac\\s*=\\s*[\"']([0-9A-Fa-f:-]{12,17})[\"']",
                    Pattern.MULTILINE);

    private VagrantBox() {}

    /**
     * What the box in {@code directory} says.
     *
     * @throws DefinitionException when it is no box, damaged, or for a provider that is not read
     */
    public static ReadDefinition read(Path directory) throws IOException {
        Path metadataFile = directory.resolve("metadata.json");
        BoxMetadata metadata = BoxMetadata.parse(metadataFile.toString(), bytes(metadataFile));
        ReadDefinition read =
                switch (metadata.provider()) {
                    case "libvirt", "kvm", "qemu" ->
                            BoxMetadata.read(metadataFile.toString(), bytes(metadataFile));
                    case "virtualbox" -> {
                        Path ovf = find(directory, ".ovf");
                        yield OvfReader.read(ovf.toString(), bytes(ovf));
                    }
                    case "vmware", "vmware_desktop", "vmware_fusion", "vmware_workstation" -> {
                        Path vmx = find(directory, ".vmx");
                        yield VmxReader.read(vmx.toString(), bytes(vmx));
                    }
                    default ->
                            throw new DefinitionException.Unsupported(
                                    directory
                                            + ": a box for "
                                            + metadata.provider()
                                            + " found; those for libvirt, virtualbox and"
                                            + " vmware are read");
                };
        return withVagrantfile(directory.resolve("Vagrantfile"), read);
    }

    /**
     * What the descriptors of a box say, by their names.
     *
     * @throws DefinitionException when they are no box, damaged, or for a provider other than
     *     libvirt and virtualbox
     */
    public static ReadDefinition read(String what, Map<String, byte[]> descriptors)
            throws DefinitionException {
        byte[] none = new byte[0];
        byte[] ovf = descriptors.get("box.ovf");
        ReadDefinition read =
                ovf != null
                        ? OvfReader.read(what, ovf)
                        : BoxMetadata.read(what, descriptors.getOrDefault("metadata.json", none));
        String text = SourceText.of(what, descriptors.getOrDefault("Vagrantfile", none));
        List<MachineDefinition> machines = new ArrayList<>();
        for (MachineDefinition machine : read.machines()) {
            machines.add(assigned(text, machine));
        }
        return new ReadDefinition(DefinitionFormat.VAGRANT, machines, read.notes(), List.of());
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new DefinitionException.NotThisFormat(
                    file + ": no such file found, which every box has");
        }
        FILE_BYTES.check(file.toString(), Files.size(file));
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return stream.readNBytes((int) FILE_BYTES.max());
        }
    }

    private static Path find(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() ->
                            new DefinitionException.Damaged(
                                    directory + ": a file " + ending + " expected"));
        }
    }

    /** Picks what is plainly assigned in the text of the program. */
    private static ReadDefinition withVagrantfile(Path file, ReadDefinition read)
            throws IOException {
        List<String> notes = new ArrayList<>(read.notes());
        List<MachineDefinition> machines = new ArrayList<>(read.machines());
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !machines.isEmpty()) {
            String text = SourceText.of(file.toString(), bytes(file));
            notes.add("The Vagrantfile is a program and is not executed.");
            machines.set(0, assigned(text, machines.getFirst()));
        }
        return new ReadDefinition(
                DefinitionFormat.VAGRANT, machines, notes, read.snapshots(), read.current());
    }

    private static MachineDefinition assigned(String text, MachineDefinition machine) {
        MachineDefinition result = machine;
        Matcher assignment = ASSIGNMENT.matcher(text);
        while (assignment.find()) {
            OptionalLong value = Numbers.number(assignment.group(2));
            if (assignment.group(1).equals("memory")) {
                result = result.builder().memoryBytes(value.orElse(0) << 20).build();
            } else if (value.orElse(0) > 0 && value.orElse(0) <= Cpu.MAX_COUNT) {
                result = result.builder().cpu(Cpu.of((int) value.orElse(1))).build();
            }
        }
        Matcher mac = BASE_MAC.matcher(text);
        if (mac.find() && !result.networks().isEmpty()) {
            Optional<MacAddress> address = MacAddress.parse(mac.group(1));
            List<NetworkInterface> cards = new ArrayList<>(result.networks());
            cards.set(0, cards.getFirst().withMac(address));
            result = result.builder().networks(cards).build();
        }
        return result;
    }
}
