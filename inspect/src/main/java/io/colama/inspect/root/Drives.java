package io.colama.inspect.root;

import io.colama.block.ImageException;
import io.colama.block.record.Guid;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.partition.Partition;
import io.colama.guest.tree.GuestTree;
import io.colama.guest.volume.GuestDisks;
import io.colama.guest.volume.Volume;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.hive.Hive;
import io.colama.inspect.hive.HiveKey;
import io.colama.inspect.hive.HiveValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The drives of a Windows: which volume has which letter, by {@code MountedDevices} of its
 * registry.
 *
 * <p>A letter is kept as the signature of a DOS disk and the offset of a partition, or as the GUID
 * of a partition. Letters of removable media and network drives are not file systems of the machine
 * and are left out.
 */
final class Drives {

    private static final Pattern LETTER = Pattern.compile("\\\\DosDevices\\\\([A-Z]):");
    private static final int DOS_BYTES = 12;
    private static final String GPT = "DMIO:ID:";
    private static final int GPT_BYTES = 24;

    private final GuestDisks disks;
    private final Volume system;
    private final GuestFileSystem files;

    Drives(GuestDisks disks, Volume system, GuestFileSystem files) {
        this.disks = disks;
        this.system = system;
        this.files = files;
    }

    /**
     * The system with its drives.
     *
     * @param alone its own volume as drive C
     * @param directory that of Windows in it
     */
    GuestRoot root(GuestTree alone, String directory) throws IOException {
        SortedMap<Character, Device> letters = letters(alone, directory);
        char home = home(letters);
        letters.remove(home);
        GuestTree tree = GuestTree.windows(home, files.root());
        List<SystemFacts.Mount> mounts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        mounts.add(mount(home, Optional.of(system), ""));
        for (var letter : letters.entrySet()) {
            Optional<Volume> volume = find(letter.getValue());
            mounts.add(mount(letter.getKey(), volume, letter.getValue().text));
            Optional<GuestFileSystem> other =
                    volume.flatMap(found -> found.content().files())
                            .filter(found -> found.rules() == files.rules());
            try {
                if (other.isPresent()) {
                    tree = tree.with(letter.getKey() + ":", other.get().root());
                }
            } catch (ImageException unreadable) {
                problems.add(
                        new Problem(
                                "damaged:" + volume.orElseThrow().content().kind(),
                                volume.orElseThrow().name(),
                                String.valueOf(unreadable.getMessage())));
            }
        }
        return new GuestRoot(GuestRoot.Family.WINDOWS, system, tree, mounts, problems);
    }

    private static SystemFacts.Mount mount(char letter, Optional<Volume> volume, String device) {
        return new SystemFacts.Mount(
                letter + ":\\",
                volume.map(Volume::name).orElse(""),
                device,
                volume.map(found -> found.content().kind()).orElse(""),
                "");
    }

    /** The letter that the registry gives the system's volume; else C, or what is free. */
    private char home(SortedMap<Character, Device> letters) {
        for (var letter : letters.entrySet()) {
            if (find(letter.getValue()).filter(system::equals).isPresent()) {
                return letter.getKey();
            }
        }
        // a copy whose disk has another signature: its own letter leads nowhere
        for (char letter = 'C'; letter < 'Z'; letter++) {
            Device device = letters.get(letter);
            if (device == null || find(device).isEmpty()) {
                return letter;
            }
        }
        return 'C';
    }

    /**
     * What a letter stands for.
     *
     * @param signature of a DOS disk, or the GUID of a partition
     * @param offset of the partition; -1 for a GUID
     * @param text for people
     */
    private record Device(String signature, long offset, String text) {}

    private static SortedMap<Character, Device> letters(GuestTree tree, String directory)
            throws IOException {
        SortedMap<Character, Device> letters = new TreeMap<>();
        try {
            Optional<Hive> hive = Hive.find(tree, directory + "\\System32\\config\\SYSTEM");
            Optional<HiveKey> key =
                    hive.isPresent()
                            ? hive.get().root().child("MountedDevices")
                            : Optional.<HiveKey>empty();
            if (key.isPresent()) {
                for (HiveValue value : key.get().values()) {
                    Matcher letter =
                            LETTER.matcher(value.name().replace("dosdevices", "DosDevices"));
                    if (letter.matches()) {
                        device(value.bytes())
                                .ifPresent(found -> letters.put(letter.group(1).charAt(0), found));
                    }
                }
            }
        } catch (ImageException unreadable) {
            // whoever reads the facts of the system opens the same hive and reports it
            letters.clear();
        }
        return letters;
    }

    private static Optional<Device> device(byte[] bytes) {
        ByteBuffer value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length == DOS_BYTES) {
            String signature = "%08x".formatted(value.getInt(0));
            long offset = value.getLong(4);
            return Optional.of(
                    new Device(signature, offset, "disk %s at 0x%x".formatted(signature, offset)));
        }
        if (bytes.length == GPT_BYTES
                && new String(bytes, 0, GPT.length(), StandardCharsets.ISO_8859_1).equals(GPT)) {
            String guid = Guid.read(value, GPT.length()).toString();
            return Optional.of(new Device(guid, -1, "partition " + guid));
        }
        return Optional.empty();
    }

    private Optional<Volume> find(Device device) {
        return disks.volumes().stream()
                .filter(volume -> volume.partition().isPresent())
                .filter(volume -> fits(volume, volume.partition().orElseThrow(), device))
                .findFirst();
    }

    private boolean fits(Volume volume, Partition partition, Device device) {
        if (device.offset < 0) {
            return partition.uuid().filter(device.signature::equalsIgnoreCase).isPresent();
        }
        return partition.offset() == device.offset
                && disks.layouts().stream()
                        .filter(layout -> volume.disks().contains(layout.disk().name()))
                        .flatMap(layout -> layout.table().stream())
                        .flatMap(table -> table.id().stream())
                        .map(id -> id.toLowerCase(Locale.ROOT))
                        .anyMatch(device.signature::equals);
    }
}
