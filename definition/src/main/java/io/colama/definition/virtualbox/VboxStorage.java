package io.colama.definition.virtualbox;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.xml.XmlElement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads storage controllers and what is attached to them. */
final class VboxStorage {

    /** The name that our writer gives to a controller. */
    private static final Pattern NUMBERED = Pattern.compile("(IDE|SATA|SCSI|NVME|USB) (\\d{1,4})");

    private final XmlElement controllers;
    private final VboxMedia media;
    private final List<String> notes;
    private final Set<String> taken = new HashSet<>();

    VboxStorage(XmlElement controllers, VboxMedia media, List<String> notes) {
        this.controllers = controllers;
        this.media = media;
        this.notes = notes;
    }

    void into(MachineBuilder machine) {
        controllers.children("StorageController").forEach(element -> controller(element, machine));
    }

    private void controller(XmlElement element, MachineBuilder machine) {
        String type = element.attribute("type", "");
        DiskBus bus =
                switch (type) {
                    case "PIIX3", "PIIX4", "ICH6" -> DiskBus.IDE;
                    case "LsiLogic", "LsiLogicSas", "BusLogic", "VirtioSCSI" -> DiskBus.SCSI;
                    case "NVMe" -> DiskBus.NVME;
                    case "USB" -> DiskBus.USB;
                    case "I82078" -> DiskBus.FDC;
                    default -> DiskBus.SATA;
                };
        Optional<String> model =
                switch (type) {
                    case "LsiLogic" -> Optional.of("lsilogic");
                    case "LsiLogicSas" -> Optional.of("lsisas1068");
                    case "BusLogic" -> Optional.of("buslogic");
                    case "VirtioSCSI" -> Optional.of("virtio-scsi");
                    default -> Optional.empty();
                };
        int number = number(element.attribute("name", ""), bus);
        for (XmlElement device : element.children()) {
            if (device.name().equals("AttachedDevice")) {
                device(device, bus, number, model, machine);
            }
        }
    }

    private int number(String name, DiskBus bus) {
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches() && numbered.group(1).equals(bus.name())) {
            int number = Integer.parseInt(numbered.group(2));
            if (taken.add(bus.name() + number)) {
                return number;
            }
        }
        int number = 0;
        while (!taken.add(bus.name() + number)) {
            number++;
        }
        return number;
    }

    private void device(
            XmlElement device,
            DiskBus bus,
            int number,
            Optional<String> model,
            MachineBuilder machine) {
        int port = Math.min(device.integer("port").orElse(0), 1 << 16);
        int unit = Math.min(device.integer("device").orElse(0), 1 << 16);
        boolean ide = bus == DiskBus.IDE;
        int controller = ide ? number * 2 + port : number;
        int place = ide || bus == DiskBus.FDC ? unit : port;
        String uuid = device.child("Image").map(image -> image.attribute("uuid", "")).orElse("");
        Optional<VboxMedia.Medium> medium = media.find(uuid);
        String file = medium.map(VboxMedia.Medium::location).orElse("");
        switch (device.attribute("type", "")) {
            case "Floppy" -> machine.drive(RemovableDrive.floppy(place % 2, file));
            case "DVD" -> {
                DiskBus at = bus == DiskBus.FDC ? DiskBus.IDE : bus;
                machine.drive(RemovableDrive.cdrom(at, controller, place, file));
            }
            case "HardDisk" -> {
                if (medium.isEmpty()) {
                    note("The medium " + uuid + " of a disk is not in the registry of the file.");
                }
                if (medium.filter(VboxMedia.Medium::differencing).isPresent()) {
                    note("The disk " + file + " holds only what differs from its parent.");
                }
                DiskBus at = bus == DiskBus.FDC ? DiskBus.IDE : bus;
                machine.disk(
                        DiskDevice.of(at, controller, place, file)
                                .withControllerModel(model)
                                .withFile(
                                        file,
                                        medium.flatMap(VboxMedia.Medium::format),
                                        OptionalLong.empty())
                                .withId(Optional.of(VboxMedia.id(uuid))));
            }
            default -> {}
        }
    }

    private void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }
}
