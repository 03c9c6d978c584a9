package io.colama.definition.virtualbox;

import io.colama.definition.machine.BootClasses;
import io.colama.definition.machine.BootClasses.BootClass;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.Placement;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.os.OsNames;
import io.colama.definition.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes the {@code .vbox} of VirtualBox. */
public final class VboxWriter {

    private static final Placement PLACEMENT =
            new Placement(
                    Map.of(
                            DiskBus.IDE,
                            2,
                            DiskBus.SATA,
                            30,
                            DiskBus.SCSI,
                            15,
                            DiskBus.NVME,
                            255,
                            DiskBus.USB,
                            8),
                    DiskBus.SATA);

    private final XmlWriter xml = new XmlWriter();
    private final MachineDefinition machine;

    private VboxWriter(MachineDefinition machine) {
        this.machine = PLACEMENT.fit(machine);
    }

    /** The {@code .vbox} of {@code machine}. */
    public static byte[] write(MachineDefinition machine) {
        return new VboxWriter(machine).write();
    }

    private byte[] write() {
        xml.start("VirtualBox", "xmlns", "http://www.virtualbox.org/", "version", "1.16-linux");
        xml.start(
                "Machine",
                "uuid",
                braces(machine.uuid().orElseGet(() -> derived(machine.name()))),
                "name",
                machine.name(),
                "OSType",
                machine.os()
                        .flatMap(os -> OsNames.spelled(DefinitionFormat.VBOX, os))
                        .orElse("Other_64"),
                "snapshotFolder",
                "Snapshots");
        if (!machine.description().isEmpty()) {
            xml.text("Description", machine.description());
        }
        media();
        hardware();
        VboxControllers controllers = new VboxControllers(xml, machine);
        controllers.write();
        return xml.endAll().toBytes();
    }

    /** A UUID that is always the same for a text. */
    static UUID derived(String text) {
        return UUID.nameUUIDFromBytes(("colama:" + text).getBytes(StandardCharsets.UTF_8));
    }

    static String braces(UUID uuid) {
        return "{" + uuid + "}";
    }

    /** The UUID of the medium: the disk's id where it is one, else derived from its file. */
    static UUID medium(DiskDevice disk) {
        try {
            return UUID.fromString(disk.id().orElse(""));
        } catch (IllegalArgumentException none) {
            return derived(disk.file() + "@" + disk.bus() + disk.controller() + ":" + disk.unit());
        }
    }

    private void media() {
        xml.start("MediaRegistry").start("HardDisks");
        for (DiskDevice disk : machine.disks()) {
            xml.empty(
                    "HardDisk",
                    "uuid",
                    braces(medium(disk)),
                    "location",
                    disk.file(),
                    "format",
                    disk.format().orElse("vdi").toUpperCase(Locale.ROOT),
                    "type",
                    "Normal");
        }
        xml.end();
        images("DVDImages", RemovableDrive.Kind.CDROM);
        images("FloppyImages", RemovableDrive.Kind.FLOPPY);
        xml.end();
    }

    private void images(String group, RemovableDrive.Kind kind) {
        xml.start(group);
        machine.drives().stream()
                .filter(drive -> drive.kind() == kind && !drive.file().isEmpty())
                .map(RemovableDrive::file)
                .distinct()
                .forEach(file ->
                        xml.empty("Image", "uuid", braces(derived(file)), "location", file));
        xml.end();
    }

