package io.colama.guest.squashfs;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.Attributes;
import io.colama.guest.file.NodeKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * An inode.
 *
 * @param attributes mode, owner, times and so on
 * @param start for files where the blocks are, for directories where the list of names is
 * @param fragment for files the fragment of the tail, or {@link #NONE}
 * @param offset for files where the tail is in it, for directories where the list starts
 * @param indexes for directories how many entries of its index follow
 * @param extended the number of its extended attributes, or {@link #NONE}
 * @param rest what follows the fields: block lengths, a target, an index
 */
record SquashInode(
        Attributes attributes,
        long start,
        long fragment,
        long offset,
        int indexes,
        long extended,
        MetadataReader rest) {

    static final long NONE = 0xffff_ffffL;

    private static final Limit TARGET_BYTES = new Limit("bytes of a link's target", 65536);
    private static final int TYPES = 7;
    private static final int HEADER = 16;
    private static final int PERMISSIONS = 0xfff;

    /** The fields that all inodes have. */
    private record Common(NodeKind kind, int mode, long uid, long gid, Instant time, long number) {

        Attributes attributes(long sizeBytes, long links, long device) {
            return new Attributes(
                    kind,
                    sizeBytes,
                    mode,
                    uid,
                    gid,
                    links,
                    new Attributes.Times(
                            Optional.of(time),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()),
                    device,
                    number);
        }
    }

    static SquashInode read(SquashVolume volume, long reference) throws IOException {
        String what = "inode at 0x%x".formatted(reference);
        MetadataReader reader =
                new MetadataReader(
                        volume,
                        volume.superblock().inodeTable() + (reference >>> 16),
                        (int) (reference & 0xffff),
                        what);
        ByteBuffer header = reader.take(HEADER);
        int type = header.getShort(0) & 0xffff;
        if (type < 1 || type > 2 * TYPES) {
            throw new ImageException.Damaged(
                    "%s: type %d found, 1 to %d expected".formatted(what, type, 2 * TYPES));
        }
        boolean large = type > TYPES;
        Common common =
                new Common(
                        kind(large ? type - TYPES : type),
                        header.getShort(2) & PERMISSIONS,
                        volume.id(header.getShort(4) & 0xffff),
                        volume.id(header.getShort(6) & 0xffff),
                        Instant.ofEpochSecond(u32(header, 8)),
                        u32(header, 12));
        return switch (common.kind()) {
            case DIRECTORY -> large ? largeDirectory(common, reader) : directory(common, reader);
            case FILE -> large ? largeFile(common, reader, what) : file(common, reader);
            case SYMLINK -> {
                ByteBuffer fields = reader.take(8);
                int length = TARGET_BYTES.checkInt(u32(fields, 4));
                MetadataReader target = reader.copy();
                reader.take(length);
                yield other(
                        common.attributes(length, u32(fields, 0), 0),
                        large ? reader.u32() : NONE,
                        target);
            }
            case CHARACTER_DEVICE, BLOCK_DEVICE -> {
                ByteBuffer fields = reader.take(8);
                long device = device(fields.getInt(4));
                yield other(
                        common.attributes(0, u32(fields, 0), device),
                        large ? reader.u32() : NONE,
                        reader);
            }
            case FIFO, SOCKET, OTHER -> {
                long links = reader.u32();
                yield other(common.attributes(0, links, 0), large ? reader.u32() : NONE, reader);
            }
        };
    }

    private static NodeKind kind(int type) {
        return switch (type) {
            case 1 -> NodeKind.DIRECTORY;
            case 2 -> NodeKind.FILE;
            case 3 -> NodeKind.SYMLINK;
            case 4 -> NodeKind.BLOCK_DEVICE;
            case 5 -> NodeKind.CHARACTER_DEVICE;
            case 6 -> NodeKind.FIFO;
            default -> NodeKind.SOCKET;
        };
    }

    /** The kind that a directory says. */
    static Optional<NodeKind> kindOf(int type) {
        return type >= 1 && type <= TYPES ? Optional.of(kind(type)) : Optional.empty();
    }

    private static SquashInode other(Attributes attributes, long extended, MetadataReader rest) {
        return new SquashInode(attributes, 0, NONE, 0, 0, extended, rest);
    }

    private static SquashInode directory(Common common, MetadataReader reader) throws IOException {
        ByteBuffer fields = reader.take(16);
        return new SquashInode(
                common.attributes(fields.getShort(8) & 0xffff, u32(fields, 4), 0),
                u32(fields, 0),
                NONE,
                fields.getShort(10) & 0xffff,
                0,
                NONE,
                reader);
    }

    private static SquashInode largeDirectory(Common common, MetadataReader reader)
            throws IOException {
        ByteBuffer fields = reader.take(24);
        return new SquashInode(
                common.attributes(u32(fields, 4), u32(fields, 0), 0),
                u32(fields, 8),
                NONE,
                fields.getShort(18) & 0xffff,
                fields.getShort(16) & 0xffff,
                u32(fields, 20),
                reader);
    }

    private static SquashInode file(Common common, MetadataReader reader) throws IOException {
        ByteBuffer fields = reader.take(16);
        return new SquashInode(
                common.attributes(u32(fields, 12), 1, 0),
                u32(fields, 0),
                u32(fields, 4),
                u32(fields, 8),
                0,
                NONE,
                reader);
    }

    private static SquashInode largeFile(Common common, MetadataReader reader, String what)
            throws IOException {
        ByteBuffer fields = reader.take(40);
        long sizeBytes = fields.getLong(8);
        if (sizeBytes < 0) {
            throw new ImageException.Damaged(
                    "%s: a file of %s bytes found"
                            .formatted(what, Long.toUnsignedString(sizeBytes)));
        }
        return new SquashInode(
                common.attributes(sizeBytes, u32(fields, 24), 0),
                fields.getLong(0),
                u32(fields, 28),
                u32(fields, 32),
                0,
                u32(fields, 36),
                reader);
    }

    private static long device(int packed) {
        return (packed >>> 8 & 0xfffL) << 32 | (packed & 0xff) | (packed >>> 12 & 0xfff00);
    }

    private static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xffff_ffffL;
    }
}
