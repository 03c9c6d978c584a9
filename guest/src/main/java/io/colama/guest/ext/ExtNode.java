package io.colama.guest.ext;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.Entry;
import io.colama.guest.file.FileNode;
import io.colama.guest.file.GuestName;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A file of an ext volume. */
final class ExtNode implements FileNode {

    private static final Limit DIRECTORY_BYTES = new Limit("bytes of a directory", 1 << 30);
    private static final Limit TARGET_BYTES = new Limit("bytes of a link's target", 65536);
    private static final int INLINE_PARENT = 4;

    private final ExtVolume volume;
    private final ExtInode inode;
    private final Attributes attributes;

    ExtNode(ExtVolume volume, ExtInode inode) {
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
        List<Entry> entries = new ArrayList<>();
        walk(found -> {
            entries.add(new Entry(found.name(), found.kind(), () -> open(found.inode())));
            return true;
        });
        return entries;
    }

    @Override
    public Optional<FileNode> child(String name) throws IOException {
        ExtDirectory.@Nullable Name[] match = new ExtDirectory.Name[1];
        walk(found -> {
            if (found.name().equals(name)) {
                match[0] = found;
                return false;
            }
            return true;
        });
        ExtDirectory.Name found = match[0];
        return found == null ? Optional.empty() : Optional.of(open(found.inode()));
    }

    private FileNode open(long number) throws IOException {
        return new ExtNode(volume, volume.inode(number));
    }

    private void walk(ExtDirectory.Visitor visitor) throws IOException {
        attributes.expect(NodeKind.DIRECTORY, what());
        if (inode.isEncrypted()) {
            throw new ImageException.Unsupported("%s: an encrypted directory".formatted(what()));
        }
        boolean typed = (volume.superblock().incompatible() & ExtSuperblock.INCOMPAT_FILETYPE) != 0;
        ExtDirectory directory = new ExtDirectory(typed, what());
        if (inode.isInline()) {
            walkInline(directory, visitor);
            return;
        }
        DIRECTORY_BYTES.check(inode.sizeBytes());
        BlockSource content = mapped();
        ByteBuffer block = ByteBuffer.allocate(volume.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; content.size() - at >= block.capacity(); at += block.capacity()) {
            content.read(at, block.clear());
            if (!directory.walk(block.flip(), visitor)) {
                return;
            }
        }
    }

    private void walkInline(ExtDirectory directory, ExtDirectory.Visitor visitor)
            throws IOException {
        ByteBuffer map = inode.map();
        ByteBuffer first =
                map.slice(INLINE_PARENT, map.limit() - INLINE_PARENT)
                        .order(ByteOrder.LITTLE_ENDIAN);
        if (!directory.walk(first, visitor)) {
            return;
        }
        byte[] rest =
                ExtAttributes.of(volume, inode)
                        .getOrDefault(ExtAttributes.INLINE_DATA, new byte[0]);
        directory.walk(ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN), visitor);
    }

    @Override
    public BlockSource content() throws IOException {
        attributes.expect(NodeKind.FILE, what());
        if (inode.isEncrypted()) {
            throw new ImageException.Unsupported("%s: an encrypted file".formatted(what()));
        }
        return inode.isInline() ? inlineContent() : mapped();
    }

    private BlockSource mapped() throws IOException {
        return FileMap.of(volume, inode).over(volume.content(), what());
    }

    private BlockSource inlineContent() throws IOException {
        ByteBuffer bytes = ExtAttributes.inline(volume, inode);
        long size = inode.sizeBytes();
        if (size < 0) {
            throw new ImageException.Damaged(
                    "%s: a file of %s bytes found".formatted(what(), Long.toUnsignedString(size)));
        }
        int kept = (int) Math.min(size, bytes.limit());
        // as Linux reads it: what the inode does not hold is zero
        return BlockSources.concat(
                List.of(
                        BlockSources.of(Arrays.copyOf(bytes.array(), kept)),
                        BlockSources.zero(size - kept)));
    }

    @Override
    public String target() throws IOException {
        attributes.expect(NodeKind.SYMLINK, what());
        if (inode.isEncrypted()) {
            throw new ImageException.Unsupported("%s: an encrypted link".formatted(what()));
        }
        int length = TARGET_BYTES.checkInt(inode.sizeBytes());
        if (inode.isInline()) {
            ByteBuffer bytes = ExtAttributes.inline(volume, inode);
            return GuestName.decode(bytes.limit(Math.min(length, bytes.limit())));
        }
        if (length < ExtInode.MAP_BYTES && !inode.hasExtents()) {
            return GuestName.decode(inode.map().limit(length));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        mapped().read(0, bytes);
        return GuestName.decode(bytes.flip());
    }

    @Override
    public SortedMap<String, byte[]> extendedAttributes() throws IOException {
        SortedMap<String, byte[]> found = ExtAttributes.of(volume, inode);
        found.remove(ExtAttributes.INLINE_DATA);
        return found;
    }

    private String what() {
        return "inode " + inode.number();
    }
}
