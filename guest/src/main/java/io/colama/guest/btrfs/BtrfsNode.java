package io.colama.guest.btrfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A file of a btrfs volume. */
final class BtrfsNode implements FileNode {

    private static final Limit NAMES = new Limit("names of a directory", 1 << 22);
    private static final Limit TARGET_BYTES = new Limit("bytes of a link's target", 1 << 16);
    private static final Limit ATTRIBUTE_BYTES = new Limit("bytes of all attributes", 16 << 20);

    private final Subvolumes subvolumes;
    private final BtrfsTree tree;
    private final BtrfsInode inode;
    private final Attributes attributes;

    private BtrfsNode(Subvolumes subvolumes, BtrfsTree tree, BtrfsInode inode) {
        this.subvolumes = subvolumes;
        this.tree = tree;
        this.inode = inode;
        this.attributes = inode.attributes();
    }

    /** The file of a number in a subvolume's tree. */
    static FileNode of(Subvolumes subvolumes, BtrfsTree tree, long number) throws IOException {
        return new BtrfsNode(subvolumes, tree, BtrfsInode.read(tree, number));
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public List<Entry> entries() throws IOException {
        attributes.expect(NodeKind.DIRECTORY, inode.what());
        List<Entry> entries = new ArrayList<>();
        tree.each(
                inode.number(),
                Key.NAME_INDEX,
                item -> {
                    for (DirectoryEntry one : DirectoryEntry.parse(item)) {
                        NAMES.check(entries.size() + 1L);
                        String name = GuestName.decode(one.name());
                        if (GuestName.isProper(name)) {
                            entries.add(new Entry(name, one.kind(), () -> open(one)));
                        }
                    }
                    return true;
                });
        return entries;
    }

    @Override
    public Optional<FileNode> child(String name) throws IOException {
        attributes.expect(NodeKind.DIRECTORY, inode.what());
        if (!GuestName.isProper(name)) {
            return Optional.empty();
        }
        byte[] wanted = GuestName.encode(name);
        Key key = new Key(inode.number(), Key.NAME, Checksum.nameHash(wanted));
        Optional<TreeBlock.Item> item = tree.find(key);
        if (item.isPresent()) {
            for (DirectoryEntry one : DirectoryEntry.parse(item.get())) {
                if (Arrays.equals(one.name(), wanted)) {
                    return Optional.of(open(one));
                }
            }
        }
        return Optional.empty();
    }

    private FileNode open(DirectoryEntry entry) throws IOException {
        Key location = entry.location();
        return switch (location.type()) {
            case Key.INODE -> of(subvolumes, tree, location.object());
            case Key.ROOT -> openSubvolume(entry);
            default ->
                    throw new ImageException.Damaged(
                            "%s: a name for key %s found".formatted(inode.what(), location));
        };
    }

    /** A subvolume, where it was made; elsewhere, as in snapshots, an empty directory. */
    private FileNode openSubvolume(DirectoryEntry entry) throws IOException {
        long id = entry.location().object();
        Optional<BtrfsTree> found =
                subvolumes.isMadeAt(id, tree.id(), inode.number(), entry.name())
                        ? subvolumes.tree(id)
                        : Optional.empty();
        return found.isPresent()
                ? of(subvolumes, found.get(), BtrfsInode.ROOT)
                : new AbsentSubvolume(id, attributes.times());
    }

    @Override
    public BlockSource content() throws IOException {
        attributes.expect(NodeKind.FILE, inode.what());
        return BtrfsContent.of(tree, inode);
    }

    @Override
    public String target() throws IOException {
        attributes.expect(NodeKind.SYMLINK, inode.what());
        ByteBuffer target = ByteBuffer.allocate(TARGET_BYTES.checkInt(inode.sizeBytes()));
        BtrfsContent.of(tree, inode).read(0, target);
        return GuestName.decode(target.flip());
    }

    @Override
    public SortedMap<String, byte[]> extendedAttributes() throws IOException {
        SortedMap<String, byte[]> found = new TreeMap<>();
        long[] total = new long[1];
        tree.each(
                inode.number(),
                Key.ATTRIBUTE,
                item -> {
                    for (DirectoryEntry one : DirectoryEntry.parse(item)) {
                        total[0] += one.name().length + one.data().length;
                        ATTRIBUTE_BYTES.check(total[0]);
                        found.putIfAbsent(GuestName.decode(one.name()), one.data());
                    }
                    return true;
                });
        return found;
    }
}
