package io.colama.disk.qcow2;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.block.ImageException;
import io.colama.block.extent.MappedContent;
import io.colama.disk.image.DecodedUnits;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.DiskSnapshot;
import io.colama.disk.image.ImageFiles;
import io.colama.disk.image.Likeness;
import io.colama.disk.image.RelatedFiles;
import io.colama.disk.image.TablePages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A qcow2 image. */
public final class Qcow2Image implements DiskImage {

    private static final int MAGIC = 0x514649fb; // "QFI", 0xfb
    private static final int MAGIC_AND_VERSION = 2 * Integer.BYTES;

    private final ImageFiles files;
    private final Path path;
    private final Qcow2Header header;
    private final Qcow2Extensions extensions;
    private final Geometry geometry;
    private final TablePages pages;
    private final DecodedUnits compressed;
    private final List<Qcow2Snapshot> snapshots;
    private final Optional<String> parentName;
    private final Optional<DiskImage> parent;
    private final BlockSource content;

    private Qcow2Image(
            BlockSource file,
            Path path,
            Qcow2Header header,
            Qcow2Extensions extensions,
            List<Qcow2Snapshot> snapshots,
            Optional<String> parentName,
            Optional<DiskImage> parent)
            throws IOException {
        this.files = new ImageFiles(file, path, parent);
        this.path = path;
        this.header = header;
        this.extensions = extensions;
        this.geometry = Geometry.of(header);
        this.pages = new TablePages(file, ByteOrder.BIG_ENDIAN);
        this.compressed =
                CompressedClusters.of(
                        file, path.toString(), geometry.clusterBits(), header.compressionType());
        this.snapshots = snapshots;
        this.parentName = parentName;
        this.parent = parent;
        this.content = disk(header.l1TableOffset(), header.l1Size(), header.sizeBytes());
    }

    /**
     * Opens the image that {@code file} holds. The file belongs to the image once this returns, and
     * stays the caller's when it throws.
     *
     * @param path what the file is called
     * @param related opens the backing file, if the image names one
     */
    public static Qcow2Image open(BlockSource file, Path path, RelatedFiles related)
            throws IOException {
        String name = path.toString();
        Qcow2Header header = Qcow2Header.read(file, name);
        Qcow2Check check = new Qcow2Check(header, name);
        check.shape();
        Qcow2Extensions extensions = Qcow2Extensions.read(file, header, name);
        check.rules(extensions);
        List<Qcow2Snapshot> snapshots = Qcow2Snapshot.readAll(file, header, name);
        Optional<String> parentName = parentName(file, path, header);
        Optional<DiskImage> parent =
                parentName.isPresent()
                        ? related.parent(List.of(parentName.get()), extensions.backingFormat())
                        : Optional.empty();
        try {
            return new Qcow2Image(file, path, header, extensions, snapshots, parentName, parent);
        } catch (IOException | RuntimeException failure) {
            parent.ifPresent(below -> Closing.after(failure, below));
            throw failure;
        }
    }

    private static Optional<String> parentName(BlockSource file, Path path, Qcow2Header header)
            throws IOException {
        int length = (int) header.backingFileSize();
        if (header.backingFileOffset() == 0 || length == 0) {
            return Optional.empty();
        }
        if (header.backingFileOffset() > file.size() - length) {
            throw new ImageException.Damaged(
                    "%s: backing file name of %d bytes at 0x%x, inside the file of %d bytes expected"
                            .formatted(path, length, header.backingFileOffset(), file.size()));
        }
        ByteBuffer name = ByteBuffer.allocate(length);
        file.read(header.backingFileOffset(), name);
        return Optional.of(StandardCharsets.UTF_8.decode(name.flip()).toString());
    }

    /** Whether {@code file} looks like qcow2 of version 2 or later. */
    public static Likeness likeness(BlockSource file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(MAGIC_AND_VERSION);
        if (file.size() < start.capacity()) {
            return Likeness.NO;
        }
        file.read(0, start);
        if (start.getInt(0) != MAGIC || start.getInt(Integer.BYTES) == 1) {
            return Likeness.NO;
        }
        int version = start.getInt(Integer.BYTES);
        return version == 2 || version == 3 ? Likeness.YES : Likeness.MAYBE;
    }

    private BlockSource disk(long l1Offset, long l1Entries, long sizeBytes) throws IOException {
        String name = path.toString();
        ClusterMap map =
                ClusterMap.of(
                        geometry, name, files.own().size(), l1Offset, l1Entries, sizeBytes, pages);
        BlockSource own =
                new MappedContent(files.own(), name, map, compressed, geometry.clusterBytes());
        return parent.isPresent() ? BlockSources.overlay(own, parent.get().content()) : own;
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.QCOW2;
    }

    @Override
    public BlockSource content() {
        return BlockSources.view(content);
    }

    @Override
    public List<DiskSnapshot> snapshots() {
        return snapshots.stream().map(Qcow2Snapshot::shown).toList();
    }

    @Override
    public BlockSource snapshot(String idOrName) throws IOException {
        Qcow2Snapshot found =
                snapshots.stream()
                        .filter(one -> one.shown().id().equals(idOrName))
                        .findFirst()
                        .or(() ->
                                snapshots.stream()
                                        .filter(one -> one.shown().name().equals(idOrName))
                                        .findFirst())
                        .orElseThrow(() ->
                                new NoSuchFileException(
                                        path.toString(),
                                        null,
                                        "has no snapshot \"" + idOrName + "\""));
        return BlockSources.view(
                disk(found.l1Offset(), found.l1Entries(), found.shown().sizeBytes()));
    }

    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>();
        if (header.has(Qcow2Header.INCOMPATIBLE_DIRTY)) {
            all.add(
                    path
                            + ": was not closed properly (dirty bit); its reference counts may be"
                            + " wrong, which does not matter for reading");
        }
        if (header.has(Qcow2Header.INCOMPATIBLE_CORRUPT)) {
            all.add(path + ": is marked as corrupt; what is read may be wrong");
        }
        if (parent.isPresent() && extensions.backingFormat().isEmpty()) {
            all.add(path + ": does not say of which format its backing file is; it was probed");
        }
        parent.ifPresent(below -> all.addAll(below.warnings()));
        return List.copyOf(all);
    }

    @Override
    public List<String> features() {
        List<String> all = new ArrayList<>();
        all.add("version " + header.version());
        all.add("clusters of " + geometry.clusterBytes() + " bytes");
        all.add(header.compressionType() == Qcow2Header.COMPRESSION_ZSTD ? "zstd" : "zlib");
        if (geometry.extended()) {
            all.add("extended L2 entries");
        }
        if ((header.compatibleFeatures() & Qcow2Header.COMPATIBLE_LAZY_REFCOUNTS) != 0) {
            all.add("lazy reference counts");
        }
        if (extensions.bitmaps()) {
            all.add("dirty bitmaps");
        }
        if (!snapshots.isEmpty()) {
            all.add("internal snapshots: " + snapshots.size());
        }
        parent.ifPresent(below -> all.add("backing files: " + below.files().size()));
        return List.copyOf(all);
    }

    @Override
    public Optional<String> parentName() {
        return parentName;
    }

    @Override
    public List<Path> files() {
        return files.paths();
    }

    @Override
    public void close() throws IOException {
        compressed.close();
        files.close();
    }
}
