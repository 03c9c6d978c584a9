package io.colama.operations.qemu;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The command line of QEMU for a machine.
 *
 * <p>Disks stay at the buses that the definition has them at; networks are those of QEMU's user
 * mode, because a copy must not meet the original in the network of both.
 */
public final class QemuCommand {

    private static final long MIB = 1 << 20;

    private final Qemu qemu;
    private final MachineDefinition machine;
    private final Choices choices;
    private final List<String> words = new ArrayList<>();

    /**
     * What the definition does not say.
     *
     * @param accelerator how the guest runs
     * @param socket where the disks are served
     * @param exports the name of each disk's export there
     * @param console where the guest is seen
     * @param network whether the guest reaches other hosts
     * @param firmware the files of UEFI, where the machine has it
     * @param more further words for QEMU, as they are
     */
    public record Choices(
            Accelerator accelerator,
            Path socket,
            List<String> exports,
            Console console,
            boolean network,
            Optional<UefiFiles> firmware,
            List<String> more) {

        /** Copies the lists. */
        public Choices {
            exports = List.copyOf(exports);
            more = List.copyOf(more);
        }
    }

    /**
     * Where the guest is seen: its serial port is always the terminal.
     *
     * @param vnc the number of a VNC display of this host; without one there is no screen
     */
    public record Console(OptionalInt vnc) {}

    /**
     * The firmware of UEFI.
     *
     * @param code the firmware itself
     * @param variables where it keeps its settings: a file of this machine's own
     */
    public record UefiFiles(Path code, Path variables) {}

    private QemuCommand(Qemu qemu, MachineDefinition machine, Choices choices) {
        this.qemu = qemu;
        this.machine = machine;
        this.choices = choices;
    }

    /** The words of the command line, the program first. */
    public static List<String> of(Qemu qemu, MachineDefinition machine, Choices choices) {
        if (machine.disks().size() != choices.exports().size()) {
            throw new IllegalArgumentException(
                    "%d disks and %d exports"
                            .formatted(machine.disks().size(), choices.exports().size()));
        }
        return new QemuCommand(qemu, machine, choices).build();
    }

    private List<String> build() {
        words.add(qemu.program().toString());
        add("-name", "guest=" + escaped(plain(machine.name())));
        board();
        machine.uuid().ifPresent(uuid -> add("-uuid", uuid.toString()));
        add("-nodefaults", "-no-user-config");
        controllers();
        for (int i = 0; i < machine.disks().size(); i++) {
            disk(i, machine.disks().get(i));
        }
        networks();
        console();
        words.addAll(choices.more());
        return List.copyOf(words);
    }

    private void board() {
        String board =
                qemu.isPc()
                        ? pc()
                        : qemu.architecture().matches("aarch64|arm|riscv64") ? "virt" : "";
        List<String> machineWords = new ArrayList<>();
        if (!board.isEmpty()) {
            machineWords.add(board);
        }
        if (choices.firmware().isPresent()) {
            UefiFiles files = choices.firmware().get();
            add(
                    "-blockdev",
                    "driver=file,node-name=uefi-code,read-only=on,filename="
                            + escaped(files.code().toString()));
            add(
                    "-blockdev",
                    "driver=file,node-name=uefi-vars,filename="
                            + escaped(files.variables().toString()));
            machineWords.add("pflash0=uefi-code");
            machineWords.add("pflash1=uefi-vars");
        }
        if (!machineWords.isEmpty()) {
            add("-machine", String.join(",", machineWords));
        }
        add("-accel", choices.accelerator().word());
        if (qemu.isPc() || choices.accelerator() == Accelerator.KVM) {
            add("-cpu", processor(choices.accelerator()));
        }
        var cpu = machine.cpu();
        int count = cpu.sockets() * cpu.coresPerSocket() * cpu.threadsPerCore();
        add(
                "-smp",
                "%d,sockets=%d,cores=%d,threads=%d"
                        .formatted(
                                count, cpu.sockets(), cpu.coresPerSocket(), cpu.threadsPerCore()));
        add("-m", Math.max(1, machine.memoryBytes() / MIB) + "M");
        add("-rtc", windows() ? "base=localtime" : "base=utc");
    }

    /** All that the accelerator can offer. */
    static String processor(Accelerator accelerator) {
        return switch (accelerator) {
            case KVM -> "host";
            case TCG -> "max";
        };
    }

    /** The old board only where the definition asks for it, or for its parallel ATA. */
    private String pc() {
        String type = machine.machineType().orElse("");
        boolean old = type.startsWith("pc-i440fx") || type.equals("pc");
        boolean ide = machine.disks().stream().anyMatch(disk -> disk.bus() == DiskBus.IDE);
        return old || ide ? "pc" : "q35";
    }

    private boolean windows() {
        return machine.os().map(os -> os.id().startsWith("win")).orElse(false);
    }

