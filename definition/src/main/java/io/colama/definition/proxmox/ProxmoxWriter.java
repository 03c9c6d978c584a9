package io.colama.definition.proxmox;

import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.Placement;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.os.OsNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes the configuration of a guest in Proxmox VE. Floppy drives do not exist there. */
public final class ProxmoxWriter {

    private static final Placement PLACEMENT =
            new Placement(
                    Map.of(
                            DiskBus.IDE, 2,
                            DiskBus.SATA, Placement.FLAT,
                            DiskBus.SCSI, Placement.FLAT,
                            DiskBus.VIRTIO, Placement.FLAT),
                    DiskBus.SATA);

    private static final Map<String, String> SCSI_MODELS =
            Map.of(
                    "lsilogic", "lsi",
                    "virtio-scsi", "virtio-scsi-pci",
                    "virtio-scsi-single", "virtio-scsi-single",
                    "pvscsi", "pvscsi",
                    "megasas", "megasas");

    private static final Set<String> CARD_MODELS =
            Set.of("virtio", "e1000", "e1000e", "rtl8139", "vmxnet3", "ne2k_pci", "pcnet");

    private static final Pattern MACHINE_TYPE = Pattern.compile("(pc|q35|virt)[A-Za-z0-9.+_-]*");

    private final StringBuilder out = new StringBuilder();
    private final MachineDefinition machine;
    private final Map<Integer, String> bootOrder = new TreeMap<>();

    private ProxmoxWriter(MachineDefinition machine) {
        this.machine = PLACEMENT.fit(machine);
    }

    /** The configuration of {@code machine}. */
    public static byte[] write(MachineDefinition machine) {
        return new ProxmoxWriter(machine).write();
    }

