package io.colama.definition.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The hardware of a machine, in words that every hypervisor has.
 *
 * @param name what the machine is called
 * @param uuid its identity; empty when the host shall choose one
 * @param cpu the processors
 * @param memoryBytes the memory
 * @param firmware what runs before the operating system
 * @param machineType the board, such as {@code q35}; empty for the usual
 * @param disks the hard disks in the machine's order
 * @param drives the drives for removable media
 * @param networks the network cards in the machine's order
 * @param display the screen; empty when there is none
 * @param serials the serial ports in order
 * @param os which operating system is declared
 * @param description what people wrote about it; may be empty
 */
public record MachineDefinition(
        String name,
        Optional<UUID> uuid,
        Cpu cpu,
        long memoryBytes,
        Firmware firmware,
        Optional<String> machineType,
        List<DiskDevice> disks,
        List<RemovableDrive> drives,
        List<NetworkInterface> networks,
        Optional<Display> display,
        List<SerialPort> serials,
        Optional<OsHint> os,
        String description) {

    /** The memory of {@linkplain #plain plain} machines: 2 GiB. */
    public static final long PLAIN_MEMORY_BYTES = 2L << 30;

    /** Copies the lists and checks that memory is not negative. */
    public MachineDefinition {
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memory of " + memoryBytes + " bytes");
        }
        disks = List.copyOf(disks);
        drives = List.copyOf(drives);
        networks = List.copyOf(networks);
        serials = List.copyOf(serials);
    }

    /**
     * A machine that nothing is known about but its disks: 2 processors, 2 GiB, BIOS, virtio disks
     * without file names, one network card, a VNC display, a serial terminal.
     */
    public static MachineDefinition plain(String name, int diskCount) {
        List<DiskDevice> disks = new ArrayList<>();
        for (int i = 0; i < diskCount; i++) {
            disks.add(DiskDevice.of(DiskBus.VIRTIO, 0, i, ""));
        }
        NetworkInterface card =
                NetworkInterface.of(NetworkInterface.Attachment.NETWORK, "default")
                        .withModel(Optional.of("virtio"));
        return new MachineDefinition(
                name,
                Optional.empty(),
                Cpu.of(2),
                PLAIN_MEMORY_BYTES,
                Firmware.BIOS,
                Optional.empty(),
                disks,
                List.of(),
                List.of(card),
                Optional.of(Display.of(Display.Protocol.VNC)),
                List.of(SerialPort.TERMINAL),
                Optional.empty(),
                "");
    }

    /** The same hardware under a new UUID and new MAC addresses, as a clone needs it. */
    public MachineDefinition withNewIdentity(RandomGenerator random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
        List<NetworkInterface> renumbered =
                networks.stream()
                        .map(card -> card.withMac(Optional.of(MacAddress.random(random))))
                        .toList();
        return builder().uuid(Optional.of(new UUID(high, low))).networks(renumbered).build();
    }

    /** The same machine under another name. */
    public MachineDefinition withName(String newName) {
        return builder().name(newName).build();
    }

    /**
     * The same machine with its disks in these files, in order.
     *
     * @param files one for each disk, or none to leave all as they are
     */
    public MachineDefinition withDiskFiles(List<DiskFile> files) {
        if (files.isEmpty()) {
            return this;
        }
        if (files.size() != disks.size()) {
            throw new IllegalArgumentException(
                    files.size() + " files for " + disks.size() + " disks");
        }
        List<DiskDevice> placed = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            DiskFile file = files.get(i);
            placed.add(
                    disks.get(i)
                            .withFile(
                                    file.name(),
                                    Optional.of(file.format()),
                                    OptionalLong.of(file.sizeBytes())));
        }
        return builder().disks(placed).build();
    }

    /** A builder that starts with this machine. */
    public MachineBuilder builder() {
        return new MachineBuilder(this);
    }
}
