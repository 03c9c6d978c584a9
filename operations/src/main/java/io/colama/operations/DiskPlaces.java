package io.colama.operations;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.definition.archive.Manifest;
import io.colama.definition.archive.OvaArchive;
import io.colama.definition.archive.PackedFile;
import io.colama.definition.machine.DiskDevice;
import io.colama.definition.ovf.OvfFile;
import io.colama.definition.ovf.OvfReader;
import io.colama.disk.DiskImages;
import io.colama.disk.ImportRoot;
import io.colama.disk.OpenOptions;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Where the images of a machine's disks lie: beside its definition, or inside its package. Names in
 * a definition are hostile: a file has to lie in the import root, a member in the package.
 */
final class DiskPlaces implements Closeable {

    /** An image may be larger than its disk by its tables, and hardly by more than this. */
    private static final long ROOM = 64L << 20;

    private static final long MOST_UNPACKED = 64L << 40;

    private static final int MOST_MANIFEST_BYTES = 16 << 20;

    private final Path owner;
    private final Optional<OvaArchive> archive;
    private final Optional<ImportRoot> root;
    private final SourceFiles files;
    private final Map<String, OvfFile> described = new LinkedHashMap<>();
    private final List<Closeable> owned = new ArrayList<>();
    private Optional<Scratch> scratch = Optional.empty();

    private DiskPlaces(
            Path owner,
            Optional<OvaArchive> archive,
            Optional<ImportRoot> root,
            SourceFiles files) {
        this.files = files;
        this.owner = owner;
        this.archive = archive;
        this.root = root;
    }

    /** Files that {@code owner} names. */
    static DiskPlaces inFolder(Path owner, Optional<Path> importRoot, SourceFiles files)
            throws IOException {
        return new DiskPlaces(
                owner, Optional.empty(), Optional.of(ImportRoot.of(owner, importRoot)), files);
    }

    /** Members of a package, which is closed with this. */
    static DiskPlaces inPackage(Path owner, OvaArchive archive, SourceFiles files) {
        DiskPlaces places = new DiskPlaces(owner, Optional.of(archive), Optional.empty(), files);
        places.owned.add(archive);
        return places;
    }

    /** Whether each disk is one image in a file of its own, which can be opened. */
    boolean areFiles() {
        return root.isPresent() && described.isEmpty();
    }

    /** Closes this too. */
    void owns(Closeable resource) {
        owned.add(resource);
    }

    /**
     * Takes to heart what the descriptor of an unpacked OVF says of its files, and compares their
     * checksums with the manifest, if there is one.
     *
     * @return what the user should know
     */
    List<String> describedBy(String what, byte[] descriptor, Path manifest, Task task)
            throws IOException {
        OvfReader.envelope(what, descriptor)
                .files()
                .forEach(file -> described.put(file.href(), file));
        if (!Files.isRegularFile(manifest)) {
            return List.of();
        }
        task.begin("verifying " + manifest.getFileName(), 0);
        ImportRoot folder = root.orElseThrow();
        try {
            Manifest.parse(manifest.toString(), files.read(manifest, MOST_MANIFEST_BYTES))
                    .verify(
                            what,
                            name -> {
                                try {
                                    return Optional.of(files.open(folder.file(name)));
                                } catch (NoSuchFileException absent) {
                                    return Optional.empty();
                                }
                            },
                            new Hashing(task));
        } catch (CancellationException cancelled) {
            throw Hashing.interrupted(cancelled);
        }
        return List.of();
    }

    /** Adds the image of a disk to what is checked in. */
    void add(Sources sources, String name, DiskDevice disk) throws IOException {
        if (disk.file().isEmpty()) {
            sources.add(name, BlockSources.zero(disk.sizeBytes().orElse(0)), "an empty disk");
            return;
        }
        Optional<PackedFile> member = archive.flatMap(ova -> ova.file(disk.file()));
        if (archive.isPresent()) {
            sources.add(name, inPackage(member, disk), label(disk), Optional.empty(), List.of());
            return;
        }
        OvfFile file = described.get(disk.file());
        if (file != null && (file.chunkSizeBytes().isPresent() || file.compression().isPresent())) {
            BlockSource whole = pieces(file);
            DiskImage image = image(whole, file.compression(), disk);
            sources.add(name, image, label(disk), Optional.empty(), List.of());
            return;
        }
        DiskImage image = open(disk);
        sources.add(name, image, label(disk), Optional.empty(), image.files());
    }

