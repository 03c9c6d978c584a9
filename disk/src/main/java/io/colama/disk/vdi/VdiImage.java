package io.colama.disk.vdi;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Closing;
import io.colama.block.ImageException;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.MappedContent;
import io.colama.block.record.Guid;
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
import java.util.UUID;

/** A VDI image. Its {@linkplain #identity() identity} is the UUID of its state. */
public final class VdiImage implements DiskImage {

    private final ImageFiles files;
    private final Path path;
    private final VdiHeader header;
    private final Optional<DiskImage> parent;
    private final BlockSource content;

    private VdiImage(BlockSource file, Path path, VdiHeader header, Optional<DiskImage> parent) {
        this.files = new ImageFiles(file, path, parent);
        this.path = path;
        this.header = header;
        this.parent = parent;
        BlockSource own =
                new MappedContent(
                        file,
                        path.toString(),
                        new BlockMap(header, file, path.toString()),
                        CompressedUnits.NONE,
                        (int) header.blockBytes());
        this.content = parent.isPresent() ? BlockSources.overlay(own, parent.get().content()) : own;
    }

    /** Whether {@code file} looks like a VDI image. */
    public static Likeness likeness(BlockSource file) throws IOException {
        if (file.size() < VdiHeader.LAYOUT.size()) {
            return Likeness.NO;
        }
        ByteBuffer start = ByteBuffer.allocate(VdiHeader.LAYOUT.size());
        file.read(0, start);
        String found =
                new String(
                        start.array(),
                        VdiHeader.SIGNATURE_AT,
                        VdiHeader.SIGNATURE.length(),
                        StandardCharsets.ISO_8859_1);
        if (!found.equals(VdiHeader.SIGNATURE)) {
            return Likeness.NO;
        }
        try {
            VdiHeader.read(file, "probe");
            return Likeness.YES;
        } catch (ImageException unsound) {
            return Likeness.MAYBE;
        }
    }

    /**
     * Opens the image that {@code file} holds. The file belongs to the image once this returns, and
     * stays the caller's when it throws.
     *
     * @param path what the file is called
     * @param related opens the parent of a differencing image, which is looked for by its UUID
     */
    public static VdiImage open(BlockSource file, Path path, RelatedFiles related)
            throws IOException {
        VdiHeader header = VdiHeader.read(file, path.toString());
        if (header.type() != VdiHeader.DIFFERENCING) {
            return new VdiImage(file, path, header, Optional.empty());
        }
        UUID wanted = Guid.read(header.parent(), 0);
        Optional<DiskImage> parent =
                related.parentLike(
                        "VDI image {" + wanted + "}", candidate -> isImage(candidate, wanted));
        try {
            if (parent.isPresent()) {
                checkUnchanged(header, path, parent.get());
            }
            return new VdiImage(file, path, header, parent);
        } catch (IOException | RuntimeException failure) {
            parent.ifPresent(below -> Closing.after(failure, below));
            throw failure;
        }
    }

    private static boolean isImage(BlockSource candidate, UUID wanted) throws IOException {
        if (likeness(candidate) != Likeness.YES) {
            return false;
        }
        return Guid.read(VdiHeader.read(candidate, "candidate").image(), 0).equals(wanted);
    }

    /** A parent that was written to after the child was made does not show what the child hid. */
    private static void checkUnchanged(VdiHeader header, Path path, DiskImage parent)
            throws ImageException {
        String known = Guid.read(header.parentModification(), 0).toString();
        String found = parent.identity().orElse("");
        if (!found.equals(known)) {
            throw new ImageException.Damaged(
                    "%s: its parent %s is in the state {%s}, {%s} expected: it was written to after this image was made"
                            .formatted(path, parent.files().getFirst(), found, known));
        }
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.VDI;
    }

    @Override
    public BlockSource content() {
        return BlockSources.view(content);
    }

    @Override
    public BlockSource snapshot(String idOrName) throws IOException {
        throw new NoSuchFileException(path.toString(), null, "a VDI image has no snapshots");
    }

    @Override
    public List<String> warnings() {
        return parent.map(DiskImage::warnings).orElse(List.of());
    }

    @Override
    public List<String> features() {
        List<String> all = new ArrayList<>();
        all.add(
                switch ((int) header.type()) {
                    case VdiHeader.FIXED -> "fixed";
                    case VdiHeader.DIFFERENCING -> "differencing";
                    default -> "dynamic";
                });
        all.add("blocks of " + header.blockBytes() + " bytes");
        parent.ifPresent(below -> all.add("parents: " + below.files().size()));
        return List.copyOf(all);
    }

    @Override
    public Optional<String> parentName() {
        return header.type() == VdiHeader.DIFFERENCING
                ? Optional.of("{" + Guid.read(header.parent(), 0) + "}")
                : Optional.empty();
    }

    @Override
    public Optional<String> identity() {
        return Optional.of(Guid.read(header.modification(), 0).toString());
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
