package io.colama.definition.libvirt;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.MacAddress;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.text.Numbers;
import io.colama.definition.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the {@code devices} of a domain. */
final class LibvirtDevices {

    private final XmlElement devices;
    private final List<String> notes;
    private int usbDevices;

    LibvirtDevices(XmlElement devices, List<String> notes) {
        this.devices = devices;
        this.notes = notes;
    }

    void into(MachineBuilder machine) {
        devices.children("disk").forEach(element -> disk(element, machine));
        devices.children("interface").forEach(element -> machine.network(network(element)));
        machine.display(display());
        devices.children("serial").forEach(element -> machine.serial(serial(element)));
        if (devices.child("serial").isEmpty() && plainConsole()) {
            machine.serial(SerialPort.TERMINAL);
        }
        long passed = devices.children("hostdev").count();
        if (passed > 0) {
            notes.add(
                    passed
                            + " devices of the host are passed through; only the original"
                            + " definition keeps them.");
        }
    }

    private boolean plainConsole() {
        return devices.child("console")
                .filter(console ->
                        console.child("target")
                                .map(target -> target.attribute("type", "serial"))
                                .orElse("serial")
                                .equals("serial"))
                .isPresent();
    }

    private void disk(XmlElement element, MachineBuilder machine) {
        String device = element.attribute("device", "disk");
        String name = element.child("target").flatMap(target -> target.filled("dev")).orElse("");
        DiskBus bus =
                element.child("target")
                        .flatMap(target -> target.attribute("bus"))
                        .flatMap(DiskBus::byWord)
                        .orElseGet(() -> DriveNames.bus(name));
        int index = DriveNames.index(name);
        int controller = controller(element, bus, index);
        int unit = bus == DiskBus.USB ? usbDevices++ : unit(element, bus, index);
        OptionalInt boot =
                element.child("boot").map(b -> b.integer("order")).orElse(OptionalInt.empty());
        String file = source(element);
        switch (device) {
            case "cdrom" -> {
                DiskBus place = bus == DiskBus.FDC ? DiskBus.IDE : bus;
                machine.drive(
                        RemovableDrive.cdrom(place, controller, unit, file).withBootOrder(boot));
            }
            case "floppy" -> machine.drive(RemovableDrive.floppy(unit, file).withBootOrder(boot));
            default -> {
                if (device.equals("lun")) {
                    notes.add(
                            "The disk " + name + " passes SCSI commands to a device of the host.");
                }
                if (element.path("backingStore", "source").isPresent()) {
                    notes.add(
                            "The disk " + name + " lies on a backing file, which must come along.");
                }
                DiskBus place = bus == DiskBus.FDC ? DiskBus.IDE : bus;
                machine.disk(
                        new DiskDevice(
                                place,
                                controllerModel(place, controller),
                                controller,
                                unit,
                                boot,
                                file,
                                element.child("driver").flatMap(driver -> driver.filled("type")),
                                OptionalLong.empty(),
                                element.childText("serial")));
            }
        }
    }

    private static Optional<XmlElement> driveAddress(XmlElement disk) {
        return disk.children("address")
                .filter(address -> address.attribute("type", "").equals("drive"))
                .findFirst();
    }

    private static int controller(XmlElement disk, DiskBus bus, int index) {
        Optional<XmlElement> address = driveAddress(disk);
        if (address.isEmpty()) {
            return DriveNames.controller(bus, index);
        }
        int number = Math.min(address.get().integer("controller").orElse(0), 1 << 20);
        return bus == DiskBus.IDE
                ? number * 2 + Math.min(address.get().integer("bus").orElse(0), 1)
                : number;
    }

    private static int unit(XmlElement disk, DiskBus bus, int index) {
        return driveAddress(disk)
                .map(address -> address.integer("unit").orElse(0))
                .orElseGet(() -> DriveNames.unit(bus, index));
    }