    private void controllers() {
        Set<DiskBus> buses = EnumSet.noneOf(DiskBus.class);
        machine.disks().forEach(disk -> buses.add(disk.bus()));
        if (buses.contains(DiskBus.SCSI)) {
            add("-device", scsiController() + ",id=scsi0");
        }
        if (buses.contains(DiskBus.SATA)) {
            add("-device", "ich9-ahci,id=sata0");
        }
        if (buses.contains(DiskBus.USB)) {
            add("-device", "qemu-xhci,id=usb0");
        } else if (choices.console().vnc().isPresent()) {
            add("-device", "qemu-xhci,id=usb0");
        }
    }

    /** What the definition's controller is, or the nearest that QEMU has. */
    private String scsiController() {
        String model =
                machine.disks().stream()
                        .filter(disk -> disk.bus() == DiskBus.SCSI)
                        .flatMap(disk -> disk.controllerModel().stream())
                        .findFirst()
                        .orElse("");
        return switch (model.toLowerCase(Locale.ROOT)) {
            case "lsilogic", "lsi" -> "lsi53c895a";
            case "lsisas1068", "lsilogicsas" -> "mptsas1068";
            case "megasas" -> "megasas";
            case "pvscsi", "vmpvscsi" -> "pvscsi";
            default -> "virtio-scsi-pci";
        };
    }

    private void disk(int number, DiskDevice disk) {
        String node = "disk" + number;
        add(
                "-blockdev",
                "driver=nbd,node-name=%s,discard=unmap,reconnect-delay=30,server.type=unix,server.path=%s,export=%s"
                        .formatted(
                                node,
                                escaped(choices.socket().toString()),
                                escaped(choices.exports().get(number))));
        String device =
                switch (disk.bus()) {
                    case VIRTIO, XEN -> "virtio-blk-pci,drive=" + node;
                    case SCSI -> "scsi-hd,bus=scsi0.0,drive=" + node;
                    case SATA ->
                            "ide-hd,bus=sata0.%d,drive=%s".formatted(ordinal(disk, number), node);
                    case IDE -> {
                        int place = ordinal(disk, number);
                        yield "ide-hd,bus=ide.%d,unit=%d,drive=%s"
                                .formatted(place / 2 % 2, place % 2, node);
                    }
                    case NVME -> "nvme,serial=colama%d,drive=%s".formatted(number, node);
                    case USB -> "usb-storage,bus=usb0.0,drive=" + node;
                    case FDC -> throw new IllegalStateException("a disk at a floppy controller");
                };
        int order = disk.bootOrder().orElse(number + 1);
        add("-device", device + ",bootindex=" + order);
    }

    /** Which of the disks at its bus it is. */
    private int ordinal(DiskDevice disk, int number) {
        return (int)
                machine.disks().subList(0, number).stream()
                        .filter(other -> other.bus() == disk.bus())
                        .count();
    }

    private void networks() {
        for (int i = 0; i < machine.networks().size(); i++) {
            NetworkInterface card = machine.networks().get(i);
            if (card.attachment() == NetworkInterface.Attachment.NONE) {
                continue;
            }
            String mac = card.mac().map(address -> ",mac=" + address).orElse("");
            add("-netdev", "user,id=net%d%s".formatted(i, choices.network() ? "" : ",restrict=on"));
            add("-device", "%s,netdev=net%d%s".formatted(model(card), i, mac));
        }
        if (machine.disks().stream().anyMatch(disk -> disk.bus() == DiskBus.VIRTIO)) {
            add("-device", "virtio-rng-pci");
        }
    }

    private String model(NetworkInterface card) {
        return switch (card.model().orElse("").toLowerCase(Locale.ROOT)) {
            case "e1000", "82540em" -> "e1000";
            case "e1000e" -> "e1000e";
            case "rtl8139" -> "rtl8139";
            case "pcnet", "pcnet32", "vlance", "am79c973" -> "pcnet";
            case "vmxnet3" -> "vmxnet3";
            case "ne2k_pci" -> "ne2k_pci";
            case "virtio" -> "virtio-net-pci";
            default ->
                    windows() || !qemu.isPc()
                            ? qemu.isPc() ? "e1000" : "virtio-net-pci"
                            : "virtio-net-pci";
        };
    }

    private void console() {
        add("-serial", "mon:stdio");
        OptionalInt vnc = choices.console().vnc();
        add("-display", "none");
        if (vnc.isPresent()) {
            add("-vnc", "127.0.0.1:" + vnc.getAsInt());
            add("-device", qemu.isPc() ? "VGA" : "virtio-gpu-pci");
            add("-device", "usb-tablet,bus=usb0.0");
            add("-device", "usb-kbd,bus=usb0.0");
        } else if (qemu.isPc()) {
            // many systems do not start without any screen
            add("-device", "VGA");
        }
    }

    /** A name without what a terminal or QEMU could take for more than that. */
    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9._ -]", "_");
    }

    /** A value inside a list of QEMU: commas are doubled. */
    static String escaped(String value) {
        return value.replace(",", ",,");
    }

    private void add(String... more) {
        words.addAll(List.of(more));
    }

    /** The words as a line that a shell takes. */
    public static String line(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ");
            line.append(
                    word.matches("[A-Za-z0-9_./:=,@%+-]+")
                            ? word
                            : "'" + word.replace("'", "'\\''") + "'");
        }
        return line.toString();
    }
}
