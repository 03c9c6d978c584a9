package io.colama.guest.ext;

import io.colama.block.ImageException;
import io.colama.guest.file.FileExtents;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds where the blocks of a file lie, by its tree of extents or of block pointers. */
final class FileMap {

    private static final int EXTENT_MAGIC = 0xf30a;
    private static final int MOST_DEPTH = 5;
    private static final int HEADER = 12;
    private static final int ENTRY = 12;
    private static final int UNWRITTEN = 32768;
    private static final int DIRECT = 12;
    private static final int POINTER = 4;
    private static final long MOST_NODES = 1 << 20;

    private final ExtVolume volume;
    private final ExtInode inode;
    private final String what;
    private final FileExtents.Builder extents;
    private long nodes;

    private FileMap(ExtVolume volume, ExtInode inode) throws ImageException {
        this.volume = volume;
        this.inode = inode;
        this.what = "inode " + inode.number();
        this.extents = FileExtents.of(inode.sizeBytes());
    }

    static FileExtents of(ExtVolume volume, ExtInode inode) throws IOException {
        FileMap map = new FileMap(volume, inode);
        if (inode.hasExtents()) {
            map.walk(inode.map(), -1);
        } else {
            map.walkPointers();
        }
        return map.extents.build();
    }

    private void walk(ByteBuffer node, int expectedDepth) throws IOException {
        count();
        int magic = node.getShort(0) & 0xffff;
        int entries = node.getShort(2) & 0xffff;
        int depth = node.getShort(6) & 0xffff;
        boolean sane =
                magic == EXTENT_MAGIC
                        && entries <= (node.limit() - HEADER) / ENTRY
                        && depth <= MOST_DEPTH
                        && (expectedDepth < 0 || depth == expectedDepth);
        if (!sane) {
            throw new ImageException.Damaged(
                    "%s: an extent node with signature 0x%x, %d entries and depth %d found"
                            .formatted(what, magic, entries, depth));
        }
        for (int i = 0; i < entries; i++) {
            int at = HEADER + i * ENTRY;
            if (depth == 0) {
                extent(node, at);
            } else {
                long child =
                        (node.getInt(at + 4) & 0xffff_ffffL)
                                | (node.getShort(at + 8) & 0xffffL) << 32;
                walk(volume.block(child, what), depth - 1);
            }
        }
    }

    private void extent(ByteBuffer node, int at) throws ImageException {
        long block = node.getInt(at) & 0xffff_ffffL;
        int length = node.getShort(at + 4) & 0xffff;
        long start = (node.getInt(at + 8) & 0xffff_ffffL) | (node.getShort(at + 6) & 0xffffL) << 32;
        int size = volume.blockBytes();
        if (length > UNWRITTEN) {
            extents.zero(block * size, (long) (length - UNWRITTEN) * size);
        } else {
            extents.stored(block * size, (long) length * size, volume.offset(start, what));
        }
    }

    private void walkPointers() throws IOException {
        ByteBuffer map = inode.map();
        long reach = 1;
        for (int i = 0; i < DIRECT; i++) {
            pointer(map.getInt(i * POINTER), i);
        }
        long first = DIRECT;
        long perBlock = volume.blockBytes() / POINTER;
        for (int level = 1; level <= 3; level++) {
            reach *= perBlock;
            indirect(map.getInt((DIRECT + level - 1) * POINTER), level, first, reach);
            first += reach;
        }
    }

    private void pointer(int block, long index) throws ImageException {
        long size = volume.blockBytes();
        if (block != 0 && index * size < inode.sizeBytes()) {
            extents.stored(index * size, size, volume.offset(block & 0xffff_ffffL, what));
        }
    }

    /**
     * Follows a block of pointers.
     *
     * @param first the first block of the file that it covers
     * @param reach how many it covers
     */
    private void indirect(int block, int level, long first, long reach) throws IOException {
        if (block == 0 || first * volume.blockBytes() >= inode.sizeBytes()) {
            return;
        }
        count();
        ByteBuffer pointers = volume.block(block & 0xffff_ffffL, what);
        int perBlock = volume.blockBytes() / POINTER;
        long each = reach / perBlock;
        for (int i = 0; i < perBlock; i++) {
            if (level == 1) {
                pointer(pointers.getInt(i * POINTER), first + i);
            } else {
                indirect(pointers.getInt(i * POINTER), level - 1, first + i * each, each);
            }
        }
    }

    private void count() throws ImageException {
        if (++nodes > MOST_NODES) {
            throw new ImageException.Damaged(
                    "%s: more than %d blocks of its map found".formatted(what, MOST_NODES));
        }
    }
}
