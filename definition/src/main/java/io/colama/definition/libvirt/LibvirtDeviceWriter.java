package io.colama.definition.libvirt;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.xml.XmlWriter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Writes the {@code devices} of a domain; the machine is placed already. */
final class LibvirtDeviceWriter {

    private static final Set<String> SCSI_MODELS =
            Set.of("buslogic", "lsilogic", "lsisas1068", "lsisas1078", "virtio-scsi", "pvscsi");

    private static final Set<String> VIDEO_MODELS =
            Set.of("vga", "cirrus", "vmvga", "xen", "vbox", "qxl", "virtio", "bochs", "ramfb");

    private static final Set<String> CARD_MODELS =
            Set.of("virtio", "e1000", "e1000e", "rtl8139", "vmxnet3", "ne2k_pci", "pcnet", "igb");

    private final XmlWriter xml;
    private final MachineDefinition machine;
    private int sdNames;

    LibvirtDeviceWriter(XmlWriter xml, MachineDefinition machine) {
        this.xml = xml;
        this.machine = machine;
    }

    void write() {
        xml.start("devices");
        machine.disks().forEach(this::disk);
        machine.drives().forEach(this::drive);
        scsiControllers();
        machine.networks().forEach(this::network);
        machine.serials().forEach(this::serial);
        if (machine.firmware().tpm()) {
            xml.start("tpm", "model", "tpm-crb")
                    .empty("backend", "type", "emulator", "version", "2.0")
                    .end();
        }
        machine.display().ifPresent(this::display);
        xml.end();
    }

    private void disk(DiskDevice disk) {
        Optional<String> format = disk.format().filter(word -> word.matches("[a-z0-9]+"));
        start("disk", disk.file(), format);
        target(disk.bus(), disk.unit());
        disk.id()
                .filter(id -> id.matches("[A-Za-z0-9_.+ -]+"))
                .ifPresent(id -> xml.text("serial", id));
        boot(disk.bootOrder());
        address(disk.bus(), disk.controller(), disk.unit());
        xml.end();
    }

    private void drive(RemovableDrive drive) {
        boolean floppy = drive.kind() == RemovableDrive.Kind.FLOPPY;
        start(floppy ? "floppy" : "cdrom", drive.file(), Optional.of("raw"));
        target(drive.bus(), drive.unit());
        if (!floppy) {
            xml.empty("readonly");
        }
        boot(drive.bootOrder());
        address(drive.bus(), drive.controller(), drive.unit());
        xml.end();
    }

    private void start(String device, String file, Optional<String> format) {
        boolean block = file.startsWith("/dev/");
        xml.start("disk", "type", block ? "block" : "file", "device", device);
        if (format.isPresent()) {
            xml.empty("driver", "name", "qemu", "type", format);
        }
        if (!file.isEmpty()) {
            xml.empty("source", block ? "dev" : "file", file);
        }
    }

    private void target(DiskBus bus, int unit) {
        String name =
                switch (bus) {
                    case VIRTIO -> DriveNames.name("vd", unit);
                    case XEN -> DriveNames.name("xvd", unit);
                    case FDC -> DriveNames.name("fd", unit);
                    case IDE, SATA, SCSI, NVME, USB -> DriveNames.name("sd", sdNames++);
                };
        xml.empty("target", "dev", name, "bus", bus.word());
    }

    private void address(DiskBus bus, int controller, int unit) {
        switch (bus) {
            case IDE ->
                    xml.empty(
                            "address",
                            "type",
                            "drive",
                            "controller",
                            controller / 2,
                            "bus",
                            controller % 2,
                            "target",
                            0,
                            "unit",
                            unit);
            case SATA, SCSI, FDC ->
                    xml.empty(
                            "address",
                            "type",
                            "drive",
                            "controller",
                            controller,
                            "bus",
                            0,
                            "target",
                            0,
                            "unit",
                            unit);
            case VIRTIO, NVME, USB, XEN -> {}
        }
    }

