package io.colama.definition.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Collects the parts of a {@link MachineDefinition}; for one thread. */
public final class MachineBuilder {

    private String name = "";
    private Optional<UUID> uuid = Optional.empty();
    private Cpu cpu = Cpu.of(1);
    private long memoryBytes;
    private Firmware firmware = Firmware.BIOS;
    private Optional<String> machineType = Optional.empty();
    private List<DiskDevice> disks = new ArrayList<>();
    private List<RemovableDrive> drives = new ArrayList<>();
    private List<NetworkInterface> networks = new ArrayList<>();
    private Optional<Display> display = Optional.empty();
    private List<SerialPort> serials = new ArrayList<>();
    private Optional<OsHint> os = Optional.empty();
    private String description = "";

    /** One processor, no memory, BIOS, no devices. */
    public MachineBuilder() {}

    MachineBuilder(MachineDefinition start) {
        name = start.name();
        uuid = start.uuid();
        cpu = start.cpu();
        memoryBytes = start.memoryBytes();
        firmware = start.firmware();
        machineType = start.machineType();
        disks = new ArrayList<>(start.disks());
        drives = new ArrayList<>(start.drives());
        networks = new ArrayList<>(start.networks());
        display = start.display();
        serials = new ArrayList<>(start.serials());
        os = start.os();
        description = start.description();
    }

    /** What the machine is called. */
    public MachineBuilder name(String value) {
        name = value;
        return this;
    }

    /** Its identity. */
    public MachineBuilder uuid(Optional<UUID> value) {
        uuid = value;
        return this;
    }

    /** Its processors. */
    public MachineBuilder cpu(Cpu value) {
        cpu = value;
        return this;
    }

    /** Its memory. */
    public MachineBuilder memoryBytes(long value) {
        memoryBytes = value;
        return this;
    }

    /** Its firmware. */
    public MachineBuilder firmware(Firmware value) {
        firmware = value;
        return this;
    }

    /** Its board. */
    public MachineBuilder machineType(Optional<String> value) {
        machineType = value;
        return this;
    }

    /** All its disks. */
    public MachineBuilder disks(List<DiskDevice> values) {
        disks = new ArrayList<>(values);
        return this;
    }

    /** One more disk. */
    public MachineBuilder disk(DiskDevice value) {
        disks.add(value);
        return this;
    }

    /** All its drives. */
    public MachineBuilder drives(List<RemovableDrive> values) {
        drives = new ArrayList<>(values);
        return this;
    }

    /** One more drive. */
    public MachineBuilder drive(RemovableDrive value) {
        drives.add(value);
        return this;
    }

    /** All its network cards. */
    public MachineBuilder networks(List<NetworkInterface> values) {
        networks = new ArrayList<>(values);
        return this;
    }

    /** One more network card. */
    public MachineBuilder network(NetworkInterface value) {
        networks.add(value);
        return this;
    }

    /** Its screen. */
    public MachineBuilder display(Optional<Display> value) {
        display = value;
        return this;
    }

    /** All its serial ports. */
    public MachineBuilder serials(List<SerialPort> values) {
        serials = new ArrayList<>(values);
        return this;
    }

    /** One more serial port. */
    public MachineBuilder serial(SerialPort value) {
        serials.add(value);
        return this;
    }

    /** The operating system that it declares. */
    public MachineBuilder os(Optional<OsHint> value) {
        os = value;
        return this;
    }

    /** What people wrote about it. */
    public MachineBuilder description(String value) {
        description = value;
        return this;
    }

    /** The machine. */
    public MachineDefinition build() {
        return new MachineDefinition(
                name,
                uuid,
                cpu,
                memoryBytes,
                firmware,
                machineType,
                disks,
                drives,
                networks,
                display,
                serials,
                os,
                description);
    }
}
