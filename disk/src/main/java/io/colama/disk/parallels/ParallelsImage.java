package io.colama.disk.parallels;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.MappedContent;
import io.colama.disk.image.DiskFormat;
import io.colama.disk.image.DiskImage;
import io.colama.disk.image.Likeness;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A Parallels image. */
public final class ParallelsImage implements DiskImage {

    private final BlockSource file;
    private final Path path;
    private final ParallelsHeader header;
    private final BlockSource content;

    private ParallelsImage(BlockSource file, Path path, ParallelsHeader header) {
        String name = path.toString();
        this.file = file;
        this.path = path;
        this.header = header;
        this.content =
                new MappedContent(
                        file, name, new ParallelsMap(header, file, name), CompressedUnits.NONE, 1);
    }

    /** Whether {@code file} looks like a Parallels image. */
    public static Likeness likeness(BlockSource file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(ParallelsHeader.MAGIC_BYTES);
        if (file.size() < start.capacity()) {
            return Likeness.NO;
        }
        file.read(0, start);
        if (!ParallelsHeader.isMagic(ParallelsHeader.text(start.flip()))) {
            return Likeness.NO;
        }
        try {
            ParallelsHeader.read(file, "probe");
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
     * @param related finds the descriptor of the bundle, if the image lies in one
     */
    public static ParallelsImage open(BlockSource file, Path path, RelatedFiles related)
            throws IOException {
        ParallelsHeader header = ParallelsHeader.read(file, path.toString());
        Bundle.checkAlone(path, related);
        return new ParallelsImage(file, path, header);
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.PARALLELS;
    }

    @Override
    public BlockSource content() {
        return BlockSources.view(content);
    }

    @Override
    public BlockSource snapshot(String idOrName) throws IOException {
        throw new NoSuchFileException(path.toString(), null, "a Parallels image has no snapshots");
    }

    @Override
    public List<String> warnings() {
        return header.unclean()
                ? List.of(path + ": was not closed properly; what was written last may be missing")
                : List.of();
    }

    @Override
    public List<String> features() {
        return List.of("clusters of " + header.clusterBytes() + " bytes");
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
