package io.colama.guest.iso;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Blocks and directories of one tree of a volume. Any number of threads. */
final class IsoVolume {

    private static final Limit DIRECTORY_BYTES = new Limit("bytes of a directory", 256 << 20);
    private static final Limit AREA_BYTES = new Limit("bytes of fields", 1 << 16);
    private static final Limit PARTS = new Limit("parts of a file", 1 << 16);
    private static final int SECTOR = 2048;
    private static final int PAGES = 512;

    private final BlockSource content;
    private final BlockSource metadata;
    private final int blockBytes;
    private final Names names;
    private final int skipped;

    /** How names are written in a tree. */
    enum Names {
        SHORT,
        JOLIET,
        ROCK_RIDGE
    }

    /**
     * @param skipped with Rock Ridge, how many bytes come before the fields of a record
     */
    IsoVolume(BlockSource volume, int blockBytes, Names names, int skipped) {
        this.content = volume;
        this.metadata = BlockSources.cached(volume, SECTOR, PAGES);
        this.blockBytes = blockBytes;
        this.names = names;
        this.skipped = skipped;
    }

    /** A file: its records, of which all but large ones have one, and their fields. */
    record Found(List<DirectoryRecord> parts, Optional<SystemUse> use) {

        DirectoryRecord first() {
            return parts.getFirst();
        }
    }

    /** Receives files. */
    @FunctionalInterface
    interface Visitor {
        /** Whether to go on. */
        boolean visit(Found found) throws IOException;
    }

    BlockSource content() {
        return content;
    }

    int blockBytes() {
        return blockBytes;
    }

    Names names() {
        return names;
    }

    /** Bytes from a block on. */
    ByteBuffer area(long block, long offset, long length) throws IOException {
        AREA_BYTES.check(offset);
        int bytes = AREA_BYTES.checkInt(length);
        return read(block * blockBytes + offset, bytes);
    }

    private ByteBuffer read(long at, int length) throws IOException {
        if (at > metadata.size() - length) {
            throw new ImageException.Damaged(
                    "%d bytes at 0x%x found, inside the volume of %d bytes expected"
                            .formatted(length, at, metadata.size()));
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        metadata.read(at, bytes);
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The record that a directory has of itself. */
    DirectoryRecord self(long block) throws IOException {
        long at = block * blockBytes;
        int length = read(at, 1).get(0) & 0xff;
        return DirectoryRecord.of(read(at, length), at);
    }

    /** The fields of a record. */
    Optional<SystemUse> use(DirectoryRecord record) throws IOException {
        return names == Names.ROCK_RIDGE
                ? Optional.of(SystemUse.of(this, record, skipped))
                : Optional.empty();
    }

    /** Visits the files of a directory, until the visitor has enough. */
    void walk(DirectoryRecord directory, Visitor visitor) throws IOException {
        long end = DIRECTORY_BYTES.check(directory.sizeBytes());
        long start = directory.block() * blockBytes;
        List<DirectoryRecord> parts = new ArrayList<>();
        long at = 0;
        while (end - at > DirectoryRecord.FIXED) {
            int room = (int) Math.min(SECTOR - at % SECTOR, end - at);
            int length = read(start + at, 1).get(0) & 0xff;
            if (length == 0) {
                at += room;
                continue;
            }
            if (length > room) {
                throw new ImageException.Damaged(
                        "a directory record of %d bytes at 0x%x of a directory of %d found"
                                .formatted(length, at, end));
            }
            DirectoryRecord record = DirectoryRecord.of(read(start + at, length), start + at);
            at += length;
            if (record.isDots() || record.isAssociated()) {
                continue;
            }
            PARTS.check(parts.size() + 1L);
            parts.add(record);
            if (!record.hasMore()) {
                if (!visit(List.copyOf(parts), visitor)) {
                    return;
                }
                parts.clear();
            }
        }
    }

    private boolean visit(List<DirectoryRecord> parts, Visitor visitor) throws IOException {
        Optional<SystemUse> use = use(parts.getFirst());
        if (use.isPresent() && use.get().isMoved()) {
            return true;
        }
        return visitor.visit(new Found(parts, use));
    }
}
