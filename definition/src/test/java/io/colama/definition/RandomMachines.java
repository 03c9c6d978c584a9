package io.colama.definition;

import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.RemovableDrive;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random machines for the tests of one format. */
public final class RandomMachines {

    private RandomMachines() {}

    /** A machine in the words of some format, with its files in a directory. */
    public static MachineDefinition ofAnyFormat(RandomGenerator random) {
        List<Dialect> all = Dialects.all();
        MachineDefinition machine = RandomMachine.of(random, all.get(random.nextInt(all.size())));
        return machine.builder()
                .disks(machine.disks().stream().map(RandomMachines::absolute).toList())
                .drives(
                        machine.drives().stream()
                                .map(drive ->
                                        new RemovableDrive(
                                                drive.kind(),
                                                drive.bus(),
                                                drive.controller(),
                                                drive.unit(),
                                                drive.bootOrder(),
                                                drive.file().isEmpty()
                                                        ? ""
                                                        : "/iso/" + drive.file()))
                                .toList())
                .build();
    }

    private static DiskDevice absolute(DiskDevice disk) {
        return disk.withFile("/disks/" + disk.file(), disk.format(), disk.sizeBytes());
    }
}
