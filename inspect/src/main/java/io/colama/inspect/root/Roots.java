package io.colama.inspect.root;

import io.colama.block.ImageException;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.PathRules;
import io.colama.guest.tree.GuestTree;
import io.colama.guest.volume.GuestDisks;
import io.colama.guest.volume.Volume;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the operating systems among the volumes of a machine. */
public final class Roots {

    private static final int MOST_TABLE_BYTES = 1 << 20;
    private static final List<String> LINUX_SIGNS =
            List.of("etc/fstab", "etc/hosts", "etc/os-release", "usr/lib/os-release", "etc/passwd");
    private static final List<String> WINDOWS_NAMES =
            List.of("Windows", "WINNT", "Win32", "Win", "ReactOS");
    private static final List<String> SUBVOLUMES = List.of("@", "root", "@rootfs");

    private final GuestDisks disks;
    private final Devices devices;
    private final List<Problem> problems = new ArrayList<>();

    private Roots(GuestDisks disks) {
        this.disks = disks;
        this.devices = new Devices(disks);
    }

    /**
     * All systems of a machine, in the order of their volumes.
     *
     * @throws IOException when the bytes of a disk cannot be had; a damaged volume has no root
     */
    public static Found find(GuestDisks disks) throws IOException {
        Roots roots = new Roots(disks);
        return new Found(roots.find(), List.copyOf(roots.problems));
    }

    /**
     * The systems of a machine.
     *
     * @param roots in the order of their volumes
     * @param problems volumes of which it could not be told whether they are roots
     */
    public record Found(List<GuestRoot> roots, List<Problem> problems) {

        /** Copies the lists. */
        public Found {
            roots = List.copyOf(roots);
            problems = List.copyOf(problems);
        }
    }

    private List<GuestRoot> find() throws IOException {
        List<GuestRoot> roots = new ArrayList<>();
        for (Volume volume : disks.volumes()) {
            Optional<GuestFileSystem> files = volume.content().files();
            if (files.isPresent()) {
                root(volume, files.get()).ifPresent(roots::add);
            }
        }
        return roots;
    }

    private Optional<GuestRoot> root(Volume volume, GuestFileSystem files) throws IOException {
        try {
            return files.rules() == PathRules.WINDOWS
                    ? windows(volume, files)
                    : linux(volume, files);
        } catch (ImageException unreadable) {
            // whether it would be a root cannot be told
            problems.add(
                    new Problem(
                            "damaged:" + files.facts().type(),
                            volume.name(),
                            String.valueOf(unreadable.getMessage())));
            return Optional.empty();
        }
    }

    private Optional<GuestRoot> linux(Volume volume, GuestFileSystem files) throws IOException {
        List<String> places = new ArrayList<>(List.of(files.home()));
        if (files.facts().type().equals("btrfs")) {
            places.addAll(SUBVOLUMES);
            places.add("");
        }
        for (String place : places) {
            Optional<FileNode> node =
                    GuestTree.posix(files.root())
                            .find(place)
                            .map(GuestTree.Located::node)
                            .filter(found -> found.attributes().isDirectory());
            if (node.isPresent() && isLinux(GuestTree.posix(node.get()))) {
                return Optional.of(mounted(volume, node.get()));
            }
        }
        return Optional.empty();
    }

