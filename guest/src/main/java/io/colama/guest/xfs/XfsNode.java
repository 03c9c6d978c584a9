package io.colama.guest.xfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.extent.Extent;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileExtents;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A file of an XFS volume. */
final class XfsNode implements FileNode {

    private static final Limit NAMES = new Limit("names of a directory", 1 << 22);
    private static final Limit TARGET_BYTES = new Limit("bytes of a link's target", 1024);
    // a block for every few bytes, at worst
    private static final long MOST_TARGET_BLOCKS = 1 << 20;
    private static final int LINK_MAGIC = 0x58534c4d;
    private static final int LINK_HEADER = 56;

    private final XfsVolume volume;
    private final XfsInode inode;
    private final Attributes attributes;

    XfsNode(XfsVolume volume, XfsInode inode) {
        this.volume = volume;
        this.inode = inode;
        this.attributes = inode.attributes();
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public List<Entry> entries() throws IOException {
        attributes.expect(NodeKind.DIRECTORY, what());
        List<Entry> entries = new ArrayList<>();
        new XfsDirectory(volume, inode)
                .walk(found -> {
                    NAMES.check(entries.size() + 1L);
                    entries.add(new Entry(found.name(), found.kind(), () -> open(found.inode())));
                    return true;
                });
        return entries;
    }

    @Override
    public Optional<FileNode> child(String name) throws IOException {
        attributes.expect(NodeKind.DIRECTORY, what());
        if (!GuestName.isProper(name)) {
            return Optional.empty();
        }
        Optional<XfsDirectory.Name> found = new XfsDirectory(volume, inode).find(name);
        return found.isEmpty() ? Optional.empty() : Optional.of(open(found.get().inode()));
    }

    private FileNode open(long number) throws IOException {
        return new XfsNode(volume, volume.inode(number));
    }

    @Override
    public BlockSource content() throws IOException {
        attributes.expect(NodeKind.FILE, what());
        if (inode.isRealtime() && inode.sizeBytes() > 0) {
            throw new ImageException.Unsupported(
                    "%s: a file on a realtime device".formatted(what()));
        }
        return ForkMap.of(volume, what(), inode.data(), inode.sizeBytes())
                .over(volume.content(), what());
    }

    @Override
    public String target() throws IOException {
        attributes.expect(NodeKind.SYMLINK, what());
        int length = TARGET_BYTES.checkInt(inode.sizeBytes());
        XfsInode.Fork fork = inode.data();
        if (fork.format() == XfsInode.Format.LOCAL) {
            if (length > fork.bytes().limit()) {
                throw new ImageException.Damaged(
                        "%s: a target of %d bytes in %d found"
                                .formatted(what(), length, fork.bytes().limit()));
            }
            return GuestName.decode(fork.bytes().limit(length));
        }
        return GuestName.decode(remoteTarget(fork, length));
    }

    /** A target in blocks: each extent, not each block, starts with a header in version 5. */
    private ByteBuffer remoteTarget(XfsInode.Fork fork, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        boolean checked = volume.superblock().hasChecksums();
        int header = checked ? LINK_HEADER : 0;
        FileExtents extents = ForkMap.of(volume, what(), fork, MOST_TARGET_BLOCKS);
        BlockSource content = extents.over(volume.metadata(), what());
        long at = 0;
        while (target.hasRemaining() && at < extents.sizeBytes()) {
            Extent extent = extents.pieceAt(at);
            ByteBuffer bytes =
                    ByteBuffer.allocate(
                            (int) Math.min(extent.length(), header + target.remaining()));
            content.read(at, bytes);
            if (extent.kind() != Extent.Kind.STORED || (checked && bytes.getInt(0) != LINK_MAGIC)) {
                throw new ImageException.Damaged(
                        "%s: signature 0x%x found where a target is expected"
                                .formatted(what(), bytes.getInt(0)));
            }
            target.put(bytes.slice(header, bytes.limit() - header));
            at += extent.length();
        }
        return target.flip();
    }

    @Override
    public SortedMap<String, byte[]> extendedAttributes() throws IOException {
        return XfsAttributes.of(volume, inode);
    }

    private String what() {
        return "inode " + inode.number();
    }
}
