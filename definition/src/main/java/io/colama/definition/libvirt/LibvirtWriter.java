package io.colama.definition.libvirt;

import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.Placement;
import io.colama.definition.os.OsNames;
import io.colama.definition.xml.XmlWriter;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Writes libvirt's domain XML for a KVM guest. */
public final class LibvirtWriter {

    private static final Pattern MACHINE_TYPE =
            Pattern.compile("(pc|q35|virt|microvm|isapc|s390|pseries|xen)[A-Za-z0-9._-]*");

    private static final String OSINFO = "http://libosinfo.org/xmlns/libvirt/domain/1.0";

    private static final Placement PC =
            new Placement(
                    Map.of(
                            DiskBus.IDE, 2,
                            DiskBus.SATA, 6,
                            DiskBus.SCSI, 7,
                            DiskBus.VIRTIO, Placement.FLAT,
                            DiskBus.USB, Placement.FLAT),
                    DiskBus.SATA);

    private static final Placement WITHOUT_IDE =
            new Placement(
                    Map.of(
                            DiskBus.SATA,
                            6,
                            DiskBus.SCSI,
                            7,
                            DiskBus.VIRTIO,
                            Placement.FLAT,
                            DiskBus.USB,
                            Placement.FLAT),
                    DiskBus.SATA);

    private LibvirtWriter() {}

    /** The domain of {@code machine}. */
    public static byte[] write(MachineDefinition machine) {
        Optional<String> type = machineType(machine);
        boolean ide = type.isEmpty() || type.get().startsWith("pc");
        MachineDefinition placed = (ide ? PC : WITHOUT_IDE).fit(machine);
        XmlWriter xml = new XmlWriter();
        xml.start("domain", "type", "kvm");
        head(xml, machine);
        xml.text("memory", machine.memoryBytes(), "unit", "b");
        xml.text("vcpu", machine.cpu().count(), "placement", "static");
        os(xml, machine, type);
        xml.start("features").empty("acpi").empty("apic");
        if (machine.firmware().secureBoot()) {
            xml.empty("smm", "state", "on");
        }
        xml.end();
        cpu(xml, machine.cpu());
        xml.empty("clock", "offset", "utc");
        new LibvirtDeviceWriter(xml, placed).write();
        return xml.endAll().toBytes();
    }

    private static void head(XmlWriter xml, MachineDefinition machine) {
        xml.text("name", machine.name().isBlank() ? "machine" : machine.name());
        machine.uuid().map(UUID::toString).ifPresent(uuid -> xml.text("uuid", uuid));
        if (!machine.description().isEmpty()) {
            xml.text("description", machine.description());
        }
        machine.os()
                .flatMap(os -> OsNames.spelled(DefinitionFormat.LIBVIRT, os))
                .ifPresent(id ->
                        xml.start("metadata")
                                .start("libosinfo:libosinfo", "xmlns:libosinfo", OSINFO)
                                .empty("libosinfo:os", "id", id)
                                .end()
                                .end());
    }

    /** Secure boot exists with q35 only, so it decides where nothing else does. */
    private static Optional<String> machineType(MachineDefinition machine) {
        Optional<String> given =
                machine.machineType().filter(type -> MACHINE_TYPE.matcher(type).matches());
        return given.isEmpty() && machine.firmware().secureBoot() ? Optional.of("q35") : given;
    }

    private static void os(XmlWriter xml, MachineDefinition machine, Optional<String> type) {
        Firmware firmware = machine.firmware();
        xml.start("os", "firmware", firmware.uefi() ? Optional.of("efi") : Optional.empty());
        xml.text("type", "hvm", "arch", machine.cpu().architecture(), "machine", type);
        if (firmware.uefi()) {
            String secure = firmware.secureBoot() ? "yes" : "no";
            xml.start("firmware").empty("feature", "enabled", secure, "name", "secure-boot").end();
        }
        xml.end();
    }

    private static void cpu(XmlWriter xml, Cpu cpu) {
        if (cpu.coresPerSocket() > 1 || cpu.threadsPerCore() > 1) {
            xml.start("cpu")
                    .empty(
                            "topology",
                            "sockets",
                            cpu.sockets(),
                            "cores",
                            cpu.coresPerSocket(),
                            "threads",
                            cpu.threadsPerCore())
                    .end();
        }
    }
}
