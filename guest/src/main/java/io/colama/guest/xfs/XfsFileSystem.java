package io.colama.guest.xfs;

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

/** A volume of XFS. */
public final class XfsFileSystem implements GuestFileSystem {

    private final XfsVolume volume;
    private final FileSystemFacts facts;

    private XfsFileSystem(XfsVolume volume, FileSystemFacts facts) {
        this.volume = volume;
        this.facts = facts;
    }

    /**
     * Reads the superblock and looks for the end of the log.
     *
     * @throws ImageException.NotThisFormat when there is no such superblock
     * @throws ImageException.Damaged when there is one that cannot be right; a log that cannot be
     *     right is a note
     */
    public static XfsFileSystem open(BlockSource volume) throws IOException {
        XfsSuperblock superblock = XfsSuperblock.read(volume);
        List<String> doubts = doubts(volume, superblock);
        Condition condition = doubts.isEmpty() ? Condition.CLEAN : Condition.POSSIBLY_STALE;
        List<String> notes = new ArrayList<>(doubts);
        notes.add("its format is version " + superblock.version());
        if (superblock.sharesBlocks()) {
            notes.add("its files may share blocks");
        }
        long blocks = Math.min(superblock.blocks(), Long.MAX_VALUE >>> superblock.blockLog());
        FileSystemFacts facts =
                new FileSystemFacts(
                        "xfs",
                        superblock.label(),
                        superblock.uuid(),
                        blocks << superblock.blockLog(),
                        superblock.blockBytes(),
                        condition,
                        notes);
        return new XfsFileSystem(new XfsVolume(volume, superblock, doubts.isEmpty()), facts);
    }

    /** Why what is read may not be what the guest would see. */
    private static List<String> doubts(BlockSource volume, XfsSuperblock superblock)
            throws IOException {
        List<String> doubts = new ArrayList<>();
        if (superblock.logStart() == 0) {
            doubts.add(
                    "its log is on another device, so that nobody can tell whether it was in use");
        } else {
            try {
                if (!XfsLog.isClean(new XfsVolume(volume, superblock, false))) {
                    doubts.add("it was in use when it was copied, and its log is not replayed");
                }
            } catch (ImageException broken) {
                doubts.add("its log cannot be read: " + broken.getMessage());
            }
        }
        if (superblock.needsRepair()) {
            doubts.add("it is marked as in need of repair");
        }
        if (superblock.inProgress() != 0) {
            doubts.add("it was being made when it was copied");
        }
        if (superblock.blocks() > volume.size() >>> superblock.blockLog()) {
            doubts.add(
                    "it says that it has %d blocks of %d bytes, which the volume of %d bytes does not hold"
                            .formatted(
                                    superblock.blocks(), superblock.blockBytes(), volume.size()));
        }
        return doubts;
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
        XfsInode inode = volume.inode(volume.superblock().rootInode());
        if (!inode.attributes().isDirectory()) {
            throw new ImageException.Damaged(
                    "inode %d with mode 0%o found where the root directory is expected"
                            .formatted(inode.number(), inode.mode()));
        }
        return new XfsNode(volume, inode);
    }
}
