package io.colama.disk.packed;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.Likeness;
import io.colama.disk.image.OpenWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A raw image inside a compressed file. */
public final class PackedImage implements DiskImage {

    private static final int START = 1 << 16;

    private final Packing packing;
    private final BlockSource file;
    private final Path path;
    private final BlockSource content;

    private PackedImage(Packing packing, BlockSource file, Path path, BlockSource content) {
        this.packing = packing;
        this.file = file;
        this.path = path;
        this.content = content;
    }

    /** Finds out what the start of an image is of, when it is not the start of a raw one. */
    @FunctionalInterface
    public interface Inside {

        /** What it is, for people; empty for a raw image. */
        Optional<String> of(BlockSource start) throws IOException;
    }

    /**
     * Opens the image that {@code file} holds, which may take as long as decoding it. The file
     * belongs to the image once this returns, and stays the caller's when it throws.
     *
     * @param path what the file is called
     * @param inside looks at the first 64 KiB of the content
     * @param watch watches the pass that finds the size, where the file does not say it
     */
    public static PackedImage open(
            BlockSource file, Path path, Packing packing, Inside inside, OpenWatch watch)
            throws IOException {
        String name = path.toString();
        if (packing.likeness(file) == Likeness.NO) {
            throw new ImageException.NotThisFormat(
                    "%s: does not start like a %s file".formatted(name, packing.title()));
        }
        long size = Unpacker.size(packing, file, name, watch);
        PackedContent content = new PackedContent(packing, file, name, size);
        try {
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(size, START));
            content.read(0, start);
            Optional<String> other = inside.of(BlockSources.of(start.array()));
            if (other.isPresent()) {
                throw new ImageException.Unsupported(
                        "%s: holds %s, compressed with %s, where a raw image is expected; unpack it first"
                                .formatted(name, other.get(), packing.title()));
            }
            return new PackedImage(packing, file, path, content);
        } catch (IOException | RuntimeException failure) {
            content.close();
            throw failure;
        }
    }

    @Override
    public DiskFormat format() {
        return packing.format();
    }

    @Override
    public BlockSource content() {
        return BlockSources.view(content);
    }

    @Override
    public BlockSource snapshot(String idOrName) throws IOException {
        throw new NoSuchFileException(path.toString(), null, "a raw image has no snapshots");
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public List<String> features() {
        return List.of("raw", "compressed with " + packing.title());
    }

    @Override
    public List<Path> files() {
        return List.of(path);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            content.close();
        }
    }
}