    /**
     * Opens the image of a disk in a folder.
     *
     * <p>What lies below it is opened too: it belongs to the machine that the user named, and has
     * to lie in the import root.
     */
    DiskImage open(DiskDevice disk) throws IOException {
        ImportRoot folder = root.orElseThrow();
        Path path = folder.firstFile(names(disk.file()));
        return DiskImages.open(
                path,
                new OpenOptions(
                        declared(disk),
                        OpenOptions.Parents.OPENED,
                        Optional.of(folder.path()),
                        files));
    }

    /** A format that the hypervisor was told, not one that a guest could have written. */
    private static Optional<DiskFormat> declared(DiskDevice disk) {
        return disk.format().flatMap(DiskFormat::byName).filter(format -> format == DiskFormat.RAW);
    }

    private DiskImage inPackage(Optional<PackedFile> member, DiskDevice disk) throws IOException {
        PackedFile file =
                member.orElseThrow(() ->
                        new OperationException(
                                Failure.DAMAGED,
                                "%s: the disk \"%s\" is in the descriptor and not in the package"
                                        .formatted(owner, disk.file())));
        BlockSource content = archive.orElseThrow().content(file);
        return image(content, file.gzip() ? Optional.of("gzip") : Optional.empty(), disk);
    }

    private DiskImage image(BlockSource content, Optional<String> compression, DiskDevice disk)
            throws IOException {
        Path name = Path.of(owner.getFileName() + "/" + label(disk));
        if (compression.isEmpty() || compression.get().equals("identity")) {
            return DiskImages.open(content, name, Optional.empty());
        }
        if (!compression.get().equals("gzip")) {
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "%s: compressed by \"%s\", gzip is read".formatted(name, compression.get()));
        }
        if (scratch.isEmpty()) {
            Scratch made = Scratch.create(files);
            owned.add(made);
            scratch = Optional.of(made);
        }
        long most =
                disk.sizeBytes().isPresent()
                        ? disk.sizeBytes().getAsLong() + disk.sizeBytes().getAsLong() / 8 + ROOM
                        : MOST_UNPACKED;
        try (content) {
            Path unpacked = scratch.get().gunzip(content, name.toString(), most, Task.SILENT);
            return DiskImages.open(BlockSources.file(unpacked), name, Optional.empty());
        }
    }

    private BlockSource pieces(OvfFile file) throws IOException {
        ImportRoot folder = root.orElseThrow();
        if (file.chunkSizeBytes().isEmpty()) {
            return files.open(folder.firstFile(names(file.href())));
        }
        List<BlockSource> pieces = new ArrayList<>();
        try {
            for (int i = 0; ; i++) {
                String piece = "%s.%09d".formatted(file.href(), i);
                try {
                    pieces.add(files.open(folder.file(piece)));
                } catch (NoSuchFileException absent) {
                    if (i > 0) { // some writers count from 1
                        break;
                    }
                }
            }
        } catch (IOException | RuntimeException failure) {
            for (BlockSource piece : pieces) {
                piece.close();
            }
            throw failure;
        }
        return BlockSources.concat(pieces);
    }

    /** As the definition has it, decoded, and only its last part: paths of other hosts. */
    private static List<String> names(String file) {
        Set<String> all = new LinkedHashSet<>();
        String slashed = file.replace('\\', '/');
        all.add(slashed);
        if (file.contains("%")) {
            try {
                all.add(URLDecoder.decode(slashed.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notEncoded) {
                all.add(slashed); // a name with a plain percent sign
            }
        }
        for (String name : List.copyOf(all)) {
            all.add(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1));
        }
        all.remove("");
        return List.copyOf(all);
    }

    private static String label(DiskDevice disk) {
        List<String> names = names(disk.file());
        return names.getLast();
    }

    @Override
    public void close() throws IOException {
        Closing.all(owned.reversed());
    }
}
