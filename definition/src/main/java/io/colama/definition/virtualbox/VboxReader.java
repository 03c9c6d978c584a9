package io.colama.definition.virtualbox;

import io.colama.definition.machine.DefinitionException;
import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.MachineDefinition;
import io.colama.definition.machine.ReadDefinition;
import io.colama.definition.machine.SnapshotState;
import io.colama.definition.text.Bound;
import io.colama.definition.xml.XmlElement;
import io.colama.definition.xml.XmlReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the {@code .vbox} of VirtualBox. */
public final class VboxReader {

    /** How many snapshots a machine may have. */
    public static final Bound SNAPSHOTS = new Bound("snapshots of a machine", 5_000);

    private final String what;
    private final XmlElement machine;
    private final VboxMedia media;
    private final List<String> notes = new ArrayList<>();

    private VboxReader(String what, XmlElement machine) {
        this.what = what;
        this.machine = machine;
        this.media = new VboxMedia(machine);
    }

    /** Whether {@code root} is of this format, be it a machine or the registry of machines. */
    public static boolean recognizes(XmlElement root) {
        return root.name().equals("VirtualBox")
                && (root.namespace().contains("virtualbox.org")
                        || root.namespace().contains("innotek.de"));
    }

    /**
     * The one machine of a {@code .vbox} with its snapshots.
     *
     * @throws DefinitionException when it is none, or encrypted, or damaged
     */
    public static ReadDefinition read(String what, byte[] content) throws DefinitionException {
        XmlElement root = XmlReader.read(what, content);
        if (!recognizes(root)) {
            throw new DefinitionException.NotThisFormat(
                    what + ": element " + root.name() + " found, VirtualBox expected");
        }
        if (root.child("MachineEncrypted").isPresent()) {
            throw new DefinitionException.Unsupported(
                    what + ": it is encrypted; decrypt the machine in VirtualBox first");
        }
        if (root.child("Global").isPresent()) {
            throw new DefinitionException.Unsupported(
                    what + ": it is the registry of all machines; give the .vbox of one");
        }
        XmlElement machine =
                root.child("Machine")
                        .orElseThrow(() ->
                                new DefinitionException.Damaged(
                                        what + ": no element Machine found"));
        return new VboxReader(what, machine).read();
    }

    private ReadDefinition read() throws DefinitionException {
        MachineDefinition now = state(machine);
        List<SnapshotState> snapshots = snapshots();
        Optional<String> current = machine.filled("currentSnapshot").map(VboxMedia::id);
        return new ReadDefinition(DefinitionFormat.VBOX, List.of(now), notes, snapshots, current);
    }

    private record Branch(XmlElement snapshot, Optional<String> parent) {}

    /** All snapshots, parents before children. */
    private List<SnapshotState> snapshots() throws DefinitionException {
        List<SnapshotState> states = new ArrayList<>();
        Deque<Branch> open = new ArrayDeque<>();
        machine.children("Snapshot").forEach(s -> open.add(new Branch(s, Optional.empty())));
        while (!open.isEmpty()) {
            Branch next = open.poll();
            XmlElement snapshot = next.snapshot();
            String id = VboxMedia.id(snapshot.attribute("uuid", ""));
            states.add(
                    new SnapshotState(
                            id,
                            next.parent(),
                            snapshot.attribute("name", ""),
                            snapshot.child("Description").map(XmlElement::rawText).orElse(""),
                            snapshot.filled("timeStamp").flatMap(VboxReader::instant),
                            state(snapshot)));
            SNAPSHOTS.check(what, states.size());
            snapshot.children("Snapshots")
                    .flatMap(children -> children.children("Snapshot"))
                    .forEach(child -> open.add(new Branch(child, Optional.of(id))));
        }
        return states;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** The machine as it is, or was when a snapshot of it was taken. */
    private MachineDefinition state(XmlElement from) throws DefinitionException {
        VboxHardware hardware = new VboxHardware(what, from, media, notes);
        return hardware.machine(
                machine.attribute("name", ""),
                uuid(machine.attribute("uuid", "")),
                machine.filled("OSType"),
                machine.child("Description").map(XmlElement::rawText).orElse(""));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(VboxMedia.id(text)));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
