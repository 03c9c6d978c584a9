package io.colama.definition.xen;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MacAddress;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the devices of a configuration. */
final class XlDevices {

    private final XlFile file;

    XlDevices(XlFile file) {
        this.file = file;
    }

    void into(MachineBuilder machine) {
        file.list("disk").forEach(text -> disk(DiskSpec.parse(text), machine));
        file.list("vif").forEach(text -> machine.network(card(text)));
        file.list("serial").forEach(text -> machine.serial(serial(text)));
    }

    private static void disk(DiskSpec spec, MachineBuilder machine) {
        String vdev = spec.vdev();
        DiskBus bus =
                vdev.startsWith("hd")
                        ? DiskBus.IDE
                        : vdev.startsWith("sd") ? DiskBus.SCSI : DiskBus.XEN;
        int index = index(vdev);
        int controller = bus == DiskBus.IDE ? index / 2 : 0;
        int unit = bus == DiskBus.IDE ? index % 2 : index;
        if (spec.cdrom()) {
            machine.drive(RemovableDrive.cdrom(bus, controller, unit, spec.target()));
        } else {
            machine.disk(
                    DiskDevice.of(bus, controller, unit, spec.target())
                            .withFile(spec.target(), spec.format(), OptionalLong.empty()));
        }
    }

    /** What the letters of a device count, from 0. */
    private static int index(String vdev) {
        String letters = vdev.replaceFirst("^(xvd|hd|sd)", "").replaceFirst("[0-9]*$", "");
        if (!letters.matches("[a-z]{1,3}")) {
            return 0;
        }
        int index = 0;
        for (int i = 0; i < letters.length(); i++) {
            index = index * 26 + letters.charAt(i) - 'a' + 1;
        }
        return index - 1;
    }

    static String vdev(DiskBus bus, int controller, int unit) {
        String prefix =
                switch (bus) {
                    case IDE -> "hd";
                    case SCSI -> "sd";
                    case XEN, SATA, VIRTIO, NVME, USB, FDC -> "xvd";
                };
        StringBuilder letters = new StringBuilder();
        for (int n = bus == DiskBus.IDE ? controller * 2 + unit : unit; n >= 0; n = n / 26 - 1) {
            letters.insert(0, (char) ('a' + n % 26));
        }
        return prefix + letters;
    }

    private static NetworkInterface card(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            }
        }
        return NetworkInterface.of(Attachment.BRIDGE, parts.getOrDefault("bridge", ""))
                .withMac(MacAddress.parse(parts.getOrDefault("mac", "")))
                .withModel(
                        Optional.ofNullable(parts.get("model")).filter(model -> !model.isEmpty()));
    }

    private static SerialPort serial(String text) {
        if (text.equals("pty") || text.equals("vc") || text.equals("stdio")) {
            return SerialPort.TERMINAL;
        }
        int colon = text.indexOf(':');
        String target = colon < 0 ? text : text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "file" -> new SerialPort(SerialPort.Kind.FILE, target);
            case "pipe", "unix" -> new SerialPort(SerialPort.Kind.PIPE, target);
            case "tcp", "telnet" -> new SerialPort(SerialPort.Kind.TCP, target);
            default ->
                    text.startsWith("/dev/")
                            ? new SerialPort(SerialPort.Kind.DEVICE, text)
                            : new SerialPort(SerialPort.Kind.NONE, "");
        };
    }
}
