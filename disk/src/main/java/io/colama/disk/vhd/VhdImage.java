package io.colama.disk.vhd;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.block.ImageException;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.MappedContent;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.ImageFiles;
import io.colama.disk.image.Likeness;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A VHD image. Its {@linkplain #identity() identity} is its UUID. */
public final class VhdImage implements DiskImage {

    private final ImageFiles files;
    private final Path path;
    private final VhdHeaders headers;
    private final List<String> parentNames;
    private final Optional<DiskImage> parent;
    private final BlockSource content;

    private VhdImage(
            BlockSource file,
            Path path,
            VhdHeaders headers,
            List<String> parentNames,
            Optional<DiskImage> parent) {
        this.files = new ImageFiles(file, path, parent);
        this.path = path;
        this.headers = headers;
        this.parentNames = parentNames;
        this.parent = parent;
        BlockSource own =
                headers.dynamic().isEmpty()
                        ? BlockSources.slice(BlockSources.view(file), 0, headers.sizeBytes())
                        : new MappedContent(
                                file,
                                path.toString(),
                                new BlockTable(file, path.toString(), headers),
                                CompressedUnits.NONE,
                                1);
        this.content = parent.isPresent() ? BlockSources.overlay(own, parent.get().content()) : own;
    }

    /** Whether {@code file} looks like a VHD image. */
    public static Likeness likeness(BlockSource file) throws IOException {
        return VhdHeaders.stands(file)
                .map(sound -> sound ? Likeness.YES : Likeness.MAYBE)
                .orElse(Likeness.NO);
    }

    /**
     * Opens the image that {@code file} holds. The file belongs to the image once this returns, and
     * stays the caller's when it throws.
     *
     * @param path what the file is called
     * @param related opens the parent of a differencing image
     */
    public static VhdImage open(BlockSource file, Path path, RelatedFiles related)
            throws IOException {
        VhdHeaders headers = VhdHeaders.read(file, path.toString());
        if (headers.footer().type() != VhdFooter.DIFFERENCING) {
            return new VhdImage(file, path, headers, List.of(), Optional.empty());
        }
        DynamicHeader header = headers.dynamic().orElseThrow();
        List<String> names = ParentNames.of(file, header, path.toString());
        Optional<DiskImage> parent = related.parent(names, Optional.empty());
        try {
            if (parent.isPresent()) {
                checkParent(header, path, parent.get());
            }
            return new VhdImage(file, path, headers, names, parent);
        } catch (IOException | RuntimeException failure) {
            parent.ifPresent(below -> Closing.after(failure, below));
            throw failure;
        }
    }

    private static void checkParent(DynamicHeader header, Path path, DiskImage parent)
            throws ImageException {
        String wanted = VhdFooter.uuid(header.parentId()).toString();
        String found = parent.identity().orElse("none");
        if (!found.equals(wanted)) {
            throw new ImageException.Damaged(
                    "%s: its parent has the UUID %s, and %s has %s: this is another image"
                            .formatted(path, wanted, parent.files().getFirst(), found));
        }
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.VHD;
    }

    @Override
    public BlockSource content() {
        return BlockSources.view(content);
    }

    @Override
    public BlockSource snapshot(String idOrName) throws IOException {
        throw new NoSuchFileException(path.toString(), null, "a VHD image has no snapshots");
    }

    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>(headers.warnings());
        if (headers.footer().savedState() != 0) {
            all.add(path + ": the machine was saved while it ran, its memory is not in the image");
        }
        parent.ifPresent(below -> all.addAll(below.warnings()));
        return List.copyOf(all);
    }

    @Override
    public List<String> features() {
        List<String> all = new ArrayList<>();
        all.add(
                switch ((int) headers.footer().type()) {
                    case VhdFooter.FIXED -> "fixed";
                    case VhdFooter.DIFFERENCING -> "differencing";
                    default -> "dynamic";
                });
        headers.dynamic()
                .ifPresent(header -> all.add("blocks of " + header.blockBytes() + " bytes"));
        parent.ifPresent(below -> all.add("parents: " + below.files().size()));
        return List.copyOf(all);
    }

    @Override
    public Optional<String> parentName() {
        return parentNames.stream().findFirst();
    }

    @Override
    public Optional<String> identity() {
        return Optional.of(headers.footer().uuid().toString());
    }

    @Override
    public List<Path> files() {
        return files.paths();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
