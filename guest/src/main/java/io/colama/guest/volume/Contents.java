package io.colama.guest.volume;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Run;
import io.colama.guest.btrfs.BtrfsFileSystem;
import io.colama.guest.ext.ExtFileSystem;
import io.colama.guest.fat.ExfatFileSystem;
import io.colama.guest.fat.FatFileSystem;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.iso.IsoFileSystem;
import io.colama.guest.ntfs.NtfsFileSystem;
import io.colama.guest.probe.Probe;
import io.colama.guest.probe.Recognition;
import io.colama.guest.squashfs.SquashFileSystem;
import io.colama.guest.xfs.XfsFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at a volume. */
final class Contents {

    private static final int SIGNS = 0x11000;

    /** The readers; each says at once when it is not its format. */
    private static final List<Reader> READERS =
            List.of(
                    new Reader("ext4", ExtFileSystem::open),
                    new Reader("xfs", XfsFileSystem::open),
                    new Reader("btrfs", BtrfsFileSystem::open),
                    new Reader("ntfs", NtfsFileSystem::open),
                    new Reader("exfat", ExfatFileSystem::open),
                    new Reader("squashfs", SquashFileSystem::open),
                    new Reader("iso9660", IsoFileSystem::open),
                    new Reader("vfat", FatFileSystem::open));

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
        List<Recognition> recognised = Probe.identify(volume);
        Optional<Recognition> first = recognised.stream().findFirst();
        // what is a piece of something larger looks like a file system at times, and is not one
        if (first.isEmpty() || first.get().usage() == Recognition.Usage.FILE_SYSTEM) {
            for (Reader reader : READERS) {
                Optional<Content> content = reader.look(volume);
                if (content.isPresent()) {
                    return content.get();
                }
            }
        }
        if (first.isPresent()) {
            return named(first.get());
        }
        return Content.plain(
                isEmpty(volume) ? "empty" : "unknown", Optional.empty(), Optional.empty());
    }

    private static Content named(Recognition found) {
        if (found.reason().isEmpty() && found.usage() != Recognition.Usage.FILE_SYSTEM) {
            return Content.plain(found.kind(), found.label(), found.uuid());
        }
        String reason =
                found.reason().orElse("unsupported:" + found.kind().toLowerCase(Locale.ROOT));
        return Content.closed(
                found.kind(), found.label(), found.uuid(), reason, "it is recognised and not read");
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
