package io.colama.definition.ovf;

import io.colama.definition.machine.DiskBus;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.machine.MachineBuilder;
import io.colama.definition.machine.RemovableDrive;
import io.colama.definition.text.Numbers;
import io.colama.definition.xml.XmlElement;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the controllers of a system and what is attached to them. */
final class OvfStorage {

    private static final int MAX_NUMBER = 1 << 16;

    private record Controller(DiskBus bus, int number, Optional<String> model) {}

    private final OvfReader envelope;
    private final List<XmlElement> items;
    private final Map<String, Controller> controllers = new HashMap<>();
    private final Map<DiskBus, Integer> counts = new EnumMap<>(DiskBus.class);
    private final Map<String, Integer> attached = new HashMap<>();

    OvfStorage(OvfReader envelope, List<XmlElement> items) {
        this.envelope = envelope;
        this.items = items;
    }

    /** The resource type of an item; 0 when it has none. */
    static int type(XmlElement item) {
        return item.childText("ResourceType")
                .map(Numbers::integer)
                .orElse(OptionalInt.empty())
                .orElse(0);
    }

    void into(MachineBuilder machine) {
        items.forEach(this::controller);
        for (XmlElement item : items) {
            switch (type(item)) {
                case 14 -> machine.drive(RemovableDrive.floppy(unit(item) % 2, medium(item)));
                case 15, 16 -> {
                    Controller at = parent(item, DiskBus.IDE);
                    int unit = unit(item);
                    machine.drive(
                            RemovableDrive.cdrom(
                                    at.bus(), number(at, unit), unit(at, unit), medium(item)));
                }
                case 17 -> machine.disk(disk(item));
                default -> {}
            }
        }
    }

    private void controller(XmlElement item) {
        String subType = item.childText("ResourceSubType").orElse("");
        String lower = subType.toLowerCase(Locale.ROOT);
        Optional<DiskBus> bus =
                switch (type(item)) {
                    case 5 -> Optional.of(DiskBus.IDE);
                    case 6 -> Optional.of(DiskBus.SCSI);
                    case 20 -> Optional.of(lower.contains("nvme") ? DiskBus.NVME : DiskBus.SATA);
                    default -> Optional.empty();
                };
        if (bus.isEmpty()) {
            return;
        }
        int count = counts.merge(bus.get(), 1, Integer::sum) - 1;
        int number =
                item.childText("Address")
                        .map(Numbers::integer)
                        .orElse(OptionalInt.empty())
                        .orElse(count);
        Optional<String> model =
                bus.get() == DiskBus.SCSI ? OvfWords.scsiModel(subType) : Optional.empty();
        controllers.put(
                instance(item), new Controller(bus.get(), Math.min(number, MAX_NUMBER), model));
    }

    private static String instance(XmlElement item) {
        return item.childText("InstanceID").or(() -> item.childText("InstanceId")).orElse("");
    }

    private Controller parent(XmlElement item, DiskBus otherwise) {
        Optional<String> id = item.childText("Parent");
        Controller found = controllers.get(id.orElse(""));
        if (found == null) {
            envelope.note(
                    "A drive is attached to controller "
                            + id.orElse("nothing")
                            + ", which is none; "
                            + otherwise
                            + " is taken.");
            return new Controller(otherwise, 0, Optional.empty());
        }
        return found;
    }

    /** The number at the controller; in the order of the items where none is told. */
    private int unit(XmlElement item) {
        int next = attached.merge(item.childText("Parent").orElse(""), 1, Integer::sum) - 1;
        return Math.min(
                item.childText("AddressOnParent")
                        .map(Numbers::integer)
                        .orElse(OptionalInt.empty())
                        .orElse(next),
                MAX_NUMBER);
    }

    /** An IDE controller with four units is two channels. */
    private static int number(Controller at, int unit) {
        return at.bus() == DiskBus.IDE ? at.number() + unit / 2 : at.number();
    }

    private static int unit(Controller at, int unit) {
        return at.bus() == DiskBus.IDE ? unit % 2 : unit;
    }

    private DiskDevice disk(XmlElement item) {
        Controller at = parent(item, DiskBus.SCSI);
        int unit = unit(item);
        String resource = item.childText("HostResource").orElse("");
        DiskDevice disk =
                DiskDevice.of(at.bus(), number(at, unit), unit(at, unit), "")
                        .withControllerModel(at.model());
        Optional<XmlElement> found =
                resource.contains("disk/") ? envelope.disk(last(resource)) : Optional.empty();
        if (found.isPresent()) {
            return content(found.get(), disk);
        }
        Optional<OvfFile> file =
                resource.contains("file/") ? envelope.file(last(resource)) : Optional.empty();
        if (file.isEmpty() && !resource.isEmpty()) {
            envelope.note("The disk " + resource + " is not in the descriptor.");
        }
        return disk.withFile(
                file.map(OvfFile::href).orElse(resource), Optional.empty(), OptionalLong.empty());
    }

    private DiskDevice content(XmlElement found, DiskDevice disk) {
        String reference = found.attribute("fileRef", "");
        Optional<OvfFile> file = envelope.file(reference);
        String id = found.attribute("diskId", "");
        if (file.isEmpty() && !reference.isEmpty()) {
            envelope.note(
                    "The file " + reference + " of disk " + id + " is not in the descriptor.");
        }
        if (found.filled("parentRef").isPresent()) {
            envelope.note(
                    "The disk "
                            + id
                            + " holds only what differs from disk "
                            + found.attribute("parentRef", "")
                            + ".");
        }
        return disk.withFile(
                        file.map(OvfFile::href).orElse(""),
                        found.filled("format").flatMap(OvfWords::format),
                        OvfReader.capacity(found))
                .withId(Optional.of(id));
    }

    /** The file in a drive; empty when it is an empty drive or one of the host. */
    private String medium(XmlElement item) {
        String resource = item.childText("HostResource").orElse("");
        return resource.contains("file/")
                ? envelope.file(last(resource)).map(OvfFile::href).orElse("")
                : "";
    }

    private static String last(String resource) {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }
}
