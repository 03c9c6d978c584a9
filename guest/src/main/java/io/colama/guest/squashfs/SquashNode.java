package io.colama.guest.squashfs;

import io.colama.block.BlockSource;
import io.colama.block.Limit;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A file of a squashfs volume. */
final class SquashNode implements FileNode {

    private static final Limit NAMES = new Limit("names of a directory", 1 << 22);

    private final SquashVolume volume;
    private final SquashInode inode;

    SquashNode(SquashVolume volume, SquashInode inode) {
        this.volume = volume;
        this.inode = inode;
    }

    @Override
    public Attributes attributes() {
        return inode.attributes();
    }

    @Override
    public List<Entry> entries() throws IOException {
        attributes().expect(NodeKind.DIRECTORY, what());
        List<Entry> entries = new ArrayList<>();
        new SquashDirectory(volume, inode)
                .walk(found -> {
                    NAMES.check(entries.size() + 1L);
                    entries.add(
                            new Entry(found.name(), found.kind(), () -> open(found.reference())));
                    return true;
                });
        return entries;
    }

    @Override
    public Optional<FileNode> child(String name) throws IOException {
        attributes().expect(NodeKind.DIRECTORY, what());
        if (!GuestName.isProper(name)) {
            return Optional.empty();
        }
        Optional<SquashDirectory.Name> found = new SquashDirectory(volume, inode).find(name);
        return found.isEmpty() ? Optional.empty() : Optional.of(open(found.get().reference()));
    }

    private FileNode open(long reference) throws IOException {
        return new SquashNode(volume, SquashInode.read(volume, reference));
    }

    @Override
    public BlockSource content() throws IOException {
        attributes().expect(NodeKind.FILE, what());
        return SquashContent.of(volume, inode);
    }

    @Override
    public String target() throws IOException {
        attributes().expect(NodeKind.SYMLINK, what());
        // the inode's reader has checked the length
        int length = Math.toIntExact(attributes().sizeBytes());
        return GuestName.decode(inode.rest().copy().take(length));
    }

    @Override
    public SortedMap<String, byte[]> extendedAttributes() throws IOException {
        return SquashAttributes.of(volume, inode);
    }

    private String what() {
        return "inode " + attributes().id();
    }
}
