package io.colama.definition.vmware;

import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.os.OsNames;
import io.colama.definition.text.Numbers;
import io.colama.definition.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads the {@code .vmx} of VMware. */
public final class VmxReader {

    private static final List<String> TELLING =
            List.of("virtualhw.version", "config.version", "displayname", "guestos", "memsize");

    private final String what;
    private final KeyFile keys;
    private final List<String> notes = new ArrayList<>();

    private VmxReader(String what, KeyFile keys) {
        this.what = what;
        this.keys = keys;
    }

    /** Whether the bytes are of this format: at least two of the keys that all such files have. */
    public static boolean recognizes(byte[] content) {
        try {
            KeyFile keys = KeyFile.parse("", content);
            boolean quoted = SourceText.of("", content).contains("\"");
            return quoted && TELLING.stream().filter(keys.keys()::contains).count() >= 2;
        } catch (DefinitionException none) {
            return false;
        }
    }

    /**
     * The one machine of a {@code .vmx}.
     *
     * @throws DefinitionException when it is none, or encrypted, or damaged
     */
    public static ReadDefinition read(String what, byte[] content) throws DefinitionException {
        VmxReader reader = new VmxReader(what, KeyFile.parse(what, content));
        MachineDefinition machine = reader.machine();
        return new ReadDefinition(DefinitionFormat.VMX, List.of(machine), reader.notes, List.of());
    }

    /**
     * The one machine of a {@code .vmx} with the snapshots of the {@code .vmsd} beside it.
     *
     * @throws DefinitionException when one of them is none or damaged
     */
    public static ReadDefinition read(String what, byte[] content, String vmsdName, byte[] vmsd)
            throws DefinitionException {
        ReadDefinition read = read(what, content);
        return new ReadDefinition(
                read.format(),
                read.machines(),
                read.notes(),
                VmxSnapshots.read(vmsdName, vmsd, read.machines().getFirst()),
                VmxSnapshots.current(vmsdName, vmsd));
    }

    private MachineDefinition machine() throws DefinitionException {
        if (keys.keys().stream().anyMatch(key -> key.startsWith("encryption."))
                && keys.value("memsize").isEmpty()) {
            throw new DefinitionException.Unsupported(
                    what + ": it is encrypted; decrypt the machine in VMware first");
        }
        if (TELLING.stream().noneMatch(keys.keys()::contains)) {
            throw new DefinitionException.NotThisFormat(
                    what + ": no lines such as displayName = \"name\" found");
        }
        MachineBuilder machine =
                new MachineBuilder()
                        .name(keys.value("displayName").orElse(""))
                        .uuid(keys.value("uuid.bios").flatMap(VmxReader::uuid))
                        .cpu(cpu())
                        .memoryBytes(memory())
                        .firmware(firmware())
                        .machineType(keys.value("virtualHW.version").map(v -> "vmx-" + v))
                        .os(keys.value("guestOS").map(os -> OsNames.hint(DefinitionFormat.VMX, os)))
                        .display(Optional.of(display()))
                        .description(keys.value("annotation").orElse(""));
        new VmxDevices(keys, notes).into(machine);
        return machine.build();
    }

    /** Sixteen pairs of hex digits with blanks and one dash between. */
    private static Optional<UUID> uuid(String text) {
        String digits = text.replaceAll("[\\s-]", "");
        return digits.matches("[0-9A-Fa-f]{32}")
                ? Optional.of(
                        new UUID(
                                Long.parseUnsignedLong(digits.substring(0, 16), 16),
                                Long.parseUnsignedLong(digits.substring(16), 16)))
                : Optional.empty();
    }

    private Cpu cpu() throws DefinitionException {
        int count = keys.value("numvcpus").isEmpty() ? 1 : keys.integer("numvcpus").orElse(0);
        if (count < 1 || count > Cpu.MAX_COUNT) {
            throw new DefinitionException.Damaged(
                    what
                            + ": numvcpus of "
                            + keys.value("numvcpus").orElse("")
                            + " found, 1 to "
                            + Cpu.MAX_COUNT
                            + " expected");
        }
        return Cpu.of(count, keys.integer("cpuid.coresPerSocket").orElse(1));
    }

    private long memory() throws DefinitionException {
        String text = keys.value("memsize").orElse("");
        OptionalLong bytes = Numbers.times(Numbers.number(text), 1 << 20);
        if (bytes.isEmpty() && !text.isEmpty()) {
            throw new DefinitionException.Damaged(
                    what + ": memsize of " + text + " found, a number of MiB expected");
        }
        if (bytes.isEmpty()) {
            notes.add("The definition names no memory.");
        }
        return bytes.orElse(0);
    }

    private Firmware firmware() {
        return Firmware.of(
                keys.value("firmware").filter("efi"::equalsIgnoreCase).isPresent(),
                keys.truth("uefi.secureBoot.enabled"),
                keys.truth("vtpm.present") || keys.value("managedvm.autoAddVTPM").isPresent());
    }

    private Display display() {
        OptionalInt memory = keys.integer("svga.vramSize");
        return new Display(
                keys.truth("RemoteDisplay.vnc.enabled")
                        ? Display.Protocol.VNC
                        : Display.Protocol.LOCAL,
                Optional.empty(),
                memory.isPresent() ? OptionalLong.of(memory.getAsInt()) : OptionalLong.empty());
    }
}
