package io.colama.definition.virtualbox;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.xml.XmlWriter;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes storage controllers in the order of their first disks. Devices stand below their
 * controller, so the disks of a machine keep their order only controller by controller.
 */
final class VboxControllers {

    private record Place(DiskBus bus, int controller) {}

    private final XmlWriter xml;
    private final MachineDefinition machine;

    VboxControllers(XmlWriter xml, MachineDefinition machine) {
        this.xml = xml;
        this.machine = machine;
    }

    void write() {
        Set<Place> places = new LinkedHashSet<>();
        machine.disks().forEach(disk -> places.add(place(disk.bus(), disk.controller())));
        machine.drives().forEach(drive -> places.add(place(drive.bus(), drive.controller())));
        xml.start("StorageControllers");
        places.forEach(this::controller);
        xml.end();
    }

    /** Two channels are one IDE controller. */
    private static Place place(DiskBus bus, int controller) {
        return new Place(bus, bus == DiskBus.IDE ? controller / 2 : controller);
    }

    private void controller(Place place) {
        int ports = 1;
        Optional<String> model = Optional.empty();
        for (DiskDevice disk : machine.disks()) {
            if (place(disk.bus(), disk.controller()).equals(place)) {
                ports = Math.max(ports, disk.unit() + 1);
                model = model.or(disk::controllerModel);
            }
        }
        for (RemovableDrive drive : machine.drives()) {
            if (place(drive.bus(), drive.controller()).equals(place)) {
                ports = Math.max(ports, drive.unit() + 1);
            }
        }
        xml.start(
                "StorageController",
                "name",
                place.bus() + " " + place.controller(),
                "type",
                type(place.bus(), model),
                "PortCount",
                place.bus() == DiskBus.IDE ? 2 : ports,
                "Bootable",
                true);
        for (DiskDevice disk : machine.disks()) {
            if (place(disk.bus(), disk.controller()).equals(place)) {
                device("HardDisk", place, disk.controller(), disk.unit());
                xml.empty("Image", "uuid", VboxWriter.braces(VboxWriter.medium(disk))).end();
            }
        }
        for (RemovableDrive drive : machine.drives()) {
            if (place(drive.bus(), drive.controller()).equals(place)) {
                boolean floppy = drive.kind() == RemovableDrive.Kind.FLOPPY;
                device(floppy ? "Floppy" : "DVD", place, drive.controller(), drive.unit());
                if (!drive.file().isEmpty()) {
                    String uuid = VboxWriter.braces(VboxWriter.derived(drive.file()));
                    xml.empty("Image", "uuid", uuid);
                }
                xml.end();
            }
        }
        xml.end();
    }

    private void device(String type, Place place, int controller, int unit) {
        boolean ide = place.bus() == DiskBus.IDE;
        boolean floppy = place.bus() == DiskBus.FDC;
        xml.start(
                "AttachedDevice",
                "type",
                type,
                "port",
                ide ? controller % 2 : floppy ? 0 : unit,
                "device",
                ide || floppy ? unit : 0);
    }

    private static String type(DiskBus bus, Optional<String> model) {
        return switch (bus) {
            case IDE -> "PIIX4";
            case SATA, VIRTIO, XEN -> "AHCI";
            case NVME -> "NVMe";
            case USB -> "USB";
            case FDC -> "I82078";
            case SCSI ->
                    switch (model.orElse("")) {
                        case "lsisas1068" -> "LsiLogicSas";
                        case "buslogic" -> "BusLogic";
                        case "virtio-scsi" -> "VirtioSCSI";
                        default -> "LsiLogic";
                    };
        };
    }
}
