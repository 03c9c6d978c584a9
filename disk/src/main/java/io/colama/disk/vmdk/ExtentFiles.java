package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.block.ImageException;
import io.colama.disk.image.RelatedFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files in which the extents of a disk lie. */
final class ExtentFiles implements Closeable {

    private final String name;
    private final List<BlockSource> files = new ArrayList<>();
    private final List<SparseFile> sparse = new ArrayList<>();
    private final List<BlockSource> contents = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private final Set<String> features = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();

    private ExtentFiles(String name) {
        this.name = name;
    }

    /** The one sparse extent that is the image file itself, which stays the caller's. */
    static ExtentFiles of(SparseFile own, String name) {
        ExtentFiles all = new ExtentFiles(name);
        all.add(own, own.content());
        return all;
    }

    /** Opens the extents that a descriptor names. */
    static ExtentFiles open(Descriptor descriptor, RelatedFiles related, String name)
            throws IOException {
        descriptor.sectors();
        ExtentFiles all = new ExtentFiles(name);
        try {
            for (ExtentLine line : descriptor.extents()) {
                all.add(line, descriptor.parentCid().isPresent(), related);
            }
            all.features.add("extents: " + all.contents.size());
            return all;
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, all);
            throw failure;
        }
    }

    private void add(ExtentLine line, boolean delta, RelatedFiles related) throws IOException {
        if (line.access().equals("NOACCESS")) {
            throw new ImageException.Unsupported(
                    name + ": an extent without access, of which the bytes are not known");
        }
        long bytes = line.sectors() * SparseHeader.SECTOR;
        switch (line.type()) {
            case "ZERO" -> addFlat(BlockSources.zero(bytes), delta);
            case "FLAT", "VMFS" -> {
                RelatedFiles.Part part = part(line, related);
                addFlat(flat(part, line.offset() * SparseHeader.SECTOR, bytes), delta);
            }
            case "SPARSE", "VMFSSPARSE", "SESPARSE" -> {
                RelatedFiles.Part part = part(line, related);
                addSparse(part, bytes);
            }
            default ->
                    throw new ImageException.Unsupported(
                            "%s: an extent of the type %s, which is not read"
                                    .formatted(name, line.type()));
        }
    }

    private RelatedFiles.Part part(ExtentLine line, RelatedFiles related) throws IOException {
        Optional<String> fileName = line.fileName().filter(text -> !text.isEmpty());
        if (fileName.isEmpty()) {
            throw new ImageException.Damaged(
                    "%s: an extent of the type %s without a file".formatted(name, line.type()));
        }
        RelatedFiles.Part part = related.part(fileName.get());
        files.add(part.content());
        if (!paths.contains(part.path())) {
            paths.add(part.path());
        }
        return part;
    }

    private void addFlat(BlockSource content, boolean delta) {
        contents.add(delta ? new SolidSource(content) : content);
    }

    private BlockSource flat(RelatedFiles.Part part, long offset, long bytes)
            throws ImageException {
        long size = part.content().size();
        if (offset > size || bytes > size - offset) {
            throw new ImageException.Damaged(
                    "%s: extent of %d bytes at 0x%x, inside the file of %d bytes expected; was the file cut off?"
                            .formatted(part.path(), bytes, offset, size));
        }
        return BlockSources.slice(part.content(), offset, bytes);
    }

    private void addSparse(RelatedFiles.Part part, long bytes) throws IOException {
        SparseFile extent = SparseFile.open(part.content(), part.path().toString());
        if (extent.content().size() < bytes) {
            extent.close();
            throw new ImageException.Damaged(
                    "%s: sparse extent of %d bytes found, %d expected"
                            .formatted(part.path(), extent.content().size(), bytes));
        }
        add(extent, BlockSources.slice(extent.content(), 0, bytes));
    }

    private void add(SparseFile extent, BlockSource content) {
        sparse.add(extent);
        contents.add(content);
        features.addAll(extent.features());
        warnings.addAll(extent.warnings());
    }

    /** What all extents together say of the disk; closing it is no use. */
    BlockSource content() {
        return contents.size() == 1 ? contents.getFirst() : BlockSources.concat(contents);
    }

    /** The files that were opened. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    List<String> features() {
        return List.copyOf(features);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void close() throws IOException {
        sparse.forEach(SparseFile::close);
        Closing.all(files);
    }
}
