package io.colama.definition.vmware;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MacAddress;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.text.Numbers;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the devices of a {@code .vmx}. */
final class VmxDevices {

    private static final Pattern DRIVE =
            Pattern.compile("(scsi|sata|ide|nvme)(\\d{1,4}):(\\d{1,4})\\..*");
    private static final Pattern NUMBERED =
            Pattern.compile("(ethernet|serial|floppy)(\\d{1,4})\\..*");

    private final KeyFile keys;
    private final List<String> notes;

    VmxDevices(KeyFile keys, List<String> notes) {
        this.keys = keys;
        this.notes = notes;
    }

    void into(MachineBuilder machine) {
        Set<String> places = new LinkedHashSet<>();
        for (String key : keys.keys()) {
            Matcher parts = DRIVE.matcher(key);
            if (parts.matches()) {
                places.add(parts.group(1) + parts.group(2) + ":" + parts.group(3));
            }
        }
        for (String place : places) {
            if (!keys.untruth(place + ".present") && isDevice(place)) {
                drive(place, machine);
            }
        }
        for (int number : numbers("floppy")) {
            if (keys.truth("floppy" + number + ".present")) {
                machine.drive(RemovableDrive.floppy(number % 2, medium("floppy" + number)));
            }
        }
        for (int number : numbers("ethernet")) {
            if (!keys.untruth("ethernet" + number + ".present")) {
                machine.network(card("ethernet" + number));
            }
        }
        for (int number : numbers("serial")) {
            if (keys.truth("serial" + number + ".present")) {
                machine.serial(serial("serial" + number));
            }
        }
        boolean passed =
                keys.keys().stream()
                        .filter(key -> key.startsWith("pcipassthru") && key.endsWith(".present"))
                        .anyMatch(keys::truth);
        if (passed) {
            notes.add("Devices of the host are passed through; only the original file keeps them.");
        }
    }

    private Set<Integer> numbers(String kind) {
        Set<Integer> numbers = new TreeSet<>(Comparator.naturalOrder());
        for (String key : keys.keys()) {
            Matcher parts = NUMBERED.matcher(key);
            if (parts.matches() && parts.group(1).equals(kind)) {
                numbers.add(Integer.parseInt(parts.group(2)));
            }
        }
        return numbers;
    }

    private boolean isDevice(String place) {
        return keys.truth(place + ".present")
                || keys.value(place + ".fileName").isPresent()
                || keys.value(place + ".deviceType").isPresent();
    }

    private void drive(String place, MachineBuilder machine) {
        Matcher parts = DRIVE.matcher(place + ".");
        if (!parts.matches()) {
            return;
        }
        DiskBus bus = DiskBus.byWord(parts.group(1)).orElse(DiskBus.SCSI);
        int controller = Integer.parseInt(parts.group(2));
        int unit = Integer.parseInt(parts.group(3));
        String type = keys.value(place + ".deviceType").orElse("").toLowerCase(Locale.ROOT);
        String file = keys.value(place + ".fileName").orElse("");
        boolean medium = file.toLowerCase(Locale.ROOT).endsWith(".iso");
        if (type.contains("cdrom") || (type.isEmpty() && medium)) {
            machine.drive(RemovableDrive.cdrom(bus, controller, unit, medium(place)));
            return;
        }
        Optional<String> model =
                bus == DiskBus.SCSI
                        ? keys.value("scsi" + controller + ".virtualDev")
                                .map(word -> word.toLowerCase(Locale.ROOT))
                        : Optional.empty();
        if (type.equals("rawdisk") || type.contains("passthru")) {
            notes.add("The disk at " + place + " is a device of the host; give an image of it.");
        }
        machine.disk(DiskDevice.of(bus, controller, unit, file).withControllerModel(model));
    }

    /** The file in a drive; empty when it is the host's or found by VMware. */
    private String medium(String drive) {
        String file = keys.value(drive + ".fileName").orElse("");
        boolean ofHost =
                keys.value(drive + ".fileType").filter("device"::equalsIgnoreCase).isPresent()
                        || keys.value(drive + ".deviceType")
                                .filter(type -> !type.equalsIgnoreCase("cdrom-image"))
                                .isPresent();
        return ofHost || file.equalsIgnoreCase("auto detect") ? "" : file;
    }

    private NetworkInterface card(String name) {
        String type = keys.value(name + ".connectionType").orElse("").toLowerCase(Locale.ROOT);
        Optional<String> network =
                keys.value(name + ".networkName")
                        .or(() ->
                                type.equals("custom")
                                        ? keys.value(name + ".vnet")
                                        : Optional.empty());
        Attachment attachment =
                switch (type) {
                    case "nat" -> Attachment.NAT;
                    case "hostonly" -> Attachment.HOST_ONLY;
                    case "bridged" -> Attachment.BRIDGE;
                    default ->
                            keys.untruth(name + ".startConnected")
                                    ? Attachment.NONE
                                    : Attachment.BRIDGE;
                };
        return NetworkInterface.of(
                        network.isPresent() ? Attachment.NETWORK : attachment, network.orElse(""))
                .withMac(
                        keys.value(name + ".address")
                                .or(() -> keys.value(name + ".generatedAddress"))
                                .flatMap(MacAddress::parse))
                .withModel(keys.value(name + ".virtualDev").map(m -> m.toLowerCase(Locale.ROOT)));
    }

    private SerialPort serial(String name) {
        String target = keys.value(name + ".fileName").orElse("");
        return switch (keys.value(name + ".fileType").orElse("").toLowerCase(Locale.ROOT)) {
            case "file" -> new SerialPort(SerialPort.Kind.FILE, target);
            case "pipe" -> new SerialPort(SerialPort.Kind.PIPE, target);
            case "network" ->
                    new SerialPort(SerialPort.Kind.TCP, target.replaceFirst("^[a-z]{1,10}://", ""));
            default ->
                    Numbers.truth(keys.value(name + ".autodetect").orElse("")) || target.isEmpty()
                            ? new SerialPort(SerialPort.Kind.NONE, "")
                            : new SerialPort(SerialPort.Kind.DEVICE, target);
        };
    }
}
