package io.colama.disk.raw;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A raw image. */
public final class RawImage implements DiskImage {

    private final BlockSource file;
    private final Path path;

    private RawImage(BlockSource file, Path path) {
        this.file = file;
        this.path = path;
    }

    /** The image whose bytes are those of {@code file}, which belongs to it from now on. */
    public static RawImage of(BlockSource file, Path path) {
        return new RawImage(file, path);
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.RAW;
    }

    @Override
    public BlockSource content() {
        return BlockSources.view(file);
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
        return List.of();
    }

    @Override
    public List<Path> files() {
        return List.of(path);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
