package io.colama.disk;

import io.colama.block.BlockSource;
import io.colama.block.Run;
import io.colama.disk.image.DiskImage;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A source of an image that closes the image with itself, as the contract test wants it. */
public record OwnedContent(DiskImage image, BlockSource content) implements BlockSource {

    /** The content of an image. */
    public static BlockSource of(DiskImage image) {
        return new OwnedContent(image, image.content());
    }

    /** A source of an image. */
    public static BlockSource of(DiskImage image, BlockSource content) {
        return new OwnedContent(image, content);
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        content.read(offset, target);
    }

    @Override
    public Run runAt(long offset) throws IOException {
        return content.runAt(offset);
    }

    @Override
    public void close() throws IOException {
        content.close();
        image.close();
    }
}
