package io.colama.guest.squashfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileSystemFacts;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.PathRules;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A volume of squashfs. */
public final class SquashFileSystem implements GuestFileSystem {

    private final SquashVolume volume;
    private final FileSystemFacts facts;

    private SquashFileSystem(SquashVolume volume, FileSystemFacts facts) {
        this.volume = volume;
        this.facts = facts;
    }

    /**
     * Reads the superblock.
     *
     * @throws ImageException.NotThisFormat when there is no such superblock
     * @throws ImageException.Unsupported when it is compressed in a way that is not read
     */
    public static SquashFileSystem open(BlockSource volume) throws IOException {
        SquashSuperblock superblock = SquashSuperblock.read(volume);
        Compression compression = Compression.of(superblock.compressionField());
        boolean cut = superblock.bytesUsed() < 0 || superblock.bytesUsed() > volume.size();
        String made =
                "it was made at %s and is compressed with %s"
                        .formatted(
                                Instant.ofEpochSecond(superblock.made()),
                                compression.name().toLowerCase(Locale.ROOT));
        List<String> notes =
                cut
                        ? List.of(
                                "it says that it has %s bytes, which the volume of %d bytes does not hold"
                                        .formatted(
                                                Long.toUnsignedString(superblock.bytesUsed()),
                                                volume.size()),
                                made)
                        : List.of(made);
        FileSystemFacts facts =
                new FileSystemFacts(
                        "squashfs",
                        Optional.empty(),
                        Optional.empty(),
                        Math.max(0, superblock.bytesUsed()),
                        superblock.blockBytes(),
                        cut ? Condition.POSSIBLY_STALE : Condition.CLEAN,
                        notes);
        return new SquashFileSystem(new SquashVolume(volume, superblock, compression), facts);
    }

    @Override
    public FileSystemFacts facts() {
        return facts;
    }

    @Override
    public PathRules rules() {
        return PathRules.POSIX;
    }

    @Override
    public FileNode root() throws IOException {
        SquashInode inode = SquashInode.read(volume, volume.superblock().rootInode());
        if (!inode.attributes().isDirectory()) {
            throw new ImageException.Damaged(
                    "a %s found where the root directory is expected"
                            .formatted(inode.attributes().kind()));
        }
        return new SquashNode(volume, inode);
    }
}
