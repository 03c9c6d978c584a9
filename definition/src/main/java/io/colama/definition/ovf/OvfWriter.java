package io.colama.definition.ovf;

import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.DiskFile;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.Placement;
import io.colama.definition.machine.WriteChoices;
import io.colama.definition.machine.WriteChoices.OvfVersion;
import io.colama.definition.os.OsNames;
import io.colama.definition.xml.XmlWriter;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes OVF descriptors. Drives are written empty, because their media are not part of a machine
 * and would be missing from the package.
 */
public final class OvfWriter {

    private static final String CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";
    private static final String OTHER_SYSTEM = "1";

    private static final Placement PLACEMENT =
            new Placement(
                    Map.of(DiskBus.IDE, 2, DiskBus.SATA, 30, DiskBus.SCSI, 16, DiskBus.NVME, 15),
                    DiskBus.SATA,
                    7);

    private final XmlWriter xml = new XmlWriter();
    private final MachineDefinition machine;
    private final WriteChoices choices;

    private OvfWriter(MachineDefinition machine, WriteChoices choices) {
        this.machine = PLACEMENT.fit(machine.withDiskFiles(choices.diskFiles()));
        this.choices = choices;
    }

    /** The descriptor of {@code machine}. */
    public static byte[] write(MachineDefinition machine, WriteChoices choices) {
        return new OvfWriter(machine, choices).write();
    }

    private byte[] write() {
        boolean second = choices.ovfVersion() == OvfVersion.V2_0;
        String namespace = "http://schemas.dmtf.org/ovf/envelope/" + (second ? 2 : 1);
        Optional<String> storage =
                second
                        ? Optional.of(CIM + "CIM_StorageAllocationSettingData.xsd")
                        : Optional.empty();
        Optional<String> ethernet =
                second
                        ? Optional.of(CIM + "CIM_EthernetPortAllocationSettingData.xsd")
                        : Optional.empty();
        xml.start(
                "Envelope",
                "ovf:version",
                second ? "2.0" : "1.0",
                "xml:lang",
                "en-US",
                "xmlns",
                namespace,
                "xmlns:ovf",
                namespace,
                "xmlns:rasd",
                CIM + "CIM_ResourceAllocationSettingData",
                "xmlns:vssd",
                CIM + "CIM_VirtualSystemSettingData",
                "xmlns:sasd",
                storage,
                "xmlns:epasd",
                ethernet,
                "xmlns:vmw",
                "http://www.vmware.com/schema/ovf",
                "xmlns:xsi",
                "http://www.w3.org/2001/XMLSchema-instance");
        references();
        disks();
        networks();
        system(second);
        return xml.endAll().toBytes();
    }

    private void references() {
        xml.start("References");
        int files = 0;
        for (int i = 0; i < machine.disks().size(); i++) {
            String file = machine.disks().get(i).file();
            if (!file.isEmpty()) {
                xml.empty(
                        "File", "ovf:href", file, "ovf:id", "file" + ++files, "ovf:size", size(i));
            }
        }
        xml.end();
    }

    private Optional<Long> size(int disk) {
        if (choices.diskFiles().isEmpty()) {
            return Optional.empty();
        }
        DiskFile file = choices.diskFiles().get(disk);
        return file.fileBytes().isPresent()
                ? Optional.of(file.fileBytes().getAsLong())
                : Optional.empty();
    }

    private void disks() {
        xml.start("DiskSection").text("Info", "The virtual disks");
        int file = 0;
        for (int i = 0; i < machine.disks().size(); i++) {
            DiskDevice disk = machine.disks().get(i);
            Optional<Long> populated = Optional.empty();
            if (!choices.diskFiles().isEmpty()
                    && choices.diskFiles().get(i).populatedBytes().isPresent()) {
                populated = Optional.of(choices.diskFiles().get(i).populatedBytes().getAsLong());
            }
            xml.empty(
                    "Disk",
                    "ovf:capacity",
                    disk.sizeBytes().orElse(0),
                    "ovf:capacityAllocationUnits",
                    "byte",
                    "ovf:diskId",
                    OvfHardware.diskId(i),
                    "ovf:fileRef",
                    disk.file().isEmpty() ? Optional.empty() : Optional.of("file" + ++file),
                    "ovf:format",
                    OvfWords.formatUrl(disk.format()),
                    "ovf:populatedSize",
                    populated);
        }
        xml.end();
    }

    private void networks() {
        Set<String> names = new LinkedHashSet<>();
        for (NetworkInterface card : machine.networks()) {
            OvfHardware.network(card).ifPresent(names::add);
        }
        xml.start("NetworkSection").text("Info", "The logical networks");
        for (String name : names) {
            xml.start("Network", "ovf:name", name).text("Description", "The network " + name).end();
        }
        xml.end();
    }

    private void system(boolean second) {
        String name = machine.name().isBlank() ? "machine" : machine.name();
        xml.start("VirtualSystem", "ovf:id", name);
        xml.text("Info", "A virtual machine").text("Name", name);
        if (!machine.description().isEmpty()) {
            xml.start("AnnotationSection")
                    .text("Info", "A description")
                    .text("Annotation", machine.description())
                    .end();
        }
        machine.os()
                .ifPresent(os ->
                        xml.start(
                                        "OperatingSystemSection",
                                        "ovf:id",
                                        OsNames.spelled(DefinitionFormat.OVF, os)
                                                .orElse(OTHER_SYSTEM),
                                        "vmw:osType",
                                        OsNames.spelled(DefinitionFormat.VMX, os)
                                                .map(OvfWords::osType))
                                .text("Info", "The operating system")
                                .text("Description", os.declared())
                                .end());
        new OvfHardware(xml, machine, second).write();
        xml.end();
    }
}
