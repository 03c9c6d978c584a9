package io.colama.definition.proxmox;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.MacAddress;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.proxmox.ProxmoxFile.Section;
import io.colama.definition.text.Numbers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the devices of a section. */
final class ProxmoxDevices {

    private static final Pattern DEVICE =
            Pattern.compile("(scsi|virtio|sata|ide|net|serial|unused|hostpci|usb)(\\d{1,4})");

    /** Keys of an option that are network cards. */
    private static final List<String> CARDS =
            List.of("virtio", "e1000", "e1000e", "rtl8139", "vmxnet3", "ne2k_pci", "pcnet");

    private static final Map<String, String> SCSI_MODELS =
            Map.of("lsi", "lsilogic", "virtio-scsi-pci", "virtio-scsi");

    private final Section from;
    private final List<String> notes;
    private final List<String> order;

    ProxmoxDevices(Section from, List<String> notes) {
        this.from = from;
        this.notes = notes;
        Optional<String> boot = from.value("boot").flatMap(b -> Options.parse(b).get("order"));
        this.order =
                boot.map(names -> List.of(names.split(";")))
                        .orElse(from.value("bootdisk").map(List::of).orElse(List.of()));
    }

    void into(MachineBuilder machine) {
        from.values().forEach((key, value) -> device(key, value, machine));
        machine.display(display());
    }

    private OptionalInt bootOrder(String key) {
        int place = order.indexOf(key);
        return place < 0 ? OptionalInt.empty() : OptionalInt.of(place + 1);
    }

    private void device(String key, String value, MachineBuilder machine) {
        Matcher parts = DEVICE.matcher(key);
        if (!parts.matches()) {
            return;
        }
        int number = Integer.parseInt(parts.group(2));
        Options options = Options.parse(value);
        switch (parts.group(1)) {
            case "net" -> machine.network(card(options).withBootOrder(bootOrder(key)));
            case "serial" ->
                    machine.serial(
                            options.first().equals("socket")
                                    ? SerialPort.TERMINAL
                                    : new SerialPort(SerialPort.Kind.DEVICE, options.first()));
            case "unused" -> note("The volume " + options.first() + " is kept and not used.");
            case "hostpci", "usb" ->
                    note("The device " + key + " of the host is passed through; it is not read.");
            default -> drive(key, parts.group(1), number, options, machine);
        }
    }

    private void drive(
            String key, String kind, int number, Options options, MachineBuilder machine) {
        DiskBus bus = DiskBus.byWord(kind).orElse(DiskBus.SCSI);
        int controller = bus == DiskBus.IDE ? number / 2 : 0;
        int unit = bus == DiskBus.IDE ? number % 2 : number;
        String file = options.firstOr("file");
        boolean cdrom =
                options.get("media").filter("cdrom"::equals).isPresent()
                        || file.contains("cloudinit");
        if (cdrom || file.equals("cdrom") || file.equals("none")) {
            boolean empty = file.equals("none") || file.equals("cdrom");
            machine.drive(
                    RemovableDrive.cdrom(bus, controller, unit, empty ? "" : file)
                            .withBootOrder(bootOrder(key)));
            return;
        }
        Optional<String> model =
                bus == DiskBus.SCSI
                        ? from.value("scsihw").map(word -> SCSI_MODELS.getOrDefault(word, word))
                        : Optional.empty();
        OptionalLong size = Numbers.size(options.get("size").orElse(""), 1);
        machine.disk(
                new DiskDevice(
                        bus,
                        model,
                        controller,
                        unit,
                        bootOrder(key),
                        file,
                        options.get("format"),
                        size,
                        options.get("serial")));
    }

    private static NetworkInterface card(Options options) {
        Optional<String> model =
                options.parts().keySet().stream()
                        .filter(CARDS::contains)
                        .findFirst()
                        .or(() -> options.get("model"))
                        .or(() -> Optional.of(options.first()).filter(word -> !word.isEmpty()));
        Optional<String> mac = model.flatMap(options::get).or(() -> options.get("macaddr"));
        Optional<String> bridge = options.get("bridge");
        boolean down = options.get("link_down").filter(Numbers::truth).isPresent();
        Attachment attachment =
                bridge.isPresent() ? Attachment.BRIDGE : down ? Attachment.NONE : Attachment.NAT;
        return NetworkInterface.of(attachment, bridge.orElse(""))
                .withMac(mac.flatMap(MacAddress::parse))
                .withModel(model)
                .withVlan(Numbers.integer(options.get("tag").orElse("")));
    }

    private Optional<Display> display() {
        Options vga = Options.parse(from.value("vga").orElse(""));
        String type = vga.firstOr("type");
        if (type.equals("none") || type.startsWith("serial")) {
            return Optional.empty();
        }
        OptionalLong memory = Numbers.times(Numbers.number(vga.get("memory").orElse("")), 1 << 20);
        boolean spice = type.startsWith("qxl");
        Optional<String> model =
                switch (type) {
                    case "" -> Optional.empty();
                    case "std" -> Optional.of("vga");
                    case "vmware" -> Optional.of("vmvga");
                    default -> Optional.of(type);
                };
        return Optional.of(
                new Display(spice ? Display.Protocol.SPICE : Display.Protocol.VNC, model, memory));
    }

    private void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }
}
