package io.colama.disk.vmdk;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.block.ImageException;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.Likeness;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A VMDK image: a descriptor and its extents, or a sparse extent with everything inside. */
public final class VmdkImage implements DiskImage {

    private final BlockSource file;
    private final Path path;
    private final Optional<Descriptor> descriptor;
    private final ExtentFiles extents;
    private final Optional<DiskImage> parent;
    private final BlockSource content;

    private VmdkImage(
            BlockSource file,
            Path path,
            Optional<Descriptor> descriptor,
            ExtentFiles extents,
            Optional<DiskImage> parent) {
        this.file = file;
        this.path = path;
        this.descriptor = descriptor;
        this.extents = extents;
        this.parent = parent;
        BlockSource own = extents.content();
        this.content = parent.isPresent() ? BlockSources.overlay(own, parent.get().content()) : own;
    }

    /**
     * Opens the image that {@code file} holds. The file belongs to the image once this returns, and
     * stays the caller's when it throws.
     *
     * @param path what the file is called
     * @param related opens the extents and the parent, if the image names them
     */
    public static VmdkImage open(BlockSource file, Path path, RelatedFiles related)
            throws IOException {
        String name = path.toString();
        Optional<SparseFile> own =
                SparseFile.Kind.of(file).isPresent()
                        ? Optional.of(SparseFile.open(file, name))
                        : Optional.empty();
        Optional<Descriptor> descriptor =
                own.isPresent() ? own.get().descriptor() : Optional.of(alone(file, name));
        ExtentFiles extents = extents(own, descriptor, related, name);
        try {
            Optional<DiskImage> parent =
                    descriptor.isPresent()
                            ? ParentDisk.open(descriptor.get(), related, name)
                            : Optional.empty();
            return new VmdkImage(file, path, descriptor, extents, parent);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, extents);
            throw failure;
        }
    }

    /** The descriptor that is all there is in {@code file}. */
    private static Descriptor alone(BlockSource file, String name) throws IOException {
        if (!DescriptorText.startsIn(file)) {
            throw new ImageException.NotThisFormat(
                    "%s: neither a sparse extent nor a descriptor of VMDK".formatted(name));
        }
        return Descriptor.read(file, 0, file.size(), name);
    }

    private static ExtentFiles extents(
            Optional<SparseFile> own,
            Optional<Descriptor> descriptor,
            RelatedFiles related,
            String name)
            throws IOException {
        boolean elsewhere =
                descriptor.isPresent()
                        && (own.isEmpty()
                                || (own.get().content().size() == 0
                                        && descriptor.get().sectors() > 0));
        if (!elsewhere) {
            refuseMore(descriptor, name);
            return ExtentFiles.of(own.orElseThrow(), name);
        }
        if (descriptor.get().extents().isEmpty()) {
            throw new ImageException.Damaged(name + ": a descriptor without any extent");
        }
        return ExtentFiles.open(descriptor.get(), related, name);
    }

    private static void refuseMore(Optional<Descriptor> descriptor, String name)
            throws ImageException {
        int count = descriptor.isPresent() ? descriptor.get().extents().size() : 0;
        if (count > 1) {
            throw new ImageException.Unsupported(
                    "%s: a descriptor inside the first of %d extents".formatted(name, count));
        }
    }

    /** Whether {@code file} looks like a sparse extent or a descriptor. */
    public static Likeness likeness(BlockSource file) throws IOException {
        Optional<SparseFile.Kind> kind = SparseFile.Kind.of(file);
        if (kind.isEmpty()) {
            return DescriptorText.startsIn(file) ? Likeness.YES : Likeness.NO;
        }
        if (kind.get() != SparseFile.Kind.HOSTED) {
            return Likeness.MAYBE;
        }
        try {
            SparseHeader header = SparseHeader.read(file, 0, "");
            return Long.bitCount(header.grain()) == 1 ? Likeness.YES : Likeness.MAYBE;
        } catch (ImageException broken) {
            return Likeness.MAYBE;
        }
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.VMDK;
    }

    @Override
    public BlockSource content() {
        return BlockSources.view(content);
    }

    @Override
    public BlockSource snapshot(String idOrName) throws IOException {
        throw new NoSuchFileException(
                path.toString(), null, "a VMDK image has no snapshots inside");
    }

    @Override
    public List<String> warnings() {
        List<String> all = new ArrayList<>(extents.warnings());
        if (descriptor.isEmpty()) {
            all.add(
                    path
                            + ": has no descriptor; it may be one of several extents of a disk, or a"
                            + " delta whose parent is not known");
        }
        parent.ifPresent(below -> all.addAll(below.warnings()));
        return List.copyOf(all);
    }

    @Override
    public List<String> features() {
        List<String> all = new ArrayList<>();
        descriptor.map(Descriptor::createType).filter(type -> !type.isEmpty()).ifPresent(all::add);
        all.addAll(extents.features());
        if (descriptor.isPresent() && descriptor.get().tracked()) {
            all.add("changed-block tracking");
        }
        parent.ifPresent(below -> all.add("parents: " + below.files().size()));
        return List.copyOf(all);
    }

    @Override
    public Optional<String> parentName() {
        return descriptor.flatMap(ParentDisk::name);
    }

    /** The CID: eight hexadecimal digits. */
    @Override
    public Optional<String> identity() {
        return descriptor.flatMap(Descriptor::cid);
    }

    @Override
    public List<Path> files() {
        List<Path> all = new ArrayList<>();
        all.add(path);
        all.addAll(extents.paths());
        parent.ifPresent(below -> all.addAll(below.files()));
        return List.copyOf(all);
    }

    @Override
    public void close() throws IOException {
        try (file;
                extents) {
            if (parent.isPresent()) {
                parent.get().close();
            }
        }
    }
}
