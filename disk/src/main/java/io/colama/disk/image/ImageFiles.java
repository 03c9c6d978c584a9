package io.colama.disk.image;

import io.colama.block.BlockSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an image of one file reads.
 *
 * @param own the file
 * @param path what it is called
 * @param parent the image below it
 */
public record ImageFiles(BlockSource own, Path path, Optional<DiskImage> parent)
        implements Closeable {

    /** The file first, then those of the parent. */
    public List<Path> paths() {
        List<Path> all = new ArrayList<>();
        all.add(path);
        parent.ifPresent(below -> all.addAll(below.files()));
        return List.copyOf(all);
    }

    /** Closes the parent and the file. */
    @Override
    public void close() throws IOException {
        try (own) {
            if (parent.isPresent()) {
                parent.get().close();
            }
        }
    }
}
