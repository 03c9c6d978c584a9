package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Run;
import io.colama.definition.machine.MachineDefinition;
import io.colama.guest.file.FileNode;
import io.colama.guest.tree.GuestTree;
import io.colama.guest.volume.Volume;
import io.colama.inspect.diff.Change;
import io.colama.inspect.diff.FactsDiff;
import io.colama.inspect.diff.TextDiff;
import io.colama.inspect.diff.TreeDiff;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.root.GuestRoot;
import io.colama.inspect.root.Roots;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells what differs between two revisions or images. */
public final class Diff {

    private static final long MOST_TEXT = 1 << 20;

    private final Environment environment;

    /** Compares in an environment. */
    public Diff(Environment environment) {
        this.environment = environment;
    }

    /** What is compared. */
    public enum Part {
        /** The definition. */
        HARDWARE,
        /** What systems they are. */
        SYSTEM,
        /** Packages. */
        PACKAGES,
        /** Software that no package manager knows. */
        APPLICATIONS,
        /** Users and groups. */
        ACCOUNTS,
        /** What starts by itself. */
        SERVICES,
        /** How they are connected. */
        NETWORK,
        /** Volumes and mounts. */
        VOLUMES,
        /** Files below {@code /etc}, with the difference of their texts. */
        CONFIG,
        /** All files. */
        FILES,
        /** Blocks of the disks. */
        BLOCKS
    }

    /**
     * What to compare.
     *
     * @param before a revision or an image
     * @param after another
     * @param parts what to look at
     */
    public record Request(String before, String after, Set<Part> parts) {

        /** Copies the set. */
        public Request {
            parts = Set.copyOf(parts);
        }
    }

    /**
     * A difference between texts.
     *
     * @param path of the file
     * @param lines in unified form
     */
    public record Text(String path, List<String> lines) {}

    /**
     * Differing blocks of a disk.
     *
     * @param disk its name
     * @param bytesChanged in blocks that differ
     * @param bytesLogical its size afterwards
     * @param runs how many stretches of blocks
     */
    public record Blocks(String disk, long bytesChanged, long bytesLogical, long runs) {}

    /**
     * What differs.
     *
     * @param before the name that was compared
     * @param after with this one
     * @param changes of all parts, in their order
     * @param texts of configuration files
     * @param blocks of each disk
     */
    public record Result(
            String before,
            String after,
            List<Change> changes,
            List<Text> texts,
            List<Blocks> blocks) {}

    /** Compares. */
    public Result run(Request request, Task task) throws IOException {
        List<Change> changes = new ArrayList<>();
        List<Text> texts = new ArrayList<>();
        List<Blocks> blocks = new ArrayList<>();
        try (GuestNames both = GuestNames.open(environment, request.before, request.after)) {
            Optional<Resolved> before = both.first().revision();
            Optional<Resolved> after = both.last().revision();
            // images have no definition, and no tree of hashes to compare
            if (before.isPresent() && after.isPresent()) {
                stored(
                        both.repository(),
                        before.get().revision(),
                        after.get().revision(),
                        request.parts,
                        task,
                        changes,
                        blocks);
            }
            facts(both, request.parts, task, changes);
            if (request.parts.contains(Part.CONFIG) || request.parts.contains(Part.FILES)) {
                files(both, request.parts, task, changes, texts);
            }
        }
        return new Result(request.before, request.after, changes, texts, blocks);
    }

    private static void stored(
            Repository repository,
            Revision before,
            Revision after,
            Set<Part> parts,
            Task task,
            List<Change> changes,
            List<Blocks> blocks)
            throws IOException {
        if (parts.contains(Part.HARDWARE)) {
            FactsDiff.compare(
                    "hardware", hardware(repository, before), hardware(repository, after), changes);
        }
        if (parts.contains(Part.BLOCKS)) {
            task.begin("blocks", 0);
            blocks(repository, before, after, task, changes, blocks);
        }
    }

    private void facts(GuestNames both, Set<Part> parts, Task task, List<Change> changes)
            throws IOException {
        Set<Part> facts = EnumSet.noneOf(Part.class);
        facts.addAll(parts);
        facts.removeAll(Set.of(Part.HARDWARE, Part.CONFIG, Part.FILES, Part.BLOCKS));
        if (facts.isEmpty()) {
            return;
        }
        Inspect inspect = new Inspect(environment);
        Inspection old = inspect.run(both, both.first(), false, task).inspection();
        Inspection now = inspect.run(both, both.last(), false, task).inspection();
        for (Part part : facts) {
            changes.addAll(FactsDiff.of(FactsDiff.Part.valueOf(part.name()), old, now));
        }
    }

