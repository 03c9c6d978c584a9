package io.colama.definition.ovf;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.xml.XmlWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes the hardware of a system. The elements of an item stand in the order of the alphabet,
 * which the schema demands.
 */
final class OvfHardware {

    private static final Pattern SYSTEM_TYPE = Pattern.compile("(vmx|virtualbox)-[0-9.]+");
    private static final String USUAL_SYSTEM_TYPE = "vmx-13";

    private record Place(DiskBus bus, int controller) {}

    private final XmlWriter xml;
    private final MachineDefinition machine;
    private final boolean second;
    private final Map<Place, Integer> controllers = new LinkedHashMap<>();
    private int instance;

    OvfHardware(XmlWriter xml, MachineDefinition machine, boolean second) {
        this.xml = xml;
        this.machine = machine;
        this.second = second;
    }

    static String diskId(int number) {
        return "vmdisk" + (number + 1);
    }

    /** What a card is connected to, as OVF has it: networks with names and nothing else. */
    static Optional<String> network(NetworkInterface card) {
        if (!card.network().isBlank()) {
            return Optional.of(card.network().strip());
        }
        return switch (card.attachment()) {
            case NETWORK -> Optional.of("network");
            case BRIDGE -> Optional.of("bridged");
            case NAT -> Optional.of("nat");
            case HOST_ONLY -> Optional.of("hostonly");
            case NONE -> Optional.empty();
        };
    }

    void write() {
        xml.start("VirtualHardwareSection").text("Info", "The hardware");
        xml.start("System")
                .text("vssd:ElementName", "Virtual Hardware Family")
                .text("vssd:InstanceID", 0)
                .text("vssd:VirtualSystemIdentifier", machine.name())
                .text(
                        "vssd:VirtualSystemType",
                        machine.machineType()
                                .filter(type -> SYSTEM_TYPE.matcher(type).matches())
                                .orElse(USUAL_SYSTEM_TYPE))
                .end();
        processors();
        controllers();
        for (int i = 0; i < machine.disks().size(); i++) {
            disk(i, machine.disks().get(i));
        }
        machine.drives().forEach(this::drive);
        machine.networks().forEach(this::card);
        for (int i = 0; i < machine.serials().size(); i++) {
            item(false, "Serial port " + i, 21, Map.of("Address", i));
        }
        others();
        xml.end();
    }

    private void processors() {
        int count = machine.cpu().count();
        xml.start("Item");
        xml.text("rasd:AllocationUnits", "hertz * 10^6")
                .text("rasd:ElementName", count + " virtual CPU(s)")
                .text("rasd:InstanceID", ++instance)
                .text("rasd:ResourceType", 3)
                .text("rasd:VirtualQuantity", count);
        if (machine.cpu().processorsPerSocket() > 1) {
            int cores = machine.cpu().processorsPerSocket();
            xml.text("vmw:CoresPerSocket", cores, "ovf:required", "false");
        }
        xml.end();
        boolean whole = machine.memoryBytes() % (1 << 20) == 0;
        long quantity = whole ? machine.memoryBytes() >> 20 : machine.memoryBytes();
        String unit = whole ? "byte * 2^20" : "byte";
        item(
                false,
                (machine.memoryBytes() >> 20) + " MB of memory",
                4,
                Map.of("AllocationUnits", unit, "VirtualQuantity", quantity));
    }

    private void controllers() {
        Map<Place, Optional<String>> models = new LinkedHashMap<>();
        for (DiskDevice disk : machine.disks()) {
            Place place = new Place(disk.bus(), disk.controller());
            if (models.getOrDefault(place, Optional.empty()).isEmpty()) {
                models.put(place, disk.controllerModel());
            }
        }
        for (RemovableDrive drive : machine.drives()) {
            if (drive.kind() == RemovableDrive.Kind.CDROM) {
                models.putIfAbsent(new Place(drive.bus(), drive.controller()), Optional.empty());
            }
        }
        models.forEach(this::controller);
    }

