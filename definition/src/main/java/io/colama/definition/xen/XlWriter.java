package io.colama.definition.xen;

import io.colama.definition.machine.BootClasses;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.Placement;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the domain configuration of {@code xl}. */
public final class XlWriter {

    private static final Set<String> FORMATS = Set.of("raw", "qcow", "qcow2", "vhd", "qed");
    private static final Set<String> CARD_MODELS = Set.of("e1000", "rtl8139", "virtio", "ne2k_pci");

    private static final Placement PLACEMENT =
            new Placement(
                    Map.of(
                            DiskBus.IDE, 2,
                            DiskBus.SCSI, Placement.FLAT,
                            DiskBus.XEN, Placement.FLAT),
                    DiskBus.XEN);

    private final StringBuilder out = new StringBuilder();
    private final MachineDefinition machine;

    private XlWriter(MachineDefinition machine) {
        this.machine = PLACEMENT.fit(machine);
    }

    /** The configuration of {@code machine}. */
    public static byte[] write(MachineDefinition machine) {
        return new XlWriter(machine).write();
    }

    private byte[] write() {
        string("name", machine.name());
        machine.uuid().ifPresent(uuid -> string("uuid", uuid.toString()));
        string(
                "type",
                switch (machine.machineType().orElse("")) {
                    case "xenpv" -> "pv";
                    case "xenpvh" -> "pvh";
                    default -> "hvm";
                });
        number("vcpus", machine.cpu().count());
        number("memory", (machine.memoryBytes() + (1 << 20) - 1) >> 20);
        if (machine.firmware().uefi()) {
            string("firmware", "ovmf");
        }
        if (machine.firmware().tpm()) {
            list("vtpm", List.of("backend=vtpm"));
        }
        String boot =
                BootClasses.of(machine).stream()
                        .map(kind ->
                                switch (kind) {
                                    case DISK -> "c";
                                    case CDROM -> "d";
                                    case NETWORK -> "n";
                                    case FLOPPY -> "a";
                                })
                        .collect(Collectors.joining());
        if (!boot.isEmpty()) {
            string("boot", boot);
        }
        disks();
        list("vif", machine.networks().stream().map(XlWriter::card).toList());
        list("serial", machine.serials().stream().map(XlWriter::serial).toList());
        machine.display().ifPresent(this::display);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void string(String key, String value) {
        out.append(key).append(" = ").append(XlFile.quoted(value)).append('\n');
    }

    private void number(String key, long value) {
        out.append(key).append(" = ").append(value).append('\n');
    }

    private void list(String key, List<String> values) {
        if (!values.isEmpty()) {
            out.append(key).append(" = [\n");
            values.forEach(value -> out.append("    ").append(XlFile.quoted(value)).append(",\n"));
            out.append("]\n");
        }
    }

    private void disks() {
        List<String> all = new ArrayList<>();
        for (DiskDevice disk : machine.disks()) {
            String format =
                    disk.format()
                            .filter(FORMATS::contains)
                            .map(word -> "format=" + word + ", ")
                            .orElse("");
            String vdev = XlDevices.vdev(disk.bus(), disk.controller(), disk.unit());
            all.add(format + "vdev=" + vdev + ", access=rw, target=" + disk.file());
        }
        for (RemovableDrive drive : machine.drives()) {
            if (drive.kind() == RemovableDrive.Kind.CDROM) {
                String vdev = XlDevices.vdev(drive.bus(), drive.controller(), drive.unit());
                all.add("vdev=" + vdev + ", devtype=cdrom, access=ro, target=" + drive.file());
            }
        }
        list("disk", all);
    }

    private static String card(NetworkInterface card) {
        StringBuilder text = new StringBuilder("type=ioemu");
        card.mac().ifPresent(mac -> text.append(",mac=").append(mac));
        boolean bridge = card.attachment() == NetworkInterface.Attachment.BRIDGE;
        if (bridge && card.network().matches("[A-Za-z0-9_.-]+")) {
            text.append(",bridge=").append(card.network());
        }
        card.model()
                .filter(CARD_MODELS::contains)
                .ifPresent(model -> text.append(",model=").append(model));
        return text.toString();
    }

    private static String serial(SerialPort port) {
        return switch (port.kind()) {
            case TERMINAL -> "pty";
            case FILE -> "file:" + port.target();
            case PIPE -> "unix:" + port.target();
            case TCP -> "tcp:" + port.target();
            case DEVICE -> port.target().startsWith("/dev/") ? port.target() : "none";
            case NONE -> "none";
        };
    }

    private void display(Display display) {
        switch (display.protocol()) {
            case VNC, RDP -> {
                number("vnc", 1);
                string("vnclisten", "127.0.0.1");
            }
            case SPICE -> number("spice", 1);
            case LOCAL -> number("sdl", 1);
        }
        display.videoModel()
                .ifPresent(model -> {
                    switch (model) {
                        case "vga" -> string("vga", "stdvga");
                        case "cirrus", "qxl" -> string("vga", model);
                        default -> {}
                    }
                });
        display.videoMemoryBytes().ifPresent(bytes -> number("videoram", bytes >> 20));
    }
}
