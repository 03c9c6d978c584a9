package io.colama.guest.ext;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.file.Condition;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.FileSystemFacts;
import io.colama.guest.file.GuestFileSystem;
import io.colama.guest.file.PathRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A volume of ext2, ext3 or ext4. */
public final class ExtFileSystem implements GuestFileSystem {

    private final ExtVolume volume;
    private final FileSystemFacts facts;

    private ExtFileSystem(ExtVolume volume, FileSystemFacts facts) {
        this.volume = volume;
        this.facts = facts;
    }

    /**
     * Reads the superblock and, where the volume was in use, its journal.
     *
     * @throws ImageException.NotThisFormat when there is no such superblock
     * @throws ImageException.Damaged when there is one that cannot be right; a journal that cannot
     *     be read is a note
     */
    public static ExtFileSystem open(BlockSource volume) throws IOException {
        ExtSuperblock superblock = ExtSuperblock.read(volume);
        List<String> notes = new ArrayList<>();
        Condition condition = superblock.wasClosed() ? Condition.CLEAN : Condition.POSSIBLY_STALE;
        BlockSource current = volume;
        if (superblock.needsReplay()) {
            condition = Condition.POSSIBLY_STALE;
            try {
                Optional<BlockSource> replayed = replay(volume, superblock, notes);
                if (replayed.isPresent()) {
                    current = replayed.get();
                    superblock = ExtSuperblock.read(current);
                }
                condition = notes.isEmpty() ? Condition.REPLAYED : condition;
            } catch (ImageException broken) {
                notes.add("its journal could not be replayed: " + broken.getMessage());
            }
        } else if (condition != Condition.CLEAN) {
            if (superblock.hasJournal()) {
                // a clean journal means that nothing was under way
                condition = Condition.CLEAN;
            } else {
                notes.add("it was in use when it was copied, and keeps no journal");
            }
        }
        if (superblock.recordsErrors()) {
            notes.add("the guest found errors in it");
            condition = Condition.POSSIBLY_STALE;
        }
        ExtVolume opened = new ExtVolume(current, superblock);
        if (superblock.blocks() > volume.size() / superblock.blockBytes()) {
            notes.add(
                    "it says that it has %d blocks of %d bytes, which the volume of %d bytes does not hold"
                            .formatted(
                                    superblock.blocks(), superblock.blockBytes(), volume.size()));
            condition = Condition.POSSIBLY_STALE;
        }
        return new ExtFileSystem(opened, facts(superblock, condition, notes));
    }

    private static Optional<BlockSource> replay(
            BlockSource volume, ExtSuperblock superblock, List<String> notes) throws IOException {
        if (superblock.journalInode() == 0) {
            notes.add("its journal is on another device and was not replayed");
            return Optional.empty();
        }
        ExtVolume before = new ExtVolume(volume, superblock);
        ExtInode inode = before.inode(superblock.journalInode());
        BlockSource journal = FileMap.of(before, inode).over(volume, "journal");
        Optional<Journal.Content> content = Journal.read(journal, superblock.blockBytes());
        if (content.isEmpty()) {
            return Optional.empty();
        }
        if (content.get().fastCommits()) {
            notes.add("fast commits of its journal, if there are any, were not replayed");
        }
        return Optional.of(
                new ReplayedVolume(volume, journal, superblock.blockBytes(), content.get()));
    }

    private static FileSystemFacts facts(
            ExtSuperblock superblock, Condition condition, List<String> notes) {
        long size =
                Math.multiplyHigh(superblock.blocks(), superblock.blockBytes()) == 0
                        ? superblock.blocks() * superblock.blockBytes()
                        : Long.MAX_VALUE;
        return new FileSystemFacts(
                superblock.type(),
                superblock.label(),
                superblock.uuid(),
                size < 0 ? Long.MAX_VALUE : size,
                superblock.blockBytes(),
                condition,
                notes);
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
        ExtInode inode = volume.inode(ExtInode.ROOT);
        if (!inode.attributes().isDirectory()) {
            throw new ImageException.Damaged(
                    "inode 2 with mode 0%o found where the root directory is expected"
                            .formatted(inode.mode()));
        }
        return new ExtNode(volume, inode);
    }
}