    private void controller(Place place, Optional<String> model) {
        int type =
                switch (place.bus()) {
                    case IDE -> 5;
                    case SCSI -> 6;
                    case SATA, NVME, VIRTIO, USB, XEN, FDC -> 20;
                };
        Optional<String> subType =
                switch (place.bus()) {
                    case SCSI -> OvfWords.scsiSubType(model);
                    case SATA -> Optional.of("AHCI");
                    case NVME -> Optional.of("vmware.nvme.controller");
                    case IDE, VIRTIO, USB, XEN, FDC -> Optional.empty();
                };
        SortedMap<String, Object> more = new TreeMap<>(Map.of("Address", place.controller()));
        subType.ifPresent(word -> more.put("ResourceSubType", word));
        item(false, place.bus() + " controller " + place.controller(), type, more);
        controllers.put(place, instance);
    }

    private void disk(int number, DiskDevice disk) {
        item(
                true,
                "Hard disk " + (number + 1),
                17,
                Map.of(
                        "AddressOnParent",
                        disk.unit(),
                        "HostResource",
                        "ovf:/disk/" + diskId(number),
                        "Parent",
                        parent(disk.bus(), disk.controller())));
    }

    private int parent(DiskBus bus, int controller) {
        return controllers.getOrDefault(new Place(bus, controller), 0);
    }

    private void drive(RemovableDrive drive) {
        boolean floppy = drive.kind() == RemovableDrive.Kind.FLOPPY;
        SortedMap<String, Object> more =
                new TreeMap<>(
                        Map.of("AddressOnParent", drive.unit(), "AutomaticAllocation", "false"));
        if (!floppy) {
            more.put("Parent", parent(drive.bus(), drive.controller()));
        }
        item(!floppy, floppy ? "Floppy drive" : "CD-ROM drive", floppy ? 14 : 15, more);
    }

    private void card(NetworkInterface card) {
        String prefix = second ? "epasd:" : "rasd:";
        xml.start(second ? "EthernetPortItem" : "Item");
        card.mac().ifPresent(mac -> xml.text(prefix + "Address", mac));
        Optional<String> network = network(card);
        xml.text(prefix + "AutomaticAllocation", network.isPresent());
        network.ifPresent(name -> xml.text(prefix + "Connection", name));
        xml.text(prefix + "ElementName", "Network card")
                .text(prefix + "InstanceID", ++instance)
                .text(prefix + "ResourceSubType", OvfWords.cardSubType(card.model()))
                .text(prefix + "ResourceType", 10)
                .end();
    }

    private void others() {
        machine.display()
                .ifPresent(display -> {
                    xml.start("Item", "ovf:required", "false")
                            .text("rasd:ElementName", "Video card")
                            .text("rasd:InstanceID", ++instance)
                            .text("rasd:ResourceType", 24);
                    display.videoMemoryBytes().ifPresent(m -> config("videoRamSizeInKB", m / 1024));
                    xml.end();
                });
        if (machine.firmware().tpm()) {
            xml.start("Item", "ovf:required", "false")
                    .text("rasd:ElementName", "Virtual TPM")
                    .text("rasd:InstanceID", ++instance)
                    .text("rasd:ResourceSubType", "vmware.vtpm")
                    .text("rasd:ResourceType", 1)
                    .end();
        }
        if (machine.firmware().uefi()) {
            config("firmware", "efi");
        }
        if (machine.firmware().secureBoot()) {
            config("bootOptions.efiSecureBootEnabled", "true");
        }
    }

    private void config(String key, Object value) {
        xml.empty("vmw:Config", "ovf:required", "false", "vmw:key", key, "vmw:value", value);
    }

    private void item(boolean storage, String name, int type, Map<String, Object> more) {
        String prefix = storage && second ? "sasd:" : "rasd:";
        SortedMap<String, Object> parts = new TreeMap<>(more);
        parts.put("ElementName", name);
        parts.put("InstanceID", ++instance);
        parts.put("ResourceType", type);
        xml.start(storage && second ? "StorageItem" : "Item");
        parts.forEach((part, value) -> xml.text(prefix + part, value));
        xml.end();
    }
}
