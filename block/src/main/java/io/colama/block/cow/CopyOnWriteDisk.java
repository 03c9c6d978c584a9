package io.colama.block.cow;

import io.colama.block.BlockSource;
import io.colama.block.Closing;
import io.colama.block.NativeFile;
import io.colama.block.NoSpaceException;
import io.colama.block.Pieces;
import io.colama.block.Run;
import io.colama.block.RunWalk;
import io.colama.block.WritableSource;
import io.colama.block.Zeros;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A base that can be written: what is written goes into files of its own.
 *
 * <p>Threads and crashes: as {@link WritableSource} says. Only one process may have it open, which
 * the caller sees to. After a flush that failed nothing can be flushed any more, because the system
 * may have forgotten what it could not write: open the disk again, and begin from the last flush.
 *
 * <p>Closing does not flush, as pulling the plug does not; the base stays open.
 */
public final class CopyOnWriteDisk implements WritableSource {

    /** What is written for the first time is copied from the base in blocks of this size. */
    public static final int BLOCK = 4096;

    private final BlockSource base;
    private final long size;
    private final Path path;
    private final FileChannel data;
    private final Optional<NativeFile> holes;
    private final StateFile file;
    private final BlockStates states;

    /** Held alone to read a block, change a part and write it; shared by whole blocks. */
    private final ReadWriteLock copying = new ReentrantReadWriteLock();

    private final Object flushing = new Object();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicBoolean unsaved = new AtomicBoolean();
    private long answered;
    private @Nullable IOException broken;

    private CopyOnWriteDisk(
            BlockSource base, Path path, FileChannel data, StateFile file, BlockStates states) {
        this.base = base;
        this.size = base.size();
        this.path = path;
        this.data = data;
        this.file = file;
        this.states = states;
        this.holes = NativeFile.open(path, true);
    }

