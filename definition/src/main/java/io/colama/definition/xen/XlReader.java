package io.colama.definition.xen;

import io.colama.definition.machine.BootClasses;
import io.colama.definition.machine.BootClasses.BootClass;
import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.Display;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Reads the domain configuration of {@code xl}. */
public final class XlReader {

    private static final Set<String> TELLING =
            Set.of(
                    "name",
                    "memory",
                    "vcpus",
                    "disk",
                    "vif",
                    "kernel",
                    "builder",
                    "type",
                    "bootloader",
                    "maxmem",
                    "on_crash",
                    "on_reboot",
                    "device_model_version");

    private static final Set<String> STRONG =
            Set.of("vcpus", "disk", "vif", "builder", "bootloader", "maxmem", "kernel");

    private final String what;
    private final XlFile file;
    private final List<String> notes = new ArrayList<>();

    private XlReader(String what, XlFile file) {
        this.what = what;
        this.file = file;
    }

    /**
     * Whether the bytes are of this format: at least two keys that most such files have, and not
     * only those that files of any kind have.
     */
    public static boolean recognizes(byte[] content) {
        try {
            XlFile file = XlFile.parse("", content);
            Set<String> keys = file.values().keySet();
            return keys.stream().filter(TELLING::contains).count() >= 2
                    && keys.stream().anyMatch(STRONG::contains);
        } catch (DefinitionException none) {
            return false;
        }
    }

    /**
     * The one machine of a configuration.
     *
     * @throws DefinitionException when it is no configuration, or damaged
     */
    public static ReadDefinition read(String what, byte[] content) throws DefinitionException {
        XlReader reader = new XlReader(what, XlFile.parse(what, content));
        MachineDefinition machine = reader.machine();
        return new ReadDefinition(DefinitionFormat.XL, List.of(machine), reader.notes, List.of());
    }

    private MachineDefinition machine() throws DefinitionException {
        if (file.values().keySet().stream().noneMatch(TELLING::contains)) {
            throw new DefinitionException.NotThisFormat(
                    what + ": no lines such as name = \"web\" or memory = 2048 found");
        }
        if (file.computed()) {
            notes.add("The file is partly a program; what it computes is not read.");
        }
        if (!file.list("pci").isEmpty()) {
            notes.add("Devices of the host are passed through; only the original file keeps them.");
        }
        if (file.value("kernel").isPresent() && !file.value("kernel").get().contains("hvmloader")) {
            notes.add("The kernel is a file of the host, which must come along.");
        }
        String type = type();
        String firmware = file.value("firmware").orElse("bios").toLowerCase(Locale.ROOT);
        boolean uefi = firmware.equals("uefi") || firmware.contains("ovmf");
        MachineBuilder machine =
                new MachineBuilder()
                        .name(file.value("name").orElse(""))
                        .uuid(file.value("uuid").flatMap(XlReader::uuid))
                        .cpu(cpu())
                        .memoryBytes(memory())
                        .machineType(Optional.of(type))
                        .firmware(Firmware.of(uefi, false, !file.list("vtpm").isEmpty()))
                        .display(display());
        new XlDevices(file).into(machine);
        return boot(machine.build());
    }

    /** The kinds of guests, as libvirt calls their boards. */
    private String type() {
        String type = file.value("type").orElse("").toLowerCase(Locale.ROOT);
        String builder = file.value("builder").orElse("").toLowerCase(Locale.ROOT);
        if (type.equals("pvh")) {
            return "xenpvh";
        }
        return type.equals("hvm") || builder.equals("hvm") ? "xenfv" : "xenpv";
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private Cpu cpu() throws DefinitionException {
        String key = file.value("maxvcpus").isPresent() ? "maxvcpus" : "vcpus";
        long count = file.value(key).isEmpty() ? 1 : file.number(key).orElse(0);
        if (count < 1 || count > Cpu.MAX_COUNT) {
            throw new DefinitionException.Damaged(
                    what
                            + ": "
                            + key
                            + " of "
                            + file.value(key).orElse("")
                            + " found, 1 to "
                            + Cpu.MAX_COUNT
                            + " expected");
        }
        return Cpu.of((int) count);
    }

    private long memory() throws DefinitionException {
        if (file.value("memory").isEmpty()) {
            notes.add("The definition names no memory.");
            return 0;
        }
        OptionalLong bytes = Numbers.times(file.number("memory"), 1 << 20);
        if (bytes.isEmpty()) {
            throw new DefinitionException.Damaged(
                    what
                            + ": memory of "
                            + file.value("memory").orElse("")
                            + " found, a number of MiB expected");
        }
        return bytes.getAsLong();
    }

    private Optional<Display> display() {
        boolean spice = file.truth("spice");
        boolean vnc = file.truth("vnc") || !file.list("vfb").isEmpty();
        if (!spice && !vnc && !file.truth("sdl")) {
            return Optional.empty();
        }
        Optional<String> model =
                file.value("vga").map(word -> word.equals("stdvga") ? "vga" : word);
        Display.Protocol protocol =
                spice
                        ? Display.Protocol.SPICE
                        : vnc ? Display.Protocol.VNC : Display.Protocol.LOCAL;
        return Optional.of(
                new Display(protocol, model, Numbers.times(file.number("videoram"), 1 << 20)));
    }

    private MachineDefinition boot(MachineDefinition machine) {
        List<BootClass> classes = new ArrayList<>();
        String letters = file.value("boot").orElse("");
        for (int i = 0; i < letters.length(); i++) {
            switch (letters.charAt(i)) {
                case 'c' -> classes.add(BootClass.DISK);
                case 'd' -> classes.add(BootClass.CDROM);
                case 'n' -> classes.add(BootClass.NETWORK);
                case 'a' -> classes.add(BootClass.FLOPPY);
                default -> {}
            }
        }
        return BootClasses.apply(machine, classes);
    }
}
