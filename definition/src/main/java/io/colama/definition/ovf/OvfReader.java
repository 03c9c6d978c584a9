package io.colama.definition.ovf;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.text.Numbers;
import io.colama.definition.xml.XmlElement;
import io.colama.definition.xml.XmlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads OVF descriptors. */
public final class OvfReader {

    private static final Set<String> NAMESPACES =
            Set.of(
                    "http://schemas.dmtf.org/ovf/envelope/1",
                    "http://schemas.dmtf.org/ovf/envelope/2",
                    "http://schemas.dmtf.org/ovf/1/envelope",
                    "http://www.vmware.com/schema/ovf/1/envelope");

    private final String what;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, OvfFile> files = new LinkedHashMap<>();
    private final Map<String, XmlElement> disks = new LinkedHashMap<>();
    private final List<MachineDefinition> machines = new ArrayList<>();
    private String configuration = "";

    private OvfReader(String what) {
        this.what = what;
    }

    /** Whether {@code root} is of this format. */
    public static boolean recognizes(XmlElement root) {
        return root.name().equals("Envelope") && NAMESPACES.contains(root.namespace());
    }

    /**
     * The machines of a descriptor.
     *
     * @throws DefinitionException when it is no descriptor, damaged, or needs what is not known
     */
    public static ReadDefinition read(String what, byte[] content) throws DefinitionException {
        return envelope(what, content).definition();
    }

    /**
     * A descriptor with the files that it refers to.
     *
     * @throws DefinitionException when it is no descriptor, damaged, or needs what is not known
     */
    public static OvfEnvelope envelope(String what, byte[] content) throws DefinitionException {
        XmlElement root = XmlReader.read(what, content);
        if (!recognizes(root)) {
            throw new DefinitionException.NotThisFormat(
                    what + ": element " + root.name() + " found, Envelope of OVF expected");
        }
        return new OvfReader(what).envelope(root);
    }

    private OvfEnvelope envelope(XmlElement root) throws DefinitionException {
        root.children("References")
                .flatMap(references -> references.children("File"))
                .forEach(this::file);
        for (XmlElement section : root.children()) {
            checkRequired(section);
            switch (kind(section)) {
                case "DiskSection" ->
                        section.children("Disk")
                                .forEach(disk ->
                                        disks.putIfAbsent(disk.attribute("diskId", ""), disk));
                case "DeploymentOptionSection" -> configuration = defaultConfiguration(section);
                case "EncryptionSection" ->
                        throw new DefinitionException.Unsupported(
                                what + ": encrypted files are not read; export without encryption");
                default -> {}
            }
        }
        for (XmlElement content : root.children()) {
            content(content);
        }
        if (machines.isEmpty()) {
            notes.add("The descriptor has no machine in it.");
        }
        return new OvfEnvelope(
                root.attribute("version", ""),
                List.copyOf(files.values()),
                new ReadDefinition(DefinitionFormat.OVF, machines, notes, List.of()));
    }

    /** The name of a section; OVF 0.9 has it as a type. */
    private static String kind(XmlElement section) {
        if (!section.name().equals("Section") && !section.name().equals("Content")) {
            return section.name();
        }
        String type = section.attribute("xsi:type", "");
        return type.substring(type.indexOf(':') + 1).replaceFirst("_Type$", "");
    }

    /** What is foreign and required must be understood, and is not. */
    private void checkRequired(XmlElement section) throws DefinitionException {
        boolean foreign = !NAMESPACES.contains(section.namespace());
        if (foreign && !section.attribute("required", "true").equals("false")) {
            throw new DefinitionException.Unsupported(
                    what
                            + ": section "
                            + section.name()
                            + " of "
                            + section.namespace()
                            + " is required by the descriptor and not known; mark it"
                            + " ovf:required=\"false\" to read without it");
        }
    }

    private static String defaultConfiguration(XmlElement section) {
        return section.children("Configuration")
                .filter(choice -> choice.says("default"))
                .findFirst()
                .or(() -> section.child("Configuration"))
                .map(choice -> choice.attribute("id", ""))
                .orElse("");
    }

    private void file(XmlElement element) {
        OvfFile file =
                new OvfFile(
                        element.attribute("id", ""),
                        element.attribute("href", ""),
                        element.number("size"),
                        element.filled("compression").filter(word -> !word.equals("identity")),
                        element.number("chunkSize"));
        if (files.putIfAbsent(file.id(), file) != null) {
            notes.add("Two files have the id " + file.id() + "; the first counts.");
        }
        if (file.href().contains("://")) {
            notes.add("The file " + file.href() + " is elsewhere and is not fetched.");
        }
    }

    private void content(XmlElement element) throws DefinitionException {
        switch (kind(element)) {
            case "VirtualSystem" -> {
                for (XmlElement section : element.children()) {
                    checkRequired(section);
                }
                machines.add(new OvfSystem(this, element).machine());
            }
            case "VirtualSystemCollection" -> {
                for (XmlElement inner : element.children()) {
                    checkRequired(inner);
                    content(inner);
                }
            }
            default -> {}
        }
    }

    void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    String what() {
        return what;
    }

    /** The sections of this kind in a system. */
    static Optional<XmlElement> section(XmlElement system, String kind) {
        return system.children().stream().filter(section -> kind(section).equals(kind)).findFirst();
    }

    /**
     * The items of the hardware that count: those of all configurations and of the default one,
     * without ranges, each number once.
     */
    List<XmlElement> items(XmlElement hardware) {
        Map<String, XmlElement> chosen = new LinkedHashMap<>();
        for (XmlElement item : hardware.children()) {
            boolean isItem =
                    switch (item.name()) {
                        case "Item", "StorageItem", "EthernetPortItem" -> true;
                        default -> false;
                    };
            if (!isItem || item.attribute("bound").isPresent()) {
                continue;
            }
            String id =
                    item.childText("InstanceID")
                            .or(() -> item.childText("InstanceId"))
                            .orElse("without " + chosen.size());
            String only = item.attribute("configuration", "");
            if (only.isBlank()) {
                chosen.putIfAbsent(id, item);
            } else if (List.of(only.strip().split("\\s+")).contains(configuration)) {
                chosen.put(id, item);
            }
        }
        return List.copyOf(chosen.values());
    }

    /** What {@code HostResource} names: the disk of this id. */
    Optional<XmlElement> disk(String id) {
        return Optional.ofNullable(disks.get(id));
    }

    /** The file of this id. */
    Optional<OvfFile> file(String id) {
        return Optional.ofNullable(files.get(id));
    }

    /**
     * The capacity of a disk; it may refer to a property of the product, which has no value here.
     */
    static OptionalLong capacity(XmlElement disk) {
        OptionalLong unit = OvfUnits.bytes(disk.attribute("capacityAllocationUnits", "byte"));
        if (unit.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong size = Numbers.times(disk.number("capacity"), unit.getAsLong());
        return size.isPresent() && size.getAsLong() > 0 ? size : OptionalLong.empty();
    }
}