    private static boolean isLinux(GuestTree tree) throws IOException {
        boolean programs =
                tree.directory("bin").isPresent() || tree.directory("usr/bin").isPresent();
        if (!programs || tree.directory("etc").isEmpty()) {
            return false;
        }
        for (String sign : LINUX_SIGNS) {
            if (tree.findItself(sign).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private GuestRoot mounted(Volume volume, FileNode root) throws IOException {
        GuestTree tree = GuestTree.posix(root);
        List<SystemFacts.Mount> mounts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        mounts.add(new SystemFacts.Mount("/", volume.name(), "", volume.content().kind(), ""));
        Optional<FileNode> table = tree.file("etc/fstab");
        for (Fstab.Line line : table.isEmpty() ? List.<Fstab.Line>of() : lines(table.get())) {
            if (line.place().equals("/")) {
                mounts.set(0, mount(line, volume.name()));
                continue;
            }
            Optional<Volume> found = devices.find(line.device());
            if (found.isPresent() || isDevice(line)) {
                mounts.add(mount(line, found.map(Volume::name).orElse("")));
            }
            if (line.place().startsWith("/") && found.isPresent()) {
                tree = with(tree, line, found.get(), problems);
            } else if (line.place().startsWith("/") && isDevice(line)) {
                problems.add(
                        new Problem(
                                "missing-volume:" + line.place(),
                                volume.name() + ":/etc/fstab",
                                "%s is to be mounted on %s and is not among the volumes of the machine"
                                        .formatted(line.device(), line.place())));
            }
        }
        return new GuestRoot(GuestRoot.Family.LINUX, volume, tree, mounts, problems);
    }

    private static SystemFacts.Mount mount(Fstab.Line line, String volume) {
        return new SystemFacts.Mount(
                line.place(), volume, line.device(), line.type(), line.options());
    }

    private static boolean isDevice(Fstab.Line line) {
        boolean removable =
                line.options().contains("noauto") || line.type().matches("iso9660|udf.*|auto");
        return !removable && (line.device().startsWith("/dev/") || line.device().contains("="));
    }

    private static GuestTree with(
            GuestTree tree, Fstab.Line line, Volume volume, List<Problem> problems)
            throws IOException {
        Optional<GuestFileSystem> files = volume.content().files();
        if (files.isEmpty()) {
            if (!volume.content().kind().equals("swap")) {
                problems.add(
                        new Problem(
                                "unread-volume:" + line.place(),
                                volume.name(),
                                "%s is mounted there and was not read: %s %s"
                                        .formatted(
                                                volume.content().kind(),
                                                volume.content().reason().orElse(""),
                                                volume.content().message())));
            }
            return tree;
        }
        String within = line.option("subvol");
        try {
            GuestTree whole = GuestTree.posix(files.get().root());
            Optional<GuestTree.Located> root =
                    whole.find(within.isEmpty() ? files.get().home() : within);
            if (root.isPresent()) {
                return tree.with(line.place(), root.get().node());
            }
            problems.add(
                    new Problem(
                            "missing-subvolume:" + line.place(),
                            volume.name(),
                            "no subvolume %s is there".formatted(within)));
        } catch (ImageException unreadable) {
            problems.add(
                    new Problem(
                            "damaged:" + volume.content().kind(),
                            volume.name(),
                            String.valueOf(unreadable.getMessage())));
        }
        return tree;
    }

    private static List<Fstab.Line> lines(FileNode table) throws IOException {
        int length = (int) Math.min(MOST_TABLE_BYTES, table.attributes().sizeBytes());
        ByteBuffer bytes = ByteBuffer.allocate(length);
        table.content().read(0, bytes);
        return Fstab.parse(new String(bytes.array(), StandardCharsets.UTF_8));
    }

    private Optional<GuestRoot> windows(Volume volume, GuestFileSystem files) throws IOException {
        GuestTree alone = GuestTree.windows('C', files.root());
        Optional<String> directory = windowsDirectory(alone);
        return directory.isEmpty()
                ? Optional.empty()
                : Optional.of(new Drives(disks, volume, files).root(alone, directory.get()));
    }

    /** The directory of Windows itself, such as {@code C:\\Windows}; empty when there is none. */
    public static Optional<String> windowsDirectory(GuestTree tree) throws IOException {
        for (String name : WINDOWS_NAMES) {
            Optional<GuestTree.Located> found = tree.find(name);
            if (found.isPresent() && tree.directory(name + "/system32/config").isPresent()) {
                return Optional.of(found.get().path());
            }
        }
        return Optional.empty();
    }

    /** A volume's files alone, for paths that name it. */
    public static GuestTree alone(Volume volume) throws IOException {
        Optional<GuestFileSystem> files = volume.content().files();
        if (files.isEmpty()) {
            throw new ImageException.Unsupported(
                    "%s: %s cannot be read: %s %s"
                            .formatted(
                                    volume.name(),
                                    volume.content().kind(),
                                    volume.content().reason().orElse("it holds no files"),
                                    volume.content().message())
                            .strip());
        }
        return GuestTree.of(files.get());
    }
}
