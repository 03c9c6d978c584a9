package io.colama.definition.proxmox;

import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.SnapshotOrder;
import io.colama.definition.machine.SnapshotState;
import io.colama.definition.os.OsNames;
import io.colama.definition.proxmox.ProxmoxFile.Section;
import io.colama.definition.text.Numbers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Reads the configuration of a guest in Proxmox VE. */
public final class ProxmoxReader {

    private static final Set<String> TELLING =
            Set.of(
                    "cores", "sockets", "memory", "ostype", "scsihw", "boot", "net0", "smbios1",
                    "vmgenid", "scsi0", "virtio0", "ide2", "sata0", "bios", "numa", "agent");

    private static final long USUAL_MEMORY = 512L << 20;

    private final String what;
    private final List<String> notes = new ArrayList<>();

    private ProxmoxReader(String what) {
        this.what = what;
    }

    /** Whether the bytes are of this format: at least three keys that most such files have. */
    public static boolean recognizes(byte[] content) {
        try {
            Section first = ProxmoxFile.parse("", content).getFirst();
            return first.values().keySet().stream().filter(TELLING::contains).count() >= 3;
        } catch (DefinitionException none) {
            return false;
        }
    }

    /**
     * The machine with its snapshots.
     *
     * @throws DefinitionException when it is no such configuration, or damaged
     */
    public static ReadDefinition read(String what, byte[] content) throws DefinitionException {
        return new ProxmoxReader(what).read(ProxmoxFile.parse(what, content));
    }

    private ReadDefinition read(List<Section> sections) throws DefinitionException {
        Section now = sections.getFirst();
        if (now.values().keySet().stream().noneMatch(TELLING::contains)) {
            throw new DefinitionException.NotThisFormat(
                    what + ": no lines such as cores: 2 or memory: 2048 found");
        }
        MachineDefinition machine = machine(now, now);
        List<SnapshotState> snapshots = new ArrayList<>();
        for (Section section : sections.subList(1, sections.size())) {
            if (section.name().equals("PENDING")) {
                notes.add("Changes wait for the next start of the machine; they are not read.");
            } else if (!section.name().startsWith("special:")) {
                snapshots.add(snapshot(section, now));
            }
        }
        return new ReadDefinition(
                DefinitionFormat.PROXMOX,
                List.of(machine),
                notes,
                SnapshotOrder.sorted(what, snapshots),
                now.value("parent"));
    }

    private SnapshotState snapshot(Section section, Section now) throws DefinitionException {
        OptionalLong time = Numbers.number(section.value("snaptime").orElse(""));
        // Instant has an end, and the number none
        boolean sane = time.isPresent() && time.getAsLong() < 1L << 40;
        return new SnapshotState(
                section.name(),
                section.value("parent"),
                section.name(),
                section.description(),
                sane ? Optional.of(Instant.ofEpochSecond(time.getAsLong())) : Optional.empty(),
                machine(section, now));
    }

    private MachineDefinition machine(Section from, Section now) throws DefinitionException {
        MachineBuilder machine =
                new MachineBuilder()
                        .name(from.value("name").or(() -> now.value("name")).orElse(""))
                        .uuid(uuid(from))
                        .cpu(cpu(from))
                        .memoryBytes(memory(from))
                        .firmware(firmware(from))
                        .machineType(
                                from.value("machine").map(m -> Options.parse(m).firstOr("type")))
                        .os(
                                from.value("ostype")
                                        .map(os -> OsNames.hint(DefinitionFormat.PROXMOX, os)))
                        .description(now.description());
        new ProxmoxDevices(from, notes).into(machine);
        return machine.build();
    }

    private static Optional<UUID> uuid(Section from) {
        try {
            return from.value("smbios1")
                    .flatMap(value -> Options.parse(value).get("uuid"))
                    .map(UUID::fromString);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private Cpu cpu(Section from) throws DefinitionException {
        int sockets = count(from, "sockets");
        int cores = count(from, "cores");
        if ((long) sockets * cores > Cpu.MAX_COUNT) {
            throw new DefinitionException.Damaged(
                    what + ": " + sockets + " sockets of " + cores + " cores cannot be");
        }
        String architecture = from.value("arch").orElse(Cpu.USUAL_ARCHITECTURE);
        return new Cpu(sockets, cores, 1, architecture);
    }

    private int count(Section from, String key) throws DefinitionException {
        String text = from.value(key).orElse("1");
        OptionalInt count = Numbers.integer(text);
        if (count.isEmpty() || count.getAsInt() < 1 || count.getAsInt() > Cpu.MAX_COUNT) {
            throw new DefinitionException.Damaged(
                    what + ": " + key + " of " + text + " found, at least 1 expected");
        }
        return count.getAsInt();
    }

    private long memory(Section from) throws DefinitionException {
        Optional<String> text = from.value("memory").map(m -> Options.parse(m).firstOr("current"));
        OptionalLong bytes =
                text.isEmpty()
                        ? OptionalLong.of(USUAL_MEMORY)
                        : Numbers.times(Numbers.number(text.get()), 1 << 20);
        if (bytes.isEmpty()) {
            throw new DefinitionException.Damaged(
                    what + ": memory of " + text.orElse("") + " found, a number of MiB expected");
        }
        return bytes.getAsLong();
    }

    private static Firmware firmware(Section from) {
        boolean keys =
                from.value("efidisk0")
                        .flatMap(value -> Options.parse(value).get("pre-enrolled-keys"))
                        .filter(Numbers::truth)
                        .isPresent();
        return Firmware.of(
                from.value("bios").filter("ovmf"::equals).isPresent(),
                keys,
                from.value("tpmstate0").isPresent());
    }
}