    private void boot(OptionalInt order) {
        if (order.isPresent() && order.getAsInt() > 0) {
            xml.empty("boot", "order", order.getAsInt());
        }
    }

    private void scsiControllers() {
        Map<Integer, String> models = new TreeMap<>();
        for (DiskDevice disk : machine.disks()) {
            if (disk.bus() == DiskBus.SCSI) {
                disk.controllerModel()
                        .filter(SCSI_MODELS::contains)
                        .ifPresent(model -> models.putIfAbsent(disk.controller(), model));
            }
        }
        models.forEach((index, model) ->
                xml.empty(
                        "controller",
                        "type",
                        "scsi",
                        "index",
                        index,
                        "model",
                        model.equals("pvscsi") ? "vmpvscsi" : model));
    }

    private void network(NetworkInterface card) {
        boolean named = !card.network().isBlank();
        switch (card.attachment()) {
            case NETWORK, HOST_ONLY -> {
                xml.start("interface", "type", "network");
                mac(card);
                xml.empty("source", "network", named ? card.network() : "default");
            }
            case BRIDGE -> {
                xml.start("interface", "type", "bridge");
                mac(card);
                xml.empty("source", "bridge", named ? card.network() : "br0");
            }
            case NAT -> {
                xml.start("interface", "type", "user");
                mac(card);
            }
            case NONE -> {
                xml.start("interface", "type", "ethernet");
                mac(card);
                xml.empty("link", "state", "down");
            }
        }
        if (card.vlan().isPresent() && card.vlan().getAsInt() < 4096) {
            xml.start("vlan").empty("tag", "id", card.vlan().getAsInt()).end();
        }
        card.model()
                .filter(CARD_MODELS::contains)
                .ifPresent(model -> xml.empty("model", "type", model));
        boot(card.bootOrder());
        xml.end();
    }

    private void mac(NetworkInterface card) {
        card.mac().ifPresent(mac -> xml.empty("mac", "address", mac));
    }

    private void serial(SerialPort port) {
        switch (port.kind()) {
            case TERMINAL -> xml.start("serial", "type", "pty");
            case FILE -> xml.start("serial", "type", "file").empty("source", "path", port.target());
            case DEVICE ->
                    xml.start("serial", "type", "dev").empty("source", "path", port.target());
            case PIPE ->
                    xml.start("serial", "type", "unix")
                            .empty("source", "mode", "bind", "path", port.target());
            case TCP -> {
                int colon = port.target().lastIndexOf(':');
                String host = colon < 0 ? port.target() : port.target().substring(0, colon);
                String service = colon < 0 ? "0" : port.target().substring(colon + 1);
                xml.start("serial", "type", "tcp")
                        .empty("source", "mode", "bind", "host", host, "service", service)
                        .empty("protocol", "type", "raw");
            }
            case NONE -> xml.start("serial", "type", "null");
        }
        xml.end();
    }

    private void display(Display display) {
        switch (display.protocol()) {
            case VNC, RDP ->
                    xml.empty(
                            "graphics",
                            "type",
                            "vnc",
                            "port",
                            -1,
                            "autoport",
                            "yes",
                            "listen",
                            "127.0.0.1");
            case SPICE ->
                    xml.empty(
                            "graphics", "type", "spice", "autoport", "yes", "listen", "127.0.0.1");
            case LOCAL -> xml.empty("graphics", "type", "sdl");
        }
        display.videoModel()
                .map(model -> model.equals("vmsvga") ? "vmvga" : model)
                .filter(VIDEO_MODELS::contains)
                .ifPresent(model -> video(model, display));
    }

    private void video(String model, Display display) {
        Optional<Long> kib =
                display.videoMemoryBytes().isPresent()
                        ? Optional.of(display.videoMemoryBytes().getAsLong() / 1024)
                        : Optional.empty();
        xml.start("video").empty("model", "type", model, "vram", kib).end();
    }
}
