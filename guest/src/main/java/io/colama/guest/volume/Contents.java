package io.colama.guest.volume;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Run;
import io.colama.guest.ext.ExtFileSystem;
import io.colama.guest.file.GuestFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Looks at a volume. */
final class Contents {

    private static final int SIGNS = 0x11000;

    /** The readers; each says at once when it is not its format. */
    private static final List<Reader> READERS = List.of(new Reader("ext4", ExtFileSystem::open));

    private Contents() {}

    @FunctionalInterface
    private interface Opener {
        GuestFileSystem open(BlockSource volume) throws IOException;
    }

    private record Reader(String kind, Opener opener) {

        /** What this reader finds; empty when it is not its format. */
        Optional<Content> look(BlockSource volume) throws IOException {
            try {
                return Optional.of(Content.of(opener.open(volume)));
            } catch (ImageException.NotThisFormat other) {
                return Optional.empty();
            } catch (ImageException.Unsupported told) {
                return Optional.of(closed(kind, "unsupported:", told));
            } catch (ImageException told) {
                return Optional.of(closed(kind, "damaged:", told));
            }
        }
    }

    /** What a volume holds. Fails only where the volume's bytes cannot be had. */
    static Content of(BlockSource volume) throws IOException {
        for (Reader reader : READERS) {
            Optional<Content> content = reader.look(volume);
            if (content.isPresent()) {
                return content.get();
            }
        }
        return Content.plain(
                isEmpty(volume) ? "empty" : "unknown", Optional.empty(), Optional.empty());
    }

    private static Content closed(String kind, String code, ImageException told) {
        String message = String.valueOf(told.getMessage());
        return Content.closed(kind, Optional.empty(), Optional.empty(), code + kind, message);
    }

    /** Whether there are only zeros where all known signs lie. */
    private static boolean isEmpty(BlockSource volume) throws IOException {
        long end = Math.min(SIGNS, volume.size());
        long at = 0;
        while (at < end && volume.runAt(at).kind() != Run.Kind.DATA) {
            at = volume.runAt(at).end();
        }
        if (at >= end) {
            return true;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) end);
        volume.read(0, bytes);
        for (byte one : bytes.array()) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
