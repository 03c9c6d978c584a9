package io.colama.guest.btrfs;

import io.colama.block.BlockSource;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.NodeKind;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a snapshot has in the place of a subvolume: an empty directory. */
final class AbsentSubvolume implements FileNode {

    private static final int MODE = 0755;
    private static final long INODE = 2;

    private final Attributes attributes;

    /**
     * @param tree the subvolume that is elsewhere
     * @param times those of the directory that it is in
     */
    AbsentSubvolume(long tree, Attributes.Times times) {
        long id = BtrfsInode.id(tree, INODE);
        this.attributes = new Attributes(NodeKind.DIRECTORY, 0, MODE, 0, 0, 1, times, 0, id);
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public List<Entry> entries() {
        return List.of();
    }

    @Override
    public Optional<FileNode> child(String name) {
        return Optional.empty();
    }

    @Override
    public BlockSource content() {
        throw new IllegalStateException("an empty directory is no file");
    }

    @Override
    public String target() {
        throw new IllegalStateException("an empty directory is no link");
    }

    @Override
    public SortedMap<String, byte[]> extendedAttributes() {
        return Collections.unmodifiableSortedMap(new TreeMap<>());
    }
}
