package io.colama.definition.ovf;

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
import io.colama.definition.machine.OsHint;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.os.OsNames;
import io.colama.definition.text.Numbers;
import io.colama.definition.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads one {@code VirtualSystem}. */
final class OvfSystem {

    private final OvfReader envelope;
    private final XmlElement system;
    private final MachineBuilder machine = new MachineBuilder();
    private boolean tpm;

    OvfSystem(OvfReader envelope, XmlElement system) {
        this.envelope = envelope;
        this.system = system;
    }

    MachineDefinition machine() throws DefinitionException {
        Optional<XmlElement> hardware = OvfReader.section(system, "VirtualHardwareSection");
        Optional<XmlElement> setting = hardware.flatMap(section -> section.child("System"));
        machine.name(
                        system.childText("Name")
                                .or(() -> system.filled("id"))
                                .or(() ->
                                        setting.flatMap(
                                                s -> s.childText("VirtualSystemIdentifier")))
                                .orElse(""))
                .machineType(setting.flatMap(s -> s.childText("VirtualSystemType")))
                .uuid(
                        system.child("Machine")
                                .flatMap(m -> m.filled("uuid"))
                                .flatMap(OvfSystem::uuid))
                .os(OvfReader.section(system, "OperatingSystemSection").flatMap(OvfSystem::os))
                .description(
                        OvfReader.section(system, "AnnotationSection")
                                .flatMap(section -> section.child("Annotation"))
                                .map(XmlElement::rawText)
                                .orElse(""));
        if (hardware.isPresent()) {
            List<XmlElement> items = envelope.items(hardware.get());
            new OvfStorage(envelope, items).into(machine);
            for (XmlElement item : items) {
                item(item);
            }
        }
        return machine.firmware(firmware(hardware)).build();
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text.replaceAll("[{}]", "")));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Optional<OsHint> os(XmlElement section) {
        Optional<OsHint> vmware =
                section.filled("osType")
                        .map(OvfWords::vmxSystem)
                        .map(word -> OsNames.hint(DefinitionFormat.VMX, word));
        return vmware.or(() ->
                        section.childText("OSType")
                                .map(word -> OsNames.hint(DefinitionFormat.VBOX, word)))
                .or(() -> section.filled("id").map(id -> OsNames.hint(DefinitionFormat.OVF, id)));
    }

    private void item(XmlElement item) throws DefinitionException {
        switch (OvfStorage.type(item)) {
            case 1 ->
                    tpm |=
                            item.childText("ResourceSubType")
                                    .filter("vmware.vtpm"::equals)
                                    .isPresent();
            case 3 -> machine.cpu(cpu(item));
            case 4 -> machine.memoryBytes(memory(item));
            case 10 -> machine.network(card(item));
            case 21 -> machine.serial(SerialPort.TERMINAL);
            case 24 -> machine.display(Optional.of(display(item)));
            default -> {}
        }
    }

    private Cpu cpu(XmlElement item) throws DefinitionException {
        String text = item.childText("VirtualQuantity").orElse("1");
        OptionalInt count = Numbers.integer(text);
        if (count.isEmpty() || count.getAsInt() < 1 || count.getAsInt() > Cpu.MAX_COUNT) {
            throw new DefinitionException.Damaged(
                    envelope.what()
                            + ": "
                            + text
                            + " processors found, 1 to "
                            + Cpu.MAX_COUNT
                            + " expected");
        }
        int cores = Numbers.integer(item.childText("CoresPerSocket").orElse("1")).orElse(1);
        return Cpu.of(count.getAsInt(), cores);
    }

    private long memory(XmlElement item) throws DefinitionException {
        String text = item.childText("VirtualQuantity").orElse("0");
        String unit = item.childText("AllocationUnits").orElse("byte * 2^20");
        OptionalLong bytes =
                OvfUnits.bytes(unit).isEmpty()
                        ? OptionalLong.empty()
                        : Numbers.times(Numbers.number(text), OvfUnits.bytes(unit).getAsLong());
        if (bytes.isEmpty()) {
            throw new DefinitionException.Damaged(
                    envelope.what()
                            + ": memory of "
                            + text
                            + " times "
                            + unit
                            + " found, a number and a unit such as byte * 2^20 expected");
        }
        return bytes.getAsLong();
    }

    private static NetworkInterface card(XmlElement item) {
        Optional<String> network = item.childText("Connection");
        return NetworkInterface.of(
                        network.isPresent() ? Attachment.NETWORK : Attachment.NONE,
                        network.orElse(""))
                .withMac(item.childText("Address").flatMap(MacAddress::parse))
                .withModel(item.childText("ResourceSubType").flatMap(OvfWords::card));
    }

    private static Display display(XmlElement item) {
        OptionalLong memory =
                config(item, "videoRamSizeInKB")
                        .map(text -> Numbers.times(Numbers.number(text), 1024))
                        .orElse(OptionalLong.empty());
        return new Display(Display.Protocol.LOCAL, item.childText("ResourceSubType"), memory);
    }

    private Firmware firmware(Optional<XmlElement> hardware) {
        boolean vmware =
                hardware.flatMap(section -> config(section, "firmware"))
                        .filter("efi"::equalsIgnoreCase)
                        .isPresent();
        boolean secure =
                hardware.flatMap(section -> config(section, "bootOptions.efiSecureBootEnabled"))
                        .filter(Numbers::truth)
                        .isPresent();
        boolean virtualBox =
                system.path("Machine", "Hardware", "Firmware")
                        .or(() -> system.path("Machine", "Hardware", "BIOS", "Firmware"))
                        .map(element -> element.attribute("type", ""))
                        .filter(type -> type.startsWith("EFI"))
                        .isPresent();
        return Firmware.of(vmware || virtualBox, secure, tpm);
    }

    private static Optional<String> config(XmlElement parent, String key) {
        return parent.children("Config")
                .filter(config -> config.attribute("key", "").equals(key))
                .findFirst()
                .flatMap(config -> config.filled("value"));
    }
}