    private byte[] write() {
        if (!machine.description().isEmpty()) {
            for (String text : machine.description().split("\n", -1)) {
                out.append('#').append(ProxmoxFile.encoded(text)).append('\n');
            }
        }
        List<String> devices = devices();
        if (!machine.cpu().architecture().equals(Cpu.USUAL_ARCHITECTURE)) {
            line("arch", machine.cpu().architecture());
        }
        if (machine.firmware().uefi()) {
            line("bios", "ovmf");
        }
        if (!bootOrder.isEmpty()) {
            line("boot", "order=" + String.join(";", bootOrder.values()));
        }
        line("cores", machine.cpu().processorsPerSocket());
        if (machine.firmware().secureBoot()) {
            line("efidisk0", "local:0,efitype=4m,pre-enrolled-keys=1,size=4M");
        }
        machine.machineType()
                .filter(type -> MACHINE_TYPE.matcher(type).matches())
                .ifPresent(type -> line("machine", type));
        line("memory", (machine.memoryBytes() + (1 << 20) - 1) >> 20);
        String name = machine.name().replaceAll("[^A-Za-z0-9.-]", "-");
        line("name", name.isEmpty() ? "machine" : name);
        line(
                "ostype",
                machine.os()
                        .flatMap(os -> OsNames.spelled(DefinitionFormat.PROXMOX, os))
                        .orElse("other"));
        scsiModel().ifPresent(model -> line("scsihw", model));
        machine.uuid().ifPresent(uuid -> line("smbios1", "uuid=" + uuid));
        line("sockets", machine.cpu().sockets());
        if (machine.firmware().tpm()) {
            line("tpmstate0", "local:0,size=4M,version=v2.0");
        }
        line("vga", machine.display().map(ProxmoxWriter::vga).orElse("none"));
        devices.forEach(text -> out.append(text).append('\n'));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void line(String key, Object value) {
        out.append(key).append(": ").append(oneLine(value.toString())).append('\n');
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").strip();
    }

    private List<String> devices() {
        List<String> lines = new ArrayList<>();
        for (DiskDevice disk : machine.disks()) {
            String key = key(disk.bus(), disk.controller(), disk.unit());
            lines.add(key + ": " + volume(disk));
            boot(key, disk.bootOrder());
        }
        for (RemovableDrive drive : machine.drives()) {
            if (drive.kind() == RemovableDrive.Kind.CDROM) {
                String key = key(drive.bus(), drive.controller(), drive.unit());
                String file = drive.file().isEmpty() ? "none" : part(drive.file());
                lines.add(key + ": " + file + ",media=cdrom");
                boot(key, drive.bootOrder());
            }
        }
        for (int i = 0; i < machine.networks().size(); i++) {
            lines.add("net" + i + ": " + card(machine.networks().get(i)));
            boot("net" + i, machine.networks().get(i).bootOrder());
        }
        for (int i = 0; i < machine.serials().size(); i++) {
            SerialPort port = machine.serials().get(i);
            boolean device = port.kind() == SerialPort.Kind.DEVICE && !port.target().isEmpty();
            lines.add("serial" + i + ": " + (device ? part(port.target()) : "socket"));
        }
        return lines;
    }

    private void boot(String key, OptionalInt order) {
        order.ifPresent(place -> bootOrder.putIfAbsent(place, key));
    }

    private static String key(DiskBus bus, int controller, int unit) {
        return bus.word() + (bus == DiskBus.IDE ? controller * 2 + unit : unit);
    }

    /** A comma would end the part. */
    private static String part(String text) {
        return oneLine(text).replace(',', '_');
    }

    private static String volume(DiskDevice disk) {
        StringBuilder text = new StringBuilder(disk.file().isEmpty() ? "file=" : part(disk.file()));
        disk.format().ifPresent(format -> text.append(",format=").append(part(format)));
        disk.id().ifPresent(id -> text.append(",serial=").append(part(id)));
        disk.sizeBytes().ifPresent(bytes -> text.append(",size=").append(size(bytes)));
        return text.toString();
    }

    /** A size in the largest unit that leaves no rest. */
    private static String size(long bytes) {
        String units = "KMGT";
        for (int i = units.length(); i > 0; i--) {
            long unit = 1L << (10 * i);
            if (bytes >= unit && bytes % unit == 0) {
                return bytes / unit + units.substring(i - 1, i);
            }
        }
        return Long.toString(bytes);
    }

    private Optional<String> scsiModel() {
        return machine.disks().stream()
                .filter(disk -> disk.bus() == DiskBus.SCSI)
                .flatMap(disk -> disk.controllerModel().stream())
                .flatMap(model -> Optional.ofNullable(SCSI_MODELS.get(model)).stream())
                .findFirst();
    }

    private static String card(NetworkInterface card) {
        String model = card.model().filter(CARD_MODELS::contains).orElse("virtio");
        StringBuilder text = new StringBuilder();
        if (card.mac().isPresent()) {
            text.append(model).append('=').append(card.mac().get().text().toUpperCase(Locale.ROOT));
        } else {
            text.append("model=").append(model);
        }
        switch (card.attachment()) {
            case NAT -> {}
            case NONE -> text.append(",link_down=1");
            case BRIDGE, NETWORK, HOST_ONLY -> {
                boolean named =
                        card.attachment() == Attachment.BRIDGE
                                && card.network().matches("[A-Za-z0-9_.-]+");
                text.append(",bridge=").append(named ? card.network() : "vmbr0");
            }
        }
        card.vlan().ifPresent(tag -> text.append(",tag=").append(tag));
        return text.toString();
    }

    private static String vga(Display display) {
        String model = display.videoModel().orElse("");
        String type =
                switch (model) {
                    case "vmvga", "vmsvga" -> "vmware";
                    case "virtio", "cirrus", "qxl" -> model;
                    default -> display.protocol() == Display.Protocol.SPICE ? "qxl" : "std";
                };
        return display.videoMemoryBytes().isPresent()
                ? type + ",memory=" + Math.max(1, display.videoMemoryBytes().getAsLong() >> 20)
                : type;
    }
}
