package io.colama.definition.hyperv;

import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MacAddress;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.text.Numbers;
import io.colama.definition.xml.Sniff;
import io.colama.definition.xml.XmlElement;
import io.colama.definition.xml.XmlReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads the configuration of a machine of Hyper-V. */
public final class HyperVReader {

    private static final String IDE = "83f8638b-8dca-4152-9eda-2ca8b33039b4";
    private static final String SCSI = "d422512d-2bf2-4752-809d-7b82b5fcb1b4";
    private static final String ETHERNET = "2fc216b0-d2e2-4967-9b6d-b8a5c9ca2778";
    private static final int MAX_PLACES = 256;

    private final String what;
    private final Node root;
    private final List<String> notes = new ArrayList<>();

    private HyperVReader(String what, Node root) {
        this.what = what;
        this.root = root;
    }

    /** Whether {@code root} is of this format. */
    public static boolean recognizes(XmlElement root) {
        return root.name().equals("configuration")
                && root.child("properties").isPresent()
                && root.path("properties", "type_id").isPresent();
    }

    /** Whether the bytes are a {@code .vmcx}. */
    public static boolean recognizes(byte[] content) {
        return VmcxFile.recognizes(content);
    }

    /**
     * The one machine of a configuration, XML or binary.
     *
     * @throws DefinitionException when it is none, damaged, or of a version that is not known
     */
    public static ReadDefinition read(String what, byte[] content) throws DefinitionException {
        HyperVReader reader = new HyperVReader(what, root(what, content));
        return new ReadDefinition(
                DefinitionFormat.HYPERV, List.of(reader.machine()), reader.notes, List.of());
    }

    private static Node root(String what, byte[] content) throws DefinitionException {
        if (Sniff.mayBeXml(content)) {
            XmlElement element = XmlReader.read(what, content);
            if (element.name().equals("DECLARATIONS")) {
                throw new DefinitionException.Unsupported(
                        what + ": exports of Windows Server 2008 are not read; export it anew");
            }
            if (!recognizes(element)) {
                throw new DefinitionException.NotThisFormat(
                        what + ": element " + element.name() + " found, configuration expected");
            }
            return Node.of(element);
        }
        Node file = VmcxFile.read(what, content);
        return file.child("configuration").orElse(file);
    }

    /**
     * When a configuration was made, by the clock of the host.
     *
     * @throws DefinitionException as {@link #read} does
     */
    static Optional<Instant> created(String what, byte[] content) throws DefinitionException {
        return root(what, content).text("properties", "creation_time").flatMap(HyperVTime::parse);
    }

    private MachineDefinition machine() throws DefinitionException {
        MachineBuilder machine =
                new MachineBuilder()
                        .name(root.text("properties", "name").orElse(""))
                        .uuid(root.text("properties", "global_id").flatMap(HyperVReader::uuid))
                        .description(root.text("properties", "notes").orElse(""))
                        .cpu(cpu())
                        .memoryBytes(memory())
                        // generation 2 is the one with UEFI
                        .firmware(
                                Firmware.of(
                                        root.text("properties", "subtype")
                                                .filter("1"::equals)
                                                .isPresent(),
                                        root.says("secure_boot_enabled"),
                                        false))
                        .display(Optional.of(Display.of(Display.Protocol.LOCAL)));
        int scsi = 0;
        for (Node device : manifest()) {
            String kind = device.text("device").orElse("").toLowerCase(Locale.ROOT);
            String instance = device.text("instance").orElse("").toLowerCase(Locale.ROOT);
            Optional<Node> settings = root.child("_" + instance + "_");
            if (settings.isEmpty()) {
                continue;
            }
            switch (kind) {
                case IDE -> drives(settings.get(), DiskBus.IDE, 0, machine);
                case SCSI -> drives(settings.get(), DiskBus.SCSI, scsi++, machine);
                case ETHERNET -> machine.network(card(settings.get()));
                default -> {
                    if (device.text("name").orElse("").contains("Ethernet")) {
                        machine.network(card(settings.get()).withModel(Optional.of("tulip")));
                    }
                }
            }
        }
        return machine.build();
    }

