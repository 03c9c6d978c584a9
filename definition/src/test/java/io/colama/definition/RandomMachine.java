package io.colama.definition;

import io.colama.definition.Dialect.Word;
import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MacAddress;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.NetworkInterface;
import io.colama.definition.machine.NetworkInterface.Attachment;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.machine.SerialPort;
import io.colama.definition.os.OsNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Machines by chance, in the words of a dialect. */
final class RandomMachine {

    private final RandomGenerator random;
    private final Dialect dialect;
    private final Set<List<Object>> taken = new HashSet<>();
    private final List<String> models = new ArrayList<>();
    private int boot;

    private RandomMachine(RandomGenerator random, Dialect dialect) {
        this.random = random;
        this.dialect = dialect;
    }

    static MachineDefinition of(RandomGenerator random, Dialect dialect) {
        return new RandomMachine(random, dialect).machine();
    }

    private boolean may(Word word) {
        return dialect.has(word) && random.nextBoolean();
    }

    private <T> Optional<T> one(List<T> choices) {
        return choices.isEmpty() || random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(choices.get(random.nextInt(choices.size())));
    }

    /** A model, which some formats always have. */
    private Optional<String> model(List<String> choices) {
        return dialect.has(Word.OPEN) || choices.isEmpty()
                ? one(choices)
                : Optional.of(choices.get(random.nextInt(choices.size())));
    }

