package io.colama.disk.qcow1;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.block.extent.MappedContent;
import io.colama.disk.image.DecodedUnits;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.ImageFiles;
import io.colama.disk.image.Likeness;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A qcow image of version 1. */
public final class QcowImage implements DiskImage {

    private static final int MAGIC = 0x514649fb; // "QFI", 0xfb
    private static final int MAGIC_AND_VERSION = 2 * Integer.BYTES;

    private final ImageFiles files;
    private final Path path;
    private final QcowHeader header;
    private final DecodedUnits compressed;
    private final Optional<String> parentName;
    private final Optional<DiskImage> parent;
    private final BlockSource content;

    private QcowImage(
            BlockSource file,
            Path path,
            QcowHeader header,
            Optional<String> parentName,
            Optional<DiskImage> parent) {
        String name = path.toString();
        this.files = new ImageFiles(file, path, parent);
        this.path = path;
        this.header = header;
        this.parentName = parentName;
        this.parent = parent;
        this.compressed = DeflatedClusters.of(file, name, header.clusterBits());
        BlockSource own =
                new MappedContent(
                        file,
                        name,
                        new QcowMap(header, file, name),
                        compressed,
                        header.clusterBytes());
        this.content = parent.isPresent() ? BlockSources.overlay(own, parent.get().content()) : own;
    }

    /** Whether {@code file} looks like qcow of version 1. */
    public static Likeness likeness(BlockSource file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(MAGIC_AND_VERSION);
        if (file.size() < start.capacity()) {
            return Likeness.NO;
        }
        file.read(0, start);
        return start.getInt(0) == MAGIC && start.getInt(Integer.BYTES) == QcowHeader.VERSION
                ? Likeness.YES
                : Likeness.NO;
    }

    /**
     * Opens the image that {@code file} holds. The file belongs to the image once this returns, and
     * stays the caller's when it throws.
     *
     * @param path what the file is called
     * @param related opens the backing file, if the image names one
     */
    public static QcowImage open(BlockSource file, Path path, RelatedFiles related)
            throws IOException {
        QcowHeader header = QcowHeader.read(file, path.toString());
        if (!header.hasBackingFile()) {
            return new QcowImage(file, path, header, Optional.empty(), Optional.empty());
        }
        String backing = backingName(file, header);
        Optional<DiskImage> parent = related.parent(List.of(backing), Optional.empty());
        try {
            return new QcowImage(file, path, header, Optional.of(backing), parent);
        } catch (RuntimeException failure) {
            parent.ifPresent(below -> Closing.after(failure, below));
            throw failure;
        }
    }

    private static String backingName(BlockSource file, QcowHeader header) throws IOException {
        ByteBuffer name = ByteBuffer.allocate((int) header.backingFileSize());
        file.read(header.backingFileOffset(), name);
        return StandardCharsets.UTF_8.decode(name.flip()).toString();
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.QCOW;
    }

    @Override
    public BlockSource content() {
        return BlockSources.view(content);
    }

    @Override
    public BlockSource snapshot(String idOrName) throws IOException {
        throw new NoSuchFileException(
                path.toString(), null, "a qcow image of version 1 has no snapshots");
    }

    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>();
        parent.ifPresent(below -> {
            all.add(path + ": does not say of which format its backing file is; it was probed");
            all.addAll(below.warnings());
        });
        return List.copyOf(all);
    }

    @Override
    public List<String> features() {
        List<String> all = new ArrayList<>();
        all.add("version 1");
        all.add("clusters of " + header.clusterBytes() + " bytes");
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
