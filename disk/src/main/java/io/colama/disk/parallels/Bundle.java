package io.colama.disk.parallels;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.disk.image.RelatedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The bundle that an image may lie in: a directory whose {@code DiskDescriptor.xml} names the
 * images of the disk.
 *
 * <p>The descriptor is only searched for how many images it names, because a single one is the
 * disk.
 */
final class Bundle {

    private static final String DESCRIPTOR = "DiskDescriptor.xml";
    private static final String ROOT = "<Parallels_disk_image";
    private static final Pattern IMAGE = Pattern.compile("<File>\\s*([^<]{1,4096}?)\\s*</File>");
    private static final int MOST_BYTES = 1 << 20;

    private Bundle() {}

    /** Refuses an image that is one of several which only together are a disk. */
    static void checkAlone(Path path, RelatedFiles related) throws IOException {
        String text = descriptor(related);
        if (!text.contains(ROOT)) {
            return;
        }
        Path last = path.getFileName();
        long images = IMAGE.matcher(text).results().count();
        boolean named =
                IMAGE.matcher(text)
                        .results()
                        .anyMatch(match -> last != null && match.group(1).equals(last.toString()));
        if (named && images > 1) {
            throw new ImageException.Unsupported(
                    "%s: is one of the %d images of a Parallels disk with snapshots or in pieces; merge them first (prl_disk_tool merge)"
                            .formatted(path, images));
        }
    }

    /** The text of the descriptor beside the image; empty where there is none. */
    private static String descriptor(RelatedFiles related) throws IOException {
        try (BlockSource file = related.part(DESCRIPTOR).content()) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MOST_BYTES));
            file.read(0, bytes);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        } catch (NoSuchFileException | ImageException.Refused none) {
            return "";
        }
    }
}