    private static SortedMap<String, String> hardware(Repository repository, Revision revision)
            throws IOException {
        SortedMap<String, String> values = new TreeMap<>();
        if (revision.definition().isEmpty()) {
            return values;
        }
        MachineDefinition machine = KeptDefinition.of(repository, revision, new ArrayList<>());
        values.put("processors", Integer.toString(machine.cpu().count()));
        values.put("memory", machine.memoryBytes() + " bytes");
        values.put("firmware", machine.firmware().toString());
        values.put("board", machine.machineType().orElse(""));
        for (int i = 0; i < machine.disks().size(); i++) {
            values.put(
                    "disk" + i,
                    machine.disks().get(i).bus().name().toLowerCase(Locale.ROOT)
                            + " "
                            + machine.disks().get(i).sizeBytes().orElse(0)
                            + " bytes");
        }
        for (int i = 0; i < machine.networks().size(); i++) {
            values.put("network" + i, machine.networks().get(i).toString());
        }
        values.values().removeIf(String::isEmpty);
        return values;
    }

    private static void blocks(
            Repository repository,
            Revision before,
            Revision after,
            Task task,
            List<Change> changes,
            List<Blocks> blocks)
            throws IOException {
        for (Revision.Disk now : after.disks()) {
            Optional<Revision.Disk> old =
                    before.disks().stream().filter(d -> d.name().equals(now.name())).findFirst();
            if (old.isEmpty()) {
                changes.add(Change.added("disk", now.name(), now.sizeBytes() + " bytes"));
                continue;
            }
            List<Run> runs = repository.store().changes(old.get().id(), now.id(), task);
            long changed = runs.stream().mapToLong(Run::length).sum();
            blocks.add(new Blocks(now.name(), changed, now.sizeBytes(), runs.size()));
        }
        for (Revision.Disk old : before.disks()) {
            if (after.disks().stream().noneMatch(disk -> disk.name().equals(old.name()))) {
                changes.add(Change.removed("disk", old.name(), old.sizeBytes() + " bytes"));
            }
        }
    }

    private static void files(
            GuestNames both, Set<Part> parts, Task task, List<Change> changes, List<Text> texts)
            throws IOException {
        task.begin("files", 0);
        try (GuestMachine before = both.machine(both.first());
                GuestMachine after = both.machine(both.last())) {
            List<GuestTree> olds = trees(before);
            List<GuestTree> news = trees(after);
            for (int i = 0; i < Math.min(olds.size(), news.size()); i++) {
                boolean all = parts.contains(Part.FILES);
                boolean config = parts.contains(Part.CONFIG);
                TreeDiff.Visitor visitor =
                        (change, old, now) -> {
                            changes.add(change);
                            if (config && change.name().startsWith("/etc/")) {
                                text(change.name(), old, now).ifPresent(texts::add);
                            }
                        };
                new TreeDiff(olds.get(i), news.get(i), visitor, task::cancelled)
                        .compare(all ? "/" : "/etc");
                task.check();
            }
        }
    }

    /** The systems' trees; of a machine without one, those of its volumes. */
    private static List<GuestTree> trees(GuestMachine machine) throws IOException {
        List<GuestRoot> roots = Roots.find(machine.disks()).roots();
        if (!roots.isEmpty()) {
            return roots.stream().map(GuestRoot::tree).toList();
        }
        List<GuestTree> trees = new ArrayList<>();
        for (Volume volume : machine.disks().volumes()) {
            if (volume.content().files().isPresent()) {
                trees.add(Roots.alone(volume));
            }
        }
        return trees;
    }

    private static Optional<Text> text(
            String path, Optional<FileNode> before, Optional<FileNode> after) throws IOException {
        Optional<byte[]> old = small(before);
        Optional<byte[]> now = small(after);
        if (old.isEmpty() || now.isEmpty()) {
            return Optional.empty();
        }
        return TextDiff.of("a" + path, old.get(), "b" + path, now.get())
                .filter(lines -> !lines.isEmpty())
                .map(lines -> new Text(path, lines));
    }

    /** The bytes of a small file; nothing for one that is not there; empty for all else. */
    private static Optional<byte[]> small(Optional<FileNode> node) throws IOException {
        if (node.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        FileNode file = node.get();
        if (!file.attributes().isFile() || file.attributes().sizeBytes() > MOST_TEXT) {
            return Optional.empty();
        }
        try {
            BlockSource content = file.content();
            ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
            content.read(0, bytes);
            return Optional.of(bytes.array());
        } catch (ImageException unreadable) {
            return Optional.empty();
        }
    }
}
