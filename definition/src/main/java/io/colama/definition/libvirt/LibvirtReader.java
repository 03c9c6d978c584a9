package io.colama.definition.libvirt;

import io.colama.definition.machine.BootClasses;
import io.colama.definition.machine.BootClasses.BootClass;
import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.Firmware;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.OsHint;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.os.OsNames;
import io.colama.definition.text.Numbers;
import io.colama.definition.xml.XmlElement;
import io.colama.definition.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Reads libvirt's domain XML. */
public final class LibvirtReader {

    private static final Set<String> WRAPPERS = Set.of("domainsnapshot", "domstatus");

    private static final Map<String, BootClass> BOOT =
            Map.of(
                    "hd", BootClass.DISK,
                    "cdrom", BootClass.CDROM,
                    "network", BootClass.NETWORK,
                    "fd", BootClass.FLOPPY);

    private final String what;
    private final List<String> notes = new ArrayList<>();

    private LibvirtReader(String what) {
        this.what = what;
    }

    /** Whether {@code root} is of this format. */
    public static boolean recognizes(XmlElement root) {
        return domain(root)
                .filter(domain -> domain.attribute("type").isPresent())
                .filter(domain ->
                        domain.child("name").isPresent() || domain.child("os").isPresent())
                .isPresent();
    }

    /**
     * The one machine of a domain file.
     *
     * @throws DefinitionException when it is no domain, or damaged
     */
    public static ReadDefinition read(String what, byte[] content) throws DefinitionException {
        XmlElement root = XmlReader.read(what, content);
        XmlElement domain =
                domain(root)
                        .orElseThrow(() ->
                                new DefinitionException.NotThisFormat(
                                        what
                                                + ": element "
                                                + root.name()
                                                + " found, domain expected"));
        LibvirtReader reader = new LibvirtReader(what);
        MachineDefinition machine = reader.machine(domain);
        return new ReadDefinition(
                DefinitionFormat.LIBVIRT, List.of(machine), reader.notes, List.of());
    }

    private static Optional<XmlElement> domain(XmlElement root) {
        if (root.name().equals("domain")) {
            return Optional.of(root);
        }
        return WRAPPERS.contains(root.name()) ? root.child("domain") : Optional.empty();
    }

    private MachineDefinition machine(XmlElement domain) throws DefinitionException {
        MachineBuilder machine =
                new MachineBuilder()
                        .name(domain.childText("name").orElse(""))
                        .uuid(domain.childText("uuid").flatMap(this::uuid))
                        .description(
                                domain.child("description").map(XmlElement::rawText).orElse(""))
                        .memoryBytes(memory(domain))
                        .cpu(cpu(domain))
                        .firmware(firmware(domain))
                        .machineType(domain.path("os", "type").flatMap(t -> t.filled("machine")))
                        .os(os(domain));
        Optional<XmlElement> devices = domain.child("devices");
        if (devices.isPresent()) {
            LibvirtDevices read = new LibvirtDevices(devices.get(), notes);
            read.into(machine);
        }
        return boot(domain, machine.build());
    }

    /** Classes of devices count where no device has a place of its own. */
    private static MachineDefinition boot(XmlElement domain, MachineDefinition machine) {
        if (!BootClasses.of(machine).isEmpty()) {
            return machine;
        }
        List<BootClass> classes =
                domain.child("os").stream()
                        .flatMap(os -> os.children("boot"))
                        .map(boot -> boot.attribute("dev", ""))
                        .flatMap(name -> Optional.ofNullable(BOOT.get(name)).stream())
                        .toList();
        return BootClasses.apply(machine, classes);
    }

    private Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            notes.add("The UUID " + text + " is none and is left out.");
            return Optional.empty();
        }
    }

    private long memory(XmlElement domain) throws DefinitionException {
        Optional<XmlElement> memory = domain.child("memory");
        if (memory.isEmpty()) {
            notes.add("The definition names no memory.");
            return 0;
        }
        String unit = memory.get().attribute("unit", "KiB");
        OptionalLong bytes = Numbers.times(Numbers.number(memory.get().text()), unitBytes(unit));
        if (bytes.isEmpty()) {
            throw new DefinitionException.Damaged(
                    what
                            + ": memory of "
                            + memory.get().text()
                            + " "
                            + unit
                            + " found, a whole number and a unit of libvirt expected");
        }
        return bytes.getAsLong();
    }

    private long unitBytes(String unit) throws DefinitionException {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "b", "bytes" -> 1;
            case "kb" -> 1_000;
            case "k", "kib" -> 1L << 10;
            case "mb" -> 1_000_000;
            case "m", "mib" -> 1L << 20;
            case "gb" -> 1_000_000_000;
            case "g", "gib" -> 1L << 30;
            case "tb" -> 1_000_000_000_000L;
            case "t", "tib" -> 1L << 40;
            default ->
                    throw new DefinitionException.Damaged(
                            what + ": unit of memory " + unit + " found, KiB or its like expected");
        };
    }

    private Cpu cpu(XmlElement domain) {
        int count = count(domain.childText("vcpu").orElse("1"));
        String architecture =
                domain.path("os", "type")
                        .flatMap(type -> type.filled("arch"))
                        .orElse(Cpu.USUAL_ARCHITECTURE);
        Optional<XmlElement> topology = domain.path("cpu", "topology");
        if (topology.isPresent()) {
            int sockets = topology.get().integer("sockets").orElse(1);
            int cores = topology.get().integer("cores").orElse(1);
            int threads = topology.get().integer("threads").orElse(1);
            long dies =
                    (long) topology.get().integer("dies").orElse(1)
                            * topology.get().integer("clusters").orElse(1);
            boolean sane =
                    sockets > 0
                            && cores > 0
                            && threads > 0
                            && dies > 0
                            && dies <= count
                            && (long) sockets * cores <= count
                            && (long) sockets * cores * dies * threads == count;
            if (sane) {
                return new Cpu(sockets, (int) (cores * dies), threads, architecture);
            }
            notes.add("The topology of the processors does not make their number and is left out.");
        }
        return Cpu.of(count).withArchitecture(architecture);
    }

    private int count(String text) {
        OptionalInt count = Numbers.integer(text);
        if (count.isEmpty() || count.getAsInt() < 1 || count.getAsInt() > Cpu.MAX_COUNT) {
            notes.add("The number of processors, " + text + ", cannot be; 1 is taken.");
            return 1;
        }
        return count.getAsInt();
    }

    private static Firmware firmware(XmlElement domain) {
        Optional<XmlElement> os = domain.child("os");
        Optional<XmlElement> loader = os.flatMap(element -> element.child("loader"));
        boolean uefi =
                os.flatMap(element -> element.attribute("firmware"))
                                .filter("efi"::equals)
                                .isPresent()
                        || loader.flatMap(element -> element.attribute("type"))
                                .filter("pflash"::equals)
                                .isPresent();
        boolean feature =
                os.flatMap(element -> element.child("firmware")).stream()
                        .flatMap(element -> element.children("feature"))
                        .anyMatch(element ->
                                element.attribute("name", "").equals("secure-boot")
                                        && element.says("enabled"));
        boolean secure = feature || loader.filter(element -> element.says("secure")).isPresent();
        boolean tpm = domain.path("devices", "tpm").isPresent();
        return Firmware.of(uefi, secure, tpm);
    }

    private static Optional<OsHint> os(XmlElement domain) {
        return domain.path("metadata", "libosinfo", "os")
                .flatMap(element -> element.filled("id"))
                .map(id -> OsNames.hint(DefinitionFormat.LIBVIRT, id));
    }
}