    private List<Node> manifest() {
        return root.child("manifest").stream()
                .flatMap(manifest -> manifest.children().stream())
                .filter(device -> device.name().startsWith("vdev"))
                .toList();
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text.replaceAll("[{}]", "")));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private Cpu cpu() throws DefinitionException {
        String text = root.text("settings", "processors", "count").orElse("1");
        OptionalInt count = Numbers.integer(text);
        if (count.isEmpty() || count.getAsInt() < 1 || count.getAsInt() > Cpu.MAX_COUNT) {
            throw new DefinitionException.Damaged(
                    what + ": " + text + " processors found, 1 to " + Cpu.MAX_COUNT + " expected");
        }
        return Cpu.of(count.getAsInt());
    }

    private long memory() throws DefinitionException {
        Optional<String> text = root.text("settings", "memory", "bank", "size");
        if (text.isEmpty()) {
            notes.add("The definition names no memory.");
            return 0;
        }
        OptionalLong bytes = Numbers.times(Numbers.number(text.get()), 1 << 20);
        if (bytes.isEmpty()) {
            throw new DefinitionException.Damaged(
                    what + ": memory of " + text.get() + " found, a number of MiB expected");
        }
        return bytes.getAsLong();
    }

    /** Controllers and drives are numbered in the names of their keys. */
    private void drives(Node settings, DiskBus bus, int first, MachineBuilder machine) {
        for (Node controller : settings.children()) {
            OptionalInt number = numbered(controller.name(), "controller");
            if (number.isEmpty()) {
                continue;
            }
            for (Node drive : controller.children()) {
                OptionalInt unit = numbered(drive.name(), "drive");
                if (unit.isPresent()) {
                    int at = bus == DiskBus.IDE ? number.getAsInt() : first;
                    drive(drive, bus, at, unit.getAsInt(), machine);
                }
            }
        }
    }

    private static OptionalInt numbered(String name, String word) {
        OptionalInt number =
                name.startsWith(word)
                        ? Numbers.integer(name.substring(word.length()))
                        : OptionalInt.empty();
        return number.isPresent() && number.getAsInt() < MAX_PLACES ? number : OptionalInt.empty();
    }

    private void drive(Node drive, DiskBus bus, int controller, int unit, MachineBuilder machine) {
        String file = drive.text("pathname").orElse("");
        switch (drive.text("type").orElse("").toUpperCase(Locale.ROOT)) {
            case "VHD" -> {
                String lower = file.toLowerCase(Locale.ROOT);
                if (lower.endsWith(".avhdx") || lower.endsWith(".avhd")) {
                    notes.add("The disk " + file + " holds only what differs from its parent.");
                }
                String format = lower.endsWith("vhdx") ? "vhdx" : "vhd";
                machine.disk(
                        DiskDevice.of(bus, controller, unit, file)
                                .withFile(file, Optional.of(format), OptionalLong.empty()));
            }
            case "ISO", "ATAPI", "DVD" ->
                    machine.drive(RemovableDrive.cdrom(bus, controller, unit, file));
            case "PHYSICAL" ->
                    notes.add("A disk of the host is passed through; give an image of it.");
            default -> {}
        }
    }

    private static NetworkInterface card(Node settings) {
        Optional<String> network =
                settings.text("Connection", "AltSwitchName")
                        .or(() -> settings.text("AltSwitchName"))
                        .or(() -> settings.text("SwitchName"));
        return NetworkInterface.of(
                        network.isPresent() ? Attachment.NETWORK : Attachment.NONE,
                        network.orElse(""))
                .withMac(settings.text("MacAddress").flatMap(MacAddress::parse));
    }
}
