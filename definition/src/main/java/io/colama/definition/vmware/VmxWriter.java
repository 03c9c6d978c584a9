package io.colama.definition.vmware;

import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.Placement;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.os.OsNames;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Writes the {@code .vmx} of VMware. */
public final class VmxWriter {

    private static final String USUAL_VERSION = "13";

    private static final Set<String> SCSI_MODELS =
            Set.of("lsilogic", "buslogic", "lsisas1068", "pvscsi");

    private static final Set<String> CARD_MODELS =
            Set.of("e1000", "e1000e", "vmxnet3", "vmxnet", "vlance");

    private static final Placement PLACEMENT =
            new Placement(
                    Map.of(DiskBus.IDE, 2, DiskBus.SATA, 30, DiskBus.SCSI, 16, DiskBus.NVME, 15),
                    DiskBus.SATA,
                    7);

    private final StringBuilder out = new StringBuilder();
    private final MachineDefinition machine;

    private VmxWriter(MachineDefinition machine) {
        this.machine = PLACEMENT.fit(machine);
    }

    /** The {@code .vmx} of {@code machine}. */
    public static byte[] write(MachineDefinition machine) {
        return new VmxWriter(machine).write();
    }

    private byte[] write() {
        line(".encoding", "UTF-8");
        line("config.version", "8");
        line(
                "virtualHW.version",
                machine.machineType()
                        .filter(type -> type.matches("vmx-[0-9]+"))
                        .map(type -> type.substring(4))
                        .orElse(USUAL_VERSION));
        bridges();
        line("displayName", machine.name());
        line(
                "guestOS",
                machine.os()
                        .flatMap(os -> OsNames.spelled(DefinitionFormat.VMX, os))
                        .orElse("other-64"));
        machine.uuid().ifPresent(uuid -> line("uuid.bios", uuid(uuid)));
        if (!machine.description().isEmpty()) {
            line("annotation", machine.description());
        }
        line("numvcpus", machine.cpu().count());
        line("cpuid.coresPerSocket", machine.cpu().processorsPerSocket());
        line("memsize", (machine.memoryBytes() + (1 << 20) - 1) >> 20);
        firmware();
        controllers();
        machine.disks().forEach(this::disk);
        machine.drives().forEach(this::drive);
        for (int i = 0; i < machine.networks().size(); i++) {
            card("ethernet" + i, machine.networks().get(i));
        }
        for (int i = 0; i < machine.serials().size(); i++) {
            serial("serial" + i, machine.serials().get(i));
        }
        machine.display().ifPresent(this::display);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void line(String key, Object value) {
        out.append(key).append(" = \"").append(KeyFile.escaped(value.toString())).append("\"\n");
    }

    /** Modern cards and controllers are behind PCI Express. */
    private void bridges() {
        line("pciBridge0.present", "TRUE");
        for (int i = 4; i < 8; i++) {
            line("pciBridge" + i + ".present", "TRUE");
            line("pciBridge" + i + ".virtualDev", "pcieRootPort");
            line("pciBridge" + i + ".functions", "8");
        }
        line("vmci0.present", "TRUE");
    }

    private static String uuid(UUID uuid) {
        String digits = uuid.toString().replace("-", "");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            if (i > 0) {
                text.append(i == 8 ? '-' : ' ');
            }
            text.append(digits, 2 * i, 2 * i + 2);
        }
        return text.toString();
    }

    private void firmware() {
        if (machine.firmware().uefi()) {
            line("firmware", "efi");
        }
        if (machine.firmware().secureBoot()) {
            line("uefi.secureBoot.enabled", "TRUE");
        }
        if (machine.firmware().tpm()) {
            line("managedvm.autoAddVTPM", "software");
            line("vtpm.present", "TRUE");
        }
    }

    private void controllers() {
        Set<String> written = new TreeSet<>();
        for (DiskDevice disk : machine.disks()) {
            controller(disk.bus(), disk.controller(), disk.controllerModel(), written);
        }
        for (RemovableDrive drive : machine.drives()) {
            controller(drive.bus(), drive.controller(), Optional.empty(), written);
        }
    }

    private void controller(DiskBus bus, int number, Optional<String> model, Set<String> written) {
        String name = bus.word() + number;
        if (bus == DiskBus.IDE || bus == DiskBus.FDC || !written.add(name)) {
            return;
        }
        line(name + ".present", "TRUE");
        if (bus == DiskBus.SCSI) {
            line(name + ".virtualDev", model.filter(SCSI_MODELS::contains).orElse("lsilogic"));
        }
    }

    private void disk(DiskDevice disk) {
        String place = disk.bus().word() + disk.controller() + ":" + disk.unit();
        line(place + ".present", "TRUE");
        line(place + ".deviceType", disk.bus() == DiskBus.SCSI ? "scsi-hardDisk" : "disk");
        if (!disk.file().isEmpty()) {
            line(place + ".fileName", disk.file());
        }
    }

    private void drive(RemovableDrive drive) {
        boolean floppy = drive.kind() == RemovableDrive.Kind.FLOPPY;
        String place =
                floppy
                        ? "floppy" + drive.unit()
                        : drive.bus().word() + drive.controller() + ":" + drive.unit();
        line(place + ".present", "TRUE");
        boolean empty = drive.file().isEmpty();
        if (floppy) {
            line(place + ".fileType", empty ? "device" : "file");
        } else {
            line(place + ".deviceType", empty ? "cdrom-raw" : "cdrom-image");
        }
        line(place + ".fileName", empty ? "auto detect" : drive.file());
        if (empty) {
            line(place + ".startConnected", "FALSE");
        }
    }

    private void card(String name, NetworkInterface card) {
        line(name + ".present", "TRUE");
        line(name + ".virtualDev", card.model().filter(CARD_MODELS::contains).orElse("e1000"));
        switch (card.attachment()) {
            case NETWORK -> {
                line(name + ".connectionType", "bridged");
                line(name + ".networkName", card.network().isEmpty() ? "network" : card.network());
            }
            case BRIDGE -> line(name + ".connectionType", "bridged");
            case NAT -> line(name + ".connectionType", "nat");
            case HOST_ONLY -> line(name + ".connectionType", "hostonly");
            case NONE -> line(name + ".startConnected", "FALSE");
        }
        if (card.mac().isPresent()) {
            line(name + ".addressType", "static");
            line(name + ".address", card.mac().get().text().toUpperCase(Locale.ROOT));
            // VMware takes addresses of other makers only when it is told not to look
            line(name + ".checkMACAddress", "FALSE");
        } else {
            line(name + ".addressType", "generated");
        }
    }

    private void serial(String name, SerialPort port) {
        line(name + ".present", "TRUE");
        switch (port.kind()) {
            case FILE -> line(name + ".fileType", "file");
            case PIPE -> line(name + ".fileType", "pipe");
            case TCP -> line(name + ".fileType", "network");
            case DEVICE -> line(name + ".fileType", "device");
            case TERMINAL, NONE -> {
                line(name + ".fileType", "device");
                line(name + ".startConnected", "FALSE");
            }
        }
        if (!port.target().isEmpty() && port.kind() != SerialPort.Kind.TERMINAL) {
            String target = port.target();
            boolean tcp = port.kind() == SerialPort.Kind.TCP;
            line(name + ".fileName", tcp ? "tcp://" + target : target);
        }
    }

    private void display(Display display) {
        if (display.protocol() != Display.Protocol.LOCAL) {
            line("RemoteDisplay.vnc.enabled", "TRUE");
        }
        display.videoMemoryBytes().ifPresent(bytes -> line("svga.vramSize", bytes));
    }
}