    private String source(XmlElement disk) {
        Optional<XmlElement> source = disk.child("source");
        if (source.isEmpty()) {
            return "";
        }
        XmlElement from = source.get();
        if (from.attribute("pool").isPresent()) {
            notes.add(
                    "A disk is the volume "
                            + from.attribute("volume", "")
                            + " of the storage pool "
                            + from.attribute("pool", "")
                            + "; give its file.");
            return from.attribute("volume", "");
        }
        if (from.attribute("protocol").isPresent()) {
            notes.add("A disk is read over " + from.attribute("protocol", "") + "; give a file.");
            return from.attribute("name", "");
        }
        return from.attribute("file")
                .or(() -> from.attribute("dev"))
                .or(() -> from.attribute("dir"))
                .orElse("");
    }

    private Optional<String> controllerModel(DiskBus bus, int controller) {
        if (bus != DiskBus.SCSI) {
            return Optional.empty();
        }
        return devices.children("controller")
                .filter(element -> element.attribute("type", "").equals("scsi"))
                .filter(element -> element.integer("index").orElse(0) == controller)
                .findFirst()
                .flatMap(element -> element.filled("model"))
                .map(model -> model.equals("vmpvscsi") ? "pvscsi" : model);
    }

    private static NetworkInterface network(XmlElement element) {
        Optional<XmlElement> source = element.child("source");
        Attachment attachment =
                switch (element.attribute("type", "")) {
                    case "network" -> Attachment.NETWORK;
                    case "bridge", "direct" -> Attachment.BRIDGE;
                    case "user" -> Attachment.NAT;
                    default -> Attachment.NONE;
                };
        String name =
                switch (attachment) {
                    case NETWORK -> source.flatMap(s -> s.attribute("network")).orElse("");
                    case BRIDGE ->
                            source.flatMap(s -> s.attribute("bridge").or(() -> s.attribute("dev")))
                                    .orElse("");
                    case NAT, HOST_ONLY, NONE -> "";
                };
        return NetworkInterface.of(attachment, name)
                .withMac(
                        element.child("mac")
                                .flatMap(mac -> mac.attribute("address"))
                                .flatMap(MacAddress::parse))
                .withModel(element.child("model").flatMap(model -> model.filled("type")))
                .withVlan(
                        element.path("vlan", "tag")
                                .map(tag -> tag.integer("id"))
                                .orElse(OptionalInt.empty()))
                .withBootOrder(
                        element.child("boot")
                                .map(boot -> boot.integer("order"))
                                .orElse(OptionalInt.empty()));
    }

    private Optional<Display> display() {
        Optional<XmlElement> graphics =
                devices.children("graphics")
                        .filter(g -> !g.attribute("type", "").equals("egl-headless"))
                        .findFirst();
        Optional<XmlElement> video =
                devices.path("video", "model")
                        .filter(model -> !model.attribute("type", "").equals("none"));
        if (graphics.isEmpty() && video.isEmpty()) {
            return Optional.empty();
        }
        Display.Protocol protocol =
                switch (graphics.map(g -> g.attribute("type", "")).orElse("")) {
                    case "vnc" -> Display.Protocol.VNC;
                    case "spice" -> Display.Protocol.SPICE;
                    case "rdp" -> Display.Protocol.RDP;
                    default -> Display.Protocol.LOCAL;
                };
        return Optional.of(
                new Display(
                        protocol,
                        video.flatMap(model -> model.filled("type")),
                        video.map(model -> Numbers.times(model.number("vram"), 1024))
                                .orElse(OptionalLong.empty())));
    }

    private static SerialPort serial(XmlElement element) {
        String path = element.child("source").map(s -> s.attribute("path", "")).orElse("");
        return switch (element.attribute("type", "")) {
            case "pty" -> SerialPort.TERMINAL;
            case "file" -> new SerialPort(SerialPort.Kind.FILE, path);
            case "unix", "pipe" -> new SerialPort(SerialPort.Kind.PIPE, path);
            case "dev" -> new SerialPort(SerialPort.Kind.DEVICE, path);
            case "tcp" ->
                    new SerialPort(
                            SerialPort.Kind.TCP,
                            element.child("source")
                                    .map(s ->
                                            s.attribute("host", "")
                                                    + ":"
                                                    + s.attribute("service", ""))
                                    .orElse(""));
            default -> new SerialPort(SerialPort.Kind.NONE, "");
        };
    }
}