    /**
     * Makes the files of a disk in which nothing is written yet: durable, but for their names.
     *
     * @param dataFile takes what is written
     * @param stateFile takes where it is
     * @param sizeBytes the size of the base
     * @param baseId 32 bytes that tell the base from others
     */
    public static void create(Path dataFile, Path stateFile, long sizeBytes, byte[] baseId)
            throws IOException {
        if (baseId.length != ID_BYTES) {
            throw new IllegalArgumentException("an id of " + baseId.length + " bytes");
        }
        StateFile.create(stateFile, sizeBytes, baseId);
        try (FileChannel data =
                FileChannel.open(
                        dataFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (sizeBytes > 0) { // a file system that has no files of this size says so now
                var _ = data.write(ByteBuffer.allocate(1), sizeBytes - 1);
            }
            data.force(true);
        }
    }

    /** The bytes of the id of a base. */
    public static final int ID_BYTES = StateFile.ID_BYTES;

    /**
     * Opens a disk as it was flushed, or later.
     *
     * @param base what lies below; not closed with this
     * @throws io.colama.block.ImageException.Damaged when the files do not belong to this base, or
     *     hold what was never written
     */
    public static CopyOnWriteDisk open(
            Path dataFile, Path stateFile, byte[] baseId, BlockSource base) throws IOException {
        StateFile file = StateFile.open(stateFile, base.size(), baseId);
        try {
            BlockStates states = new BlockStates(Math.max(1, blocks(base.size())));
            file.load(states);
            return new CopyOnWriteDisk(base, dataFile, openData(dataFile), file, states);
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, file);
            throw failure;
        }
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static FileChannel openData(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static long blocks(long bytes) {
        return bytes / BLOCK + (bytes % BLOCK == 0 ? 0 : 1);
    }

    @Override
    public long size() {
        return size;
    }

    /** A stretch of blocks of one state, cut to what was asked for. */
    private record Stretch(BlockState state, long end) {}

    private Stretch stretch(long offset, long most) {
        long end = offset + most;
        long block = offset / BLOCK;
        long stop = states.endOf(block, blocks(end));
        return new Stretch(states.at(block), Math.min(end, stop * BLOCK));
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Objects.checkFromIndexSize(offset, target.remaining(), size);
        requireOpen();
        Pieces.read(
                offset,
                target,
                this::stretch,
                (stretch, at) -> Math.max(1, stretch.end - at),
                (stretch, at, part) -> {
                    switch (stretch.state) {
                        case BASE -> base.read(at, part);
                        case DATA -> readData(at, part);
                        case ZERO -> Zeros.fill(part, part.remaining());
                    }
                });
    }

    private void requireOpen() throws ClosedChannelException {
        if (!data.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private void readData(long offset, ByteBuffer target) throws IOException {
        long at = offset;
        while (target.hasRemaining()) {
            int count = data.read(target, at);
            if (count < 0) {
                Zeros.fill(target, target.remaining()); // given back at the end of the file
                return;
            }
            at += count;
        }
    }

    @Override
    public Run runAt(long offset) throws IOException {
        Objects.checkIndex(offset, size);
        Stretch stretch = stretch(offset, size - offset);
        long length = stretch.end - offset;
        return switch (stretch.state) {
            case DATA -> new Run(offset, length, Run.Kind.DATA);
            case ZERO -> new Run(offset, length, Run.Kind.ZERO);
            case BASE -> {
                Run below = base.runAt(offset);
                yield new Run(offset, Math.min(length, below.length()), below.kind());
            }
        };
    }

    /** Whether a range of the base can be read without waiting. */
    @FunctionalInterface
    public interface Readiness {

        /** Whether these bytes are at hand. */
        boolean isReady(long offset, int length);
    }

    /** Whether a range is at hand: what of it lies in the base is asked there. */
    public boolean isReady(long offset, int length, Readiness below) {
        long end = offset + length;
        for (long at = offset; at < end; ) {
            Stretch stretch = stretch(at, end - at);
            if (stretch.state == BlockState.BASE && !below.isReady(at, (int) (stretch.end - at))) {
                return false;
            }
            at = stretch.end;
        }
        return true;
    }

    /** How many layers a byte comes through: 1 when it was written here, 2 from the base. */
    public Run layerAt(long offset) throws IOException {
        Objects.checkIndex(offset, size);
        Stretch stretch = stretch(offset, size - offset);
        Run.Kind kind = stretch.state == BlockState.BASE ? Run.Kind.HOLE : Run.Kind.DATA;
        return new Run(offset, stretch.end - offset, kind);
    }

    /** What was written, in order: data, and zeros. Whole blocks but for the end of the disk. */
    public List<Run> changes() {
        List<Run> changes = new ArrayList<>();
        for (long at = 0; at < size; ) {
            Stretch stretch = stretch(at, size - at);
            if (stretch.state != BlockState.BASE) {
                Run.Kind kind = stretch.state == BlockState.DATA ? Run.Kind.DATA : Run.Kind.ZERO;
                changes.add(new Run(at, stretch.end - at, kind));
            }
            at = stretch.end;
        }
        return changes;
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        Objects.checkFromIndexSize(offset, source.remaining(), size);
        long at = offset;
        int limit = source.limit();
        try {
            while (source.position() < limit) {
                int within = (int) (at % BLOCK);
                int left = limit - source.position();
                boolean whole = within == 0 && (left >= BLOCK || at + left == size);
                int now = whole ? wholeBytes(at, left) : Math.min(left, BLOCK - within);
                source.limit(source.position() + now);
                if (whole) {
                    writeWhole(at, source);
                } else {
                    writePart(at, source);
                }
                at += now;
            }
        } finally {
            source.limit(limit);
        }
    }

    private int wholeBytes(long offset, int left) {
        return offset + left == size ? left : left / BLOCK * BLOCK;
    }

    private void writeWhole(long offset, ByteBuffer source) throws IOException {
        long end = offset + source.remaining();
        copying.readLock().lock();
        try {
            writeData(offset, source);
            states.set(offset / BLOCK, blocks(end), BlockState.DATA);
        } finally {
            copying.readLock().unlock();
            unsaved.set(true);
        }
    }

    /** Writes a part of one block: when it is not in the data file yet, the rest comes along. */
    private void writePart(long offset, ByteBuffer source) throws IOException {
        long block = offset / BLOCK;
        copying.writeLock().lock();
        try {
            if (states.at(block) == BlockState.DATA) {
                writeData(offset, source);
                return;
            }
            long start = block * BLOCK;
            ByteBuffer whole = ByteBuffer.allocate((int) Math.min(BLOCK, size - start));
            read(start, whole);
            whole.put((int) (offset - start), source, source.position(), source.remaining());
            writeData(start, whole.flip());
            source.position(source.limit());
            states.set(block, block + 1, BlockState.DATA);
        } finally {
            copying.writeLock().unlock();
            unsaved.set(true);
        }
    }

    private void writeData(long offset, ByteBuffer source) throws IOException {
        long at = offset;
        try {
            while (source.hasRemaining()) {
                at += data.write(source, at);
            }
        } catch (IOException failure) {
            throw NoSpaceException.from(failure, path.toString());
        }
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        Objects.checkFromIndexSize(offset, length, size);
        long end = offset + length;
        long firstWhole = blocks(offset) * BLOCK;
        long endWhole = end == size ? end : end / BLOCK * BLOCK;
        if (firstWhole >= endWhole) {
            zeroPart(offset, end);
            return;
        }
        zeroPart(offset, firstWhole);
        copying.readLock().lock();
        try {
            zeroWhole(firstWhole, endWhole);
        } finally {
            copying.readLock().unlock();
            unsaved.set(true);
        }
        zeroPart(endWhole, end);
    }

    private void zeroPart(long offset, long end) throws IOException {
        if (offset < end) {
            write(offset, ByteBuffer.allocate((int) (end - offset)));
        }
    }

    private void zeroWhole(long offset, long end) throws IOException {
        for (long at = offset; at < end; ) {
            Stretch stretch = stretch(at, end - at);
            switch (stretch.state) {
                case ZERO -> {
                    // it is zero already
                }
                case BASE -> hideBase(at, stretch.end);
                case DATA -> {
                    states.set(at / BLOCK, blocks(stretch.end), BlockState.ZERO);
                    if (holes.isPresent()) {
                        // where that is not possible only space is lost
                        boolean _ = holes.get().punchHole(at, blocks(stretch.end) * BLOCK - at);
                    }
                }
            }
            at = stretch.end;
        }
    }

    /** Only what the base has not as zeros anyway has to be remembered. */
    private void hideBase(long offset, long end) throws IOException {
        for (RunWalk walk = RunWalk.of(base, offset, end - offset); walk.advance(); ) {
            if (walk.run().isData()) {
                states.set(walk.run().offset() / BLOCK, blocks(walk.run().end()), BlockState.ZERO);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        long ticket = asked.incrementAndGet();
        synchronized (flushing) {
            if (answered >= ticket) {
                return; // somebody else's flush began after this one was asked for
            }
            if (broken != null) {
                throw new IOException(
                        "%s: an earlier flush failed, and what it lost is not known: %s"
                                .formatted(path, broken.getMessage()),
                        broken);
            }
            long covers = asked.get();
            if (unsaved.getAndSet(false)) {
                try {
                    save();
                } catch (IOException failure) {
                    broken = failure;
                    throw NoSpaceException.from(failure, path.toString());
                }
            }
            answered = covers;
        }
    }

    /** The states as they are now, once the data that they point to is durable. */
    private void save() throws IOException {
        Map<Integer, ByteBuffer> pages = StateFile.copy(states, states.takeChanged());
        data.force(false);
        if (!pages.isEmpty()) {
            file.write(pages);
        }
    }

    @Override
    public void close() throws IOException {
        holes.ifPresent(NativeFile::close);
        Closing.all(List.of(data, file));
    }
}
