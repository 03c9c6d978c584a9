package io.colama.definition;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.WriteChoices;
import io.colama.definition.vagrant.BoxDescriptors;
import io.colama.definition.vagrant.VagrantBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What a format does not keep, found by writing a machine and reading it again. */
final class Losses {

    private final MachineDefinition before;
    private final MachineDefinition after;
    private final List<String> found = new ArrayList<>();

    private Losses(MachineDefinition before, MachineDefinition after) {
        this.before = before;
        this.after = after;
    }

    static List<String> of(DefinitionFormat format, MachineDefinition machine, WriteChoices choices)
            throws DefinitionException {
        ReadDefinition read =
                format == DefinitionFormat.VAGRANT
                        ? VagrantBox.read(
                                format.formatName(), BoxDescriptors.write(machine, choices))
                        : Definitions.read(
                                format,
                                format.formatName(),
                                Definitions.write(format, machine, choices));
        if (read.machines().isEmpty()) {
            return List.of("The format keeps nothing but the names of files.");
        }
        MachineDefinition before = machine.withDiskFiles(choices.diskFiles());
        return new Losses(before, read.machines().getFirst()).find();
    }

    private List<String> find() {
        part("name", MachineDefinition::name);
        part("description", MachineDefinition::description);
        if (before.uuid().isPresent()) {
            part("UUID", MachineDefinition::uuid);
        }
        part("topology of the processors", MachineDefinition::cpu);
        part("memory", MachineDefinition::memoryBytes);
        part("firmware", MachineDefinition::firmware);
        if (before.machineType().isPresent()) {
            part("machine type", MachineDefinition::machineType);
        }
        part("bus of every disk", Losses::buses);
        part("boot order", machine -> machine.disks().stream().map(DiskDevice::bootOrder).toList());
        part("number of drives", machine -> machine.drives().size());
        part("network cards", machine -> machine.networks().size());
        part("attachment of network cards", Losses::attachments);
        part(
                "MAC addresses",
                machine -> machine.networks().stream().map(card -> card.mac()).toList());
        if (before.display().isPresent()) {
            part("display", machine -> machine.display().map(display -> display.protocol()));
        }
        part("serial ports", MachineDefinition::serials);
        if (before.os().isPresent()) {
            part("operating system", machine -> machine.os().map(os -> os.id()));
        }
        return List.copyOf(found);
    }

    private static Object buses(MachineDefinition machine) {
        return machine.disks().stream().map(DiskDevice::bus).toList();
    }

    private static Object attachments(MachineDefinition machine) {
        return machine.networks().stream()
                .map(card -> List.of(card.attachment(), card.network(), card.vlan()))
                .toList();
    }

    private void part(String name, Function<MachineDefinition, Object> part) {
        if (!Objects.equals(part.apply(before), part.apply(after))) {
            found.add("The format does not fully keep the " + name + ".");
        }
    }
}
