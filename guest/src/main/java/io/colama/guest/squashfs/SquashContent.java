package io.colama.guest.squashfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.extent.CompressedUnits;
import io.colama.block.extent.Extent;
import io.colama.block.extent.ExtentMap;
import io.colama.block.extent.MappedContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where the bytes of a file lie: blocks of one length, and a tail that may share its block. */
final class SquashContent implements ExtentMap, CompressedUnits {

    private static final Limit BLOCKS = new Limit("blocks of a file", 1 << 22);
    private static final int CHUNK = 4096;

    private final SquashVolume volume;
    private final String what;
    private final long sizeBytes;
    private final int blockLog;
    private final int[] lengths;
    private final long[] starts;
    private final SquashVolume.DataBlock tail;
    private final long tailOffset;

    private SquashContent(SquashVolume volume, SquashInode inode) throws IOException {
        this.volume = volume;
        this.what = "inode " + inode.attributes().id();
        this.sizeBytes = inode.attributes().sizeBytes();
        this.blockLog = volume.superblock().blockLog();
        boolean hasTail = inode.fragment() != SquashInode.NONE;
        long blocks = sizeBytes >>> blockLog;
        if (!hasTail && sizeBytes > blocks << blockLog) {
            blocks++;
        }
        this.lengths = lengths(inode.rest().copy(), BLOCKS.checkInt(blocks));
        this.starts = starts(inode.start());
        this.tail =
                hasTail
                        ? volume.fragment(inode.fragment(), what)
                        : new SquashVolume.DataBlock(0, 0, true);
        this.tailOffset = inode.offset();
    }

    static BlockSource of(SquashVolume volume, SquashInode inode) throws IOException {
        SquashContent content = new SquashContent(volume, inode);
        return new MappedContent(volume.content(), content.what, content, content, 1);
    }

    /** Reads in small steps, so that memory is used only for what is there. */
    private static int[] lengths(MetadataReader reader, int count) throws IOException {
        int[] lengths = new int[Math.min(count, CHUNK)];
        for (int done = 0; done < count; ) {
            int now = Math.min(CHUNK, count - done);
            if (done + now > lengths.length) {
                lengths = Arrays.copyOf(lengths, Math.min(count, lengths.length * 2));
            }
            ByteBuffer fields = reader.take(now * Integer.BYTES);
            for (int i = 0; i < now; i++) {
                lengths[done++] = fields.getInt();
            }
        }
        return lengths;
    }

    private long[] starts(long first) throws ImageException {
        long[] found = new long[lengths.length];
        long at = first;
        for (int i = 0; i < found.length; i++) {
            found[i] = at;
            at += block(at, i).length();
        }
        return found;
    }

    private SquashVolume.DataBlock block(long start, int index) throws ImageException {
        return SquashVolume.DataBlock.of(start, lengths[index], 1 << blockLog, what);
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public Extent pieceAt(long offset) throws IOException {
        long index = offset >>> blockLog;
        long end = Math.min((index + 1) << blockLog, sizeBytes);
        long length = end - offset;
        if (index >= lengths.length) {
            return tail.isStored()
                    ? Extent.stored(length, tailHost(end) + offset - (index << blockLog))
                    : new Extent(Extent.Kind.COMPRESSED, length, index);
        }
        SquashVolume.DataBlock block = block(starts[(int) index], (int) index);
        if (block.length() == 0) {
            return Extent.absent(length);
        }
        if (!block.isStored()) {
            return new Extent(Extent.Kind.COMPRESSED, length, index);
        }
        long within = offset - (index << blockLog);
        if (end - (index << blockLog) > block.length()) {
            throw tooShort(offset, block.length());
        }
        return Extent.stored(length, block.start() + within);
    }

    private long tailHost(long end) throws ImageException {
        long tailBytes = end & ((1L << blockLog) - 1);
        if (tailOffset + tailBytes > tail.length()) {
            throw tooShort(end - tailBytes, tail.length());
        }
        if (tail.start() < 0 || tail.start() > volume.content().size()) {
            throw new ImageException.Damaged(
                    "%s: a tail at 0x%x found".formatted(what, tail.start()));
        }
        return tail.start() + tailOffset;
    }

    @Override
    public void read(long offset, long index, ByteBuffer target) throws IOException {
        long within = offset - (index << blockLog);
        byte[] bytes;
        if (index >= lengths.length) {
            bytes = volume.data(tail, what);
            within += tailOffset;
        } else {
            bytes = volume.data(block(starts[(int) index], (int) index), what);
        }
        if (within + target.remaining() > bytes.length) {
            throw tooShort(offset, bytes.length);
        }
        target.put(bytes, (int) within, target.remaining());
    }

    private ImageException.Damaged tooShort(long offset, int length) {
        return new ImageException.Damaged(
                "%s: the block of file offset 0x%x has %d bytes".formatted(what, offset, length));
    }
}