    private MachineDefinition machine() {
        for (int i = 0; i < dialect.controllers(); i++) {
            models.add(model(dialect.controllerModels()).orElse(""));
        }
        boolean uefi = may(Word.UEFI);
        boolean secure = uefi && may(Word.SECURE_BOOT);
        MachineBuilder machine =
                new MachineBuilder()
                        .name("machine-" + random.nextInt(1000))
                        .uuid(
                                may(Word.UUID)
                                        ? Optional.of(
                                                new UUID(random.nextLong(), random.nextLong()))
                                        : Optional.empty())
                        .cpu(cpu())
                        .memoryBytes((1L + random.nextInt(1 << 14)) << 22)
                        .firmware(Firmware.of(uefi, secure, may(Word.TPM)))
                        .machineType(one(dialect.machineTypes()))
                        .os(one(dialect.systems()).map(s -> OsNames.hint(dialect.format(), s)))
                        .display(display())
                        .description(
                                may(Word.DESCRIPTION)
                                        ? "Tom & Jerry's <\"first\"> machine, 50 % done | é €"
                                        : "");
        if (secure && dialect.machineTypes().contains("q35")) {
            machine.machineType(Optional.of("q35"));
        }
        List<DiskDevice> disks = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            disks.add(disk(i));
        }
        List<RemovableDrive> drives = new ArrayList<>();
        boolean anyOrder = dialect.has(Word.ANY_ORDER);
        if (!anyOrder) {
            disks.sort(Comparator.comparing(DiskDevice::bus).thenComparingInt(this::group));
        }
        machine.disks(disks);
        for (int i = random.nextInt(anyOrder ? 3 : 2); i > 0; i--) {
            drives.add(drive(i));
        }
        drives.sort(Comparator.comparing(RemovableDrive::kind));
        machine.drives(drives);
        for (int i = random.nextInt(4); i > 0; i--) {
            machine.network(card());
        }
        for (int i = dialect.serials().isEmpty() ? 0 : random.nextInt(3); i > 0; i--) {
            machine.serial(serial());
        }
        return machine.build();
    }

    private int group(DiskDevice disk) {
        return disk.bus() == DiskBus.IDE ? 0 : disk.controller();
    }

    private Cpu cpu() {
        return new Cpu(
                1 + random.nextInt(4),
                dialect.has(Word.TOPOLOGY) ? 1 + random.nextInt(4) : 1,
                may(Word.THREADS) ? 2 : 1,
                Cpu.USUAL_ARCHITECTURE);
    }

    private OptionalInt bootOrder() {
        return may(Word.BOOT_ORDER) ? OptionalInt.of(++boot) : OptionalInt.empty();
    }

    private int[] place(DiskBus bus) {
        while (true) {
            int units = dialect.units().getOrDefault(bus, 1);
            int controller =
                    units > 100
                            ? 0
                            : random.nextInt(bus == DiskBus.IDE ? 2 : dialect.controllers());
            int unit = random.nextInt(Math.min(units, 12));
            if (taken.add(List.of(bus, controller, unit))) {
                return new int[] {controller, unit};
            }
        }
    }

    private DiskBus bus() {
        List<DiskBus> buses = dialect.units().keySet().stream().sorted().toList();
        DiskBus bus = buses.get(random.nextInt(buses.size()));
        boolean full =
                bus == DiskBus.IDE && taken.stream().filter(p -> p.contains(bus)).count() > 2;
        return full ? buses.getLast() : bus;
    }

    private DiskDevice disk(int number) {
        DiskBus bus = bus();
        int[] place = place(bus);
        Optional<String> model =
                bus == DiskBus.SCSI
                        ? Optional.of(models.get(place[0])).filter(m -> !m.isEmpty())
                        : Optional.empty();
        return new DiskDevice(
                bus,
                model,
                place[0],
                place[1],
                bootOrder(),
                "disk-" + number + "-" + random.nextInt(1000) + ".img",
                may(Word.DISK_FORMAT) || (dialect.has(Word.DISK_FORMAT) && !dialect.has(Word.OPEN))
                        ? Optional.of(random.nextBoolean() ? "qcow2" : "raw")
                        : Optional.empty(),
                dialect.has(Word.DISK_SIZE)
                        ? OptionalLong.of((1L + random.nextInt(4096)) << 20)
                        : OptionalLong.empty(),
                may(Word.DISK_ID) ? Optional.of("id-" + number) : Optional.empty());
    }

    private RemovableDrive drive(int number) {
        String file = may(Word.MEDIA) ? "medium-" + number + ".iso" : "";
        if (may(Word.FLOPPY) && taken.add(List.of(DiskBus.FDC, 0))) {
            return RemovableDrive.floppy(0, file);
        }
        DiskBus bus = bus();
        int[] place = place(bus);
        return RemovableDrive.cdrom(bus, place[0], place[1], file).withBootOrder(bootOrder());
    }

    private NetworkInterface card() {
        Attachment attachment =
                dialect.attachments().get(random.nextInt(dialect.attachments().size()));
        boolean named =
                attachment == Attachment.NETWORK
                        || (attachment == Attachment.BRIDGE && dialect.has(Word.BRIDGE_NAME));
        return NetworkInterface.of(attachment, named ? "net" + random.nextInt(10) : "")
                .withMac(may(Word.MAC) ? Optional.of(MacAddress.random(random)) : Optional.empty())
                .withModel(model(dialect.cardModels()))
                .withVlan(
                        named && may(Word.VLAN)
                                ? OptionalInt.of(1 + random.nextInt(4000))
                                : OptionalInt.empty())
                .withBootOrder(bootOrder());
    }

    private Optional<Display> display() {
        return (dialect.has(Word.HEADLESS)
                        ? one(dialect.protocols())
                        : Optional.of(
                                dialect.protocols()
                                        .get(random.nextInt(dialect.protocols().size()))))
                .map(protocol -> {
                    Optional<String> model = model(dialect.videoModels());
                    boolean memory = model.isPresent() && may(Word.VIDEO_MEMORY);
                    return new Display(
                            protocol,
                            model,
                            memory ? OptionalLong.of(16L << 20) : OptionalLong.empty());
                });
    }

    private SerialPort serial() {
        SerialPort.Kind kind = dialect.serials().get(random.nextInt(dialect.serials().size()));
        return switch (kind) {
            case TERMINAL, NONE -> new SerialPort(kind, "");
            case TCP -> new SerialPort(kind, "localhost:" + (1000 + random.nextInt(9000)));
            case FILE -> new SerialPort(kind, "/var/log/serial.log");
            case PIPE -> new SerialPort(kind, "/run/serial.sock");
            case DEVICE -> new SerialPort(kind, "/dev/ttyS0");
        };
    }
}