    private void hardware() {
        xml.start("Hardware");
        xml.start("CPU", "count", machine.cpu().count()).empty("PAE", "enabled", true).end();
        xml.empty("Memory", "RAMSize", (machine.memoryBytes() + (1 << 20) - 1) >> 20);
        boolean uefi = machine.firmware().uefi();
        xml.empty("Firmware", "type", uefi ? "EFI" : "BIOS");
        boolean q35 = machine.machineType().filter(type -> type.contains("q35")).isPresent();
        xml.empty("Chipset", "type", q35 ? "ICH9" : "PIIX3");
        boot();
        machine.display().ifPresent(this::display);
        xml.start("BIOS").empty("ACPI", "enabled", true).empty("IOAPIC", "enabled", true);
        if (machine.firmware().tpm()) {
            xml.empty("TrustedPlatformModule", "type", "v2_0", "location", "");
        }
        xml.end();
        xml.start("Network");
        for (int i = 0; i < machine.networks().size(); i++) {
            card(i, machine.networks().get(i));
        }
        xml.end();
        xml.start("UART");
        for (int i = 0; i < machine.serials().size(); i++) {
            serial(i, machine.serials().get(i));
        }
        xml.end().end();
    }

    private void boot() {
        List<BootClass> classes = BootClasses.of(machine);
        if (classes.isEmpty()) {
            return;
        }
        xml.start("Boot");
        for (int i = 0; i < 4; i++) {
            String device = "None";
            if (i < classes.size()) {
                BootClass wanted = classes.get(i);
                device =
                        VboxWords.BOOT.entrySet().stream()
                                .filter(entry -> entry.getValue() == wanted)
                                .map(Map.Entry::getKey)
                                .findFirst()
                                .orElse("None");
            }
            xml.empty("Order", "position", i + 1, "device", device);
        }
        xml.end();
    }

    private void display(Display display) {
        Optional<String> model =
                display.videoModel()
                        .map(word -> word.equals("vmvga") ? "vmsvga" : word)
                        .filter(word -> word.startsWith("vbox") || word.equals("vmsvga"))
                        .map(VboxWriter::graphics);
        Optional<Long> memory =
                display.videoMemoryBytes().isPresent()
                        ? Optional.of(display.videoMemoryBytes().getAsLong() >> 20)
                        : Optional.empty();
        xml.empty("Display", "controller", model, "VRAMSize", memory);
        boolean remote = display.protocol() != Display.Protocol.LOCAL;
        xml.empty("RemoteDisplay", "enabled", remote);
    }

    private static String graphics(String word) {
        return switch (word) {
            case "vmsvga" -> "VMSVGA";
            case "vboxsvga" -> "VBoxSVGA";
            default -> "VBoxVGA";
        };
    }

    private void card(int slot, NetworkInterface card) {
        xml.start(
                "Adapter",
                "slot",
                slot,
                "enabled",
                true,
                "MACAddress",
                card.mac().map(mac -> mac.digits()),
                "type",
                VboxWords.cardType(card.model().orElse("e1000")));
        Optional<String> name =
                card.network().isEmpty() ? Optional.empty() : Optional.of(card.network());
        switch (card.attachment()) {
            case NAT -> xml.empty("NAT");
            case BRIDGE -> xml.empty("BridgedInterface", "name", name);
            case HOST_ONLY -> xml.empty("HostOnlyInterface", "name", name);
            case NETWORK -> xml.empty("InternalNetwork", "name", name.orElse("intnet"));
            case NONE -> {}
        }
        xml.end();
    }

    private void serial(int slot, SerialPort port) {
        String mode =
                switch (port.kind()) {
                    case PIPE -> "HostPipe";
                    case DEVICE -> "HostDevice";
                    case FILE -> "RawFile";
                    case TCP -> "TCP";
                    case TERMINAL, NONE -> "Disconnected";
                };
        Optional<String> path =
                port.target().isEmpty() ? Optional.empty() : Optional.of(port.target());
        // the four ports of a PC
        String base = List.of("0x3f8", "0x2f8", "0x3e8", "0x2e8").get(slot % 4);
        int interrupt = slot % 2 == 0 ? 4 : 3;
        xml.empty(
                "Port",
                "slot",
                slot,
                "enabled",
                true,
                "IOBase",
                base,
                "IRQ",
                interrupt,
                "hostMode",
                mode,
                "path",
                path);
    }
}
