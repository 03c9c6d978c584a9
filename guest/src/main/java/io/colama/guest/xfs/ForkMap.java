package io.colama.guest.xfs;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.guest.file.FileExtents;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds where the blocks of a fork lie, by its list or its B+tree of extents. */
final class ForkMap {

    private static final Limit EXTENTS = new Limit("extents of a fork", 1 << 24);
    private static final int MOST_LEVELS = 9;
    private static final int RECORD = 16;
    private static final int POINTER = 8;
    private static final int ROOT_HEADER = 4;
    private static final int MAGIC = 0x424d4150;
    private static final int MAGIC_CHECKED = 0x424d4133;
    private static final int HEADER = 24;
    private static final int HEADER_CHECKED = 72;
    private static final long OFFSET_MASK = (1L << 54) - 1;
    private static final long COUNT_MASK = (1L << 21) - 1;

    private final XfsVolume volume;
    private final String what;
    private final XfsInode.Fork fork;
    private final FileExtents.Builder extents;
    private final long mostBlocks;
    private long seen;
    private long end;

    private ForkMap(XfsVolume volume, String what, XfsInode.Fork fork, long sizeBytes)
            throws ImageException {
        this.volume = volume;
        this.what = what;
        this.fork = fork;
        this.extents = FileExtents.of(sizeBytes);
        this.mostBlocks = Long.MAX_VALUE >>> volume.superblock().blockLog();
    }

    /**
     * The map of a fork, as far as {@code sizeBytes}.
     *
     * @throws ImageException.Damaged when its extents are not in order, lie outside the volume, or
     *     are more than the inode says
     */
    static FileExtents of(XfsVolume volume, String what, XfsInode.Fork fork, long sizeBytes)
            throws IOException {
        ForkMap map = new ForkMap(volume, what, fork, sizeBytes);
        EXTENTS.check(fork.extents());
        switch (fork.format()) {
            case EXTENTS -> map.records(fork.bytes(), 0, fork.extents());
            case TREE -> map.root();
            case DEVICE, LOCAL, OTHER ->
                    throw new ImageException.Damaged(
                            "%s: a fork of format %s found where extents are expected"
                                    .formatted(what, fork.format()));
        }
        return map.extents.build();
    }

    private void root() throws IOException {
        ByteBuffer bytes = fork.bytes();
        int most = (bytes.limit() - ROOT_HEADER) / RECORD;
        int level = bytes.limit() < ROOT_HEADER ? 0 : bytes.getShort(0) & 0xffff;
        if (level == 0 || level > MOST_LEVELS) {
            throw new ImageException.Damaged(
                    "%s: the root of a tree of %d levels found".formatted(what, level));
        }
        node(bytes, ROOT_HEADER, most, bytes.getShort(2) & 0xffff, level);
    }

    private void node(ByteBuffer bytes, int header, int most, int count, int level)
            throws IOException {
        if (count > most) {
            throw new ImageException.Damaged(
                    "%s: a node of %d pointers found, at most %d expected"
                            .formatted(what, count, most));
        }
        for (int i = 0; i < count; i++) {
            long child = bytes.getLong(header + (most + i) * POINTER);
            block(child, level - 1);
        }
    }

    private void block(long number, int level) throws IOException {
        ByteBuffer bytes = volume.block(number, what);
        boolean checked = volume.superblock().hasChecksums();
        int found = bytes.getShort(4) & 0xffff;
        int count = bytes.getShort(6) & 0xffff;
        if (bytes.getInt(0) != (checked ? MAGIC_CHECKED : MAGIC) || found != level || count == 0) {
            throw new ImageException.Damaged(
                    "%s: block 0x%x with signature 0x%x, level %d and %d records found where level %d of its map is expected"
                            .formatted(what, number, bytes.getInt(0), found, count, level));
        }
        int header = checked ? HEADER_CHECKED : HEADER;
        if (level == 0) {
            records(bytes, header, count);
        } else {
            node(bytes, header, (bytes.limit() - header) / RECORD, count, level);
        }
    }

    private void records(ByteBuffer bytes, int at, long count) throws IOException {
        // every leaf holds records, so this bounds the number of blocks too
        seen += count;
        if (count > (bytes.limit() - at) / RECORD || seen > fork.extents()) {
            throw new ImageException.Damaged(
                    "%s: %d extents found, %d expected".formatted(what, seen, fork.extents()));
        }
        for (int i = 0; i < count; i++) {
            record(bytes.getLong(at + i * RECORD), bytes.getLong(at + i * RECORD + POINTER));
        }
    }

    private void record(long high, long low) throws ImageException {
        long offset = high >>> 9 & OFFSET_MASK;
        long start = (high & 0x1ff) << 43 | low >>> 21;
        long count = low & COUNT_MASK;
        if (offset < end || offset > mostBlocks - count) {
            throw new ImageException.Damaged(
                    "%s: an extent of %d blocks at block 0x%x found, behind 0x%x expected"
                            .formatted(what, count, offset, end));
        }
        end = offset + count;
        int log = volume.superblock().blockLog();
        if (high < 0) {
            extents.zero(offset << log, count << log);
        } else {
            extents.stored(offset << log, count << log, volume.offset(start, count, what));
        }
    }
}
