package io.colama.disk.image;

import io.colama.block.BlockSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An opened disk image with all files that belong to it.
 *
 * <p>Threads: any number at once. Memory: bounded, a few megabytes for each file of the image.
 * Sources taken from an image end with it; closing one of them leaves the image open.
 */
public interface DiskImage extends Closeable {

    /** The format of the image itself, not of a backing file. */
    DiskFormat format();

    /** The disk as it is now. */
    BlockSource content();

    /** The states kept inside the image, in the order in which the image lists them. */
    default List<DiskSnapshot> snapshots() {
        return List.of();
    }

    /**
     * The disk as a snapshot holds it, with the size that it had then.
     *
     * @param idOrName an id, or else a name; of several snapshots of one name the first
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws io.colama.block.ImageException.Damaged when its tables cannot be right
     */
    BlockSource snapshot(String idOrName) throws IOException;

    /** What the user should know about this image and its backing files, a sentence each. */
    List<String> warnings();

    /** What the image makes use of, in a few words each, for people. */
    List<String> features();

    /** The image below this one, as this one names it; empty for a disk that is whole. */
    default Optional<String> parentName() {
        return Optional.empty();
    }

    /**
     * How an image over this one tells that this is the one it was made on: an identity of the
     * content in the words of the format. Empty for formats that have none.
     */
    default Optional<String> identity() {
        return Optional.empty();
    }

    /** The files that are read: the image first, then what lies below it. */
    List<Path> files();

    /** Closes all files. Closing twice does nothing. */
    @Override
    void close() throws IOException;
}
