package io.colama.definition.virtualbox;

import io.colama.definition.machine.BootClasses;
import io.colama.definition.machine.BootClasses.BootClass;
import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MacAddress;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.os.OsNames;
import io.colama.definition.text.Numbers;
import io.colama.definition.xml.XmlElement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads the hardware of a machine or snapshot. */
final class VboxHardware {

    private final String what;
    private final XmlElement from;
    private final VboxMedia media;
    private final List<String> notes;

    VboxHardware(String what, XmlElement from, VboxMedia media, List<String> notes) {
        this.what = what;
        this.from = from;
        this.media = media;
        this.notes = notes;
    }

    MachineDefinition machine(
            String name, Optional<UUID> uuid, Optional<String> osType, String description)
            throws DefinitionException {
        XmlElement hardware =
                from.child("Hardware")
                        .orElseThrow(() ->
                                new DefinitionException.Damaged(
                                        what + ": no element Hardware found"));
        MachineBuilder machine =
                new MachineBuilder()
                        .name(name)
                        .uuid(uuid)
                        .description(description)
                        .os(osType.map(type -> OsNames.hint(DefinitionFormat.VBOX, type)))
                        .cpu(cpu(hardware))
                        .memoryBytes(memory(hardware))
                        .firmware(firmware(hardware))
                        .machineType(chipset(hardware))
                        .display(Optional.of(display(hardware)));
        XmlElement storage =
                from.child("StorageControllers")
                        .or(() -> hardware.child("StorageControllers"))
                        .orElse(from);
        new VboxStorage(storage, media, notes).into(machine);
        hardware.children("Network")
                .flatMap(network -> network.children("Adapter"))
                .filter(adapter -> adapter.says("enabled"))
                .sorted(Comparator.comparingInt(adapter -> adapter.integer("slot").orElse(0)))
                .forEach(adapter -> machine.network(card(adapter)));
        hardware.children("UART")
                .flatMap(uart -> uart.children("Port"))
                .filter(port -> port.says("enabled"))
                .sorted(Comparator.comparingInt(port -> port.integer("slot").orElse(0)))
                .forEach(port -> machine.serial(serial(port)));
        return boot(hardware, machine.build());
    }

    private Cpu cpu(XmlElement hardware) throws DefinitionException {
        String text = hardware.child("CPU").flatMap(cpu -> cpu.filled("count")).orElse("1");
        OptionalInt count = Numbers.integer(text);
        if (count.isEmpty() || count.getAsInt() < 1 || count.getAsInt() > Cpu.MAX_COUNT) {
            throw new DefinitionException.Damaged(
                    what
                            + ": CPU count of "
                            + text
                            + " found, 1 to "
                            + Cpu.MAX_COUNT
                            + " expected");
        }
        return Cpu.of(count.getAsInt());
    }

    private long memory(XmlElement hardware) throws DefinitionException {
        String text = hardware.child("Memory").flatMap(m -> m.filled("RAMSize")).orElse("");
        OptionalLong bytes = Numbers.times(Numbers.number(text), 1 << 20);
        if (bytes.isEmpty()) {
            throw new DefinitionException.Damaged(
                    what + ": RAMSize of \"" + text + "\" found, a number of MiB expected");
        }
        return bytes.getAsLong();
    }

    private static Firmware firmware(XmlElement hardware) {
        boolean uefi =
                hardware.child("Firmware")
                        .or(() -> hardware.path("BIOS", "Firmware"))
                        .map(element -> element.attribute("type", ""))
                        .filter(type -> type.startsWith("EFI"))
                        .isPresent();
        Optional<XmlElement> tpm =
                hardware.child("TrustedPlatformModule")
                        .or(() -> hardware.path("BIOS", "TrustedPlatformModule"))
                        .filter(element -> !element.attribute("type", "None").equals("None"));
        return Firmware.of(uefi, false, tpm.isPresent());
    }

    private static Optional<String> chipset(XmlElement hardware) {
        return hardware.child("Chipset")
                .flatMap(element -> element.filled("type"))
                .map(type ->
                        switch (type) {
                            case "PIIX3" -> "pc";
                            case "ICH9" -> "q35";
                            default -> type.toLowerCase(Locale.ROOT);
                        });
    }

    private static Display display(XmlElement hardware) {
        boolean remote =
                hardware.child("RemoteDisplay")
                        .filter(element -> element.says("enabled"))
                        .isPresent();
        Optional<XmlElement> screen = hardware.child("Display");
        return new Display(
                remote ? Display.Protocol.RDP : Display.Protocol.LOCAL,
                screen.flatMap(element -> element.filled("controller"))
                        .map(model -> model.toLowerCase(Locale.ROOT)),
                screen.map(element -> Numbers.times(element.number("VRAMSize"), 1 << 20))
                        .orElse(OptionalLong.empty()));
    }

    private static NetworkInterface card(XmlElement adapter) {
        Optional<XmlElement> plug =
                adapter.children().stream()
                        .filter(child -> VboxWords.ATTACHMENTS.containsKey(child.name()))
                        .findFirst();
        Attachment attachment =
                plug.map(element ->
                                VboxWords.ATTACHMENTS.getOrDefault(element.name(), Attachment.NONE))
                        .orElse(Attachment.NONE);
        String name = plug.map(element -> element.attribute("name", "")).orElse("");
        return NetworkInterface.of(attachment, attachment == Attachment.NAT ? "" : name)
                .withMac(MacAddress.parse(adapter.attribute("MACAddress", "")))
                .withModel(Optional.of(VboxWords.card(adapter.attribute("type", ""))));
    }

    private static SerialPort serial(XmlElement port) {
        String path = port.attribute("path", "");
        return switch (port.attribute("hostMode", "")) {
            case "HostPipe" -> new SerialPort(SerialPort.Kind.PIPE, path);
            case "HostDevice" -> new SerialPort(SerialPort.Kind.DEVICE, path);
            case "RawFile" -> new SerialPort(SerialPort.Kind.FILE, path);
            case "TCP" -> new SerialPort(SerialPort.Kind.TCP, path);
            default -> new SerialPort(SerialPort.Kind.NONE, "");
        };
    }

    private static MachineDefinition boot(XmlElement hardware, MachineDefinition machine) {
        Stream<XmlElement> orders =
                hardware.children("Boot")
                        .flatMap(boot -> boot.children("Order"))
                        .sorted(Comparator.comparingInt(o -> o.integer("position").orElse(0)));
        List<BootClass> classes =
                orders.map(order -> order.attribute("device", ""))
                        .flatMap(name -> Optional.ofNullable(VboxWords.BOOT.get(name)).stream())
                        .toList();
        return BootClasses.apply(machine, classes);
    }
}
