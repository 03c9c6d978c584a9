package io.colama.guest.file;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads all that a volume of unknown bytes offers, within bounds: the oracle is that each step
 * gives a value or an {@link ImageException}.
 */
public final class HostileVolume {

    private static final int MOST_NODES = 200;
    private static final int MOST_READ = 1 << 16;

    private HostileVolume() {}

    /** Opens a file system. */
    @FunctionalInterface
    public interface Opener {
        /** The reader under test. */
        GuestFileSystem open(BlockSource volume) throws IOException;
    }

    /** The first reason why something gave no value; empty when everything did. */
    public static Optional<ImageException> read(BlockSource volume, Opener opener)
            throws IOException {
        Optional<ImageException> first = Optional.empty();
        Deque<FileNode> left = new ArrayDeque<>();
        try {
            GuestFileSystem opened = opener.open(volume);
            left.add(opened.root());
        } catch (ImageException said) {
            return Optional.of(said);
        }
        for (int i = 0; i < MOST_NODES && !left.isEmpty(); i++) {
            Optional<ImageException> said = visit(left.remove(), left);
            first = first.or(() -> said);
        }
        return first;
    }

    private static Optional<ImageException> visit(FileNode node, Deque<FileNode> left)
            throws IOException {
        try {
            node.extendedAttributes();
            return switch (node.attributes().kind()) {
                case FILE -> {
                    readEnds(node.content());
                    yield Optional.empty();
                }
                case SYMLINK -> {
                    node.target();
                    yield Optional.empty();
                }
                case DIRECTORY -> list(node, left);
                case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET, OTHER -> Optional.empty();
            };
        } catch (ImageException said) {
            return Optional.of(said);
        }
    }

    private static void readEnds(BlockSource content) throws IOException {
        int length = (int) Math.min(MOST_READ, content.size());
        content.read(0, ByteBuffer.allocate(length));
        content.read(content.size() - length, ByteBuffer.allocate(length));
        long at = 0;
        for (int runs = 0; runs < MOST_NODES && at < content.size(); runs++) {
            at = content.runAt(at).end();
        }
    }

    private static Optional<ImageException> list(FileNode directory, Deque<FileNode> left)
            throws IOException {
        Optional<ImageException> first = Optional.empty();
        List<Entry> entries = directory.entries();
        directory.child("no such name");
        for (Entry entry : entries.subList(0, Math.min(MOST_NODES, entries.size()))) {
            try {
                left.add(entry.open());
                directory.child(entry.name());
            } catch (ImageException said) {
                first = first.or(() -> Optional.of(said));
            }
        }
        return first;
    }
}
