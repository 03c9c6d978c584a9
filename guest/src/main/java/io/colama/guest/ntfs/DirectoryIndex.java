package io.colama.guest.ntfs;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.block.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tree of names of a directory. */
final class DirectoryIndex {

    private static final String NAME = "$I30";
    private static final Limit BITMAP_BYTES = new Limit("bytes of a directory's bitmap", 1 << 24);
    private static final Limit BLOCK_BYTES = new Limit("bytes of a directory's block", 1 << 16);
    private static final Limit ROOT_BYTES = new Limit("bytes of a directory's root", 1 << 16);
    private static final int SIGNATURE = 0x5844_4e49;
    private static final int ROOT_HEADER = 16;
    private static final int BLOCK_HEADER = 24;
    private static final int MOST_DEPTH = 32;
    private static final int SECTOR = 512;

    private final NtfsFile file;
    private final String what;
    private final ByteBuffer root;
    private final int blockBytes;
    private final Optional<BlockSource> blocks;

    private DirectoryIndex(NtfsFile file, ByteBuffer root, Optional<BlockSource> blocks)
            throws ImageException {
        this.file = file;
        this.what = "directory " + file.record().number();
        this.root = root;
        this.blockBytes = BLOCK_BYTES.checkInt(root.getInt(8) & 0xffff_ffffL);
        this.blocks = blocks;
        if (blocks.isPresent() && (blockBytes < SECTOR || Integer.bitCount(blockBytes) != 1)) {
            throw new ImageException.Damaged(
                    "%s: blocks of %d bytes found".formatted(what, blockBytes));
        }
    }

    /**
     * A name in a directory.
     *
     * @param reference number and sequence number of the file's record
     */
    record Found(long reference, FileName name) {}

    /** Receives names. */
    @FunctionalInterface
    interface Visitor {
        void visit(Found found) throws ImageException;
    }

    static DirectoryIndex of(NtfsFile file) throws IOException {
        NtfsVolume volume = file.volume();
        Optional<Stream> root = file.stream(Attribute.INDEX_ROOT, NAME);
        if (root.isEmpty() || root.get().sizeBytes() < ROOT_HEADER + ROOT_HEADER) {
            throw new ImageException.Damaged(file.what() + ": a directory without a root found");
        }
        Optional<Stream> rest = file.stream(Attribute.INDEX_ALLOCATION, NAME);
        return new DirectoryIndex(
                file,
                root.get().bytes(volume.metadata(), ROOT_BYTES),
                rest.isEmpty()
                        ? Optional.empty()
                        : Optional.of(rest.get().content(volume.metadata())));
    }

    /**
     * The file with a name, case aside; one of the same case first. Where the tree is damaged, what
     * is left of it is searched.
     */
    Optional<Found> find(String name) throws IOException {
        try {
            return descend(name);
        } catch (ImageException.Damaged damaged) {
            Search search = new Search(name);
            walk(search, true);
            if (search.match == null) {
                throw damaged;
            }
            return Optional.of(search.match);
        }
    }

    /** Remembers the best match. */
    private final class Search implements Visitor {

        private final String name;
        private final UpCase upCase;
        private @Nullable Found match;

        Search(String name) throws IOException {
            this.name = name;
            this.upCase = file.volume().upCase();
        }

        @Override
        public void visit(Found found) {
            boolean same = found.name.name().equals(name);
            if (same
                    || (match == null && upCase.compareWithoutCase(found.name.name(), name) == 0)) {
                match = found;
            }
        }
    }

    private Optional<Found> descend(String name) throws IOException {
        Search search = new Search(name);
        IndexNode node = rootNode();
        for (int depth = 0; depth < MOST_DEPTH; depth++) {
            int order = -1;
            while (!node.isLast()) {
                Found found = new Found(node.reference(), node.name());
                order = search.upCase.compare(name, found.name.name());
                search.visit(found);
                if (order <= 0) {
                    break;
                }
                node.next();
            }
            long child = node.child();
            if ((order == 0 && !node.isLast()) || child == IndexNode.NO_CHILD) {
                return Optional.ofNullable(search.match);
            }
            node = blockNode(child);
        }
        throw new ImageException.Damaged(
                "%s: more than %d levels of its tree found".formatted(what, MOST_DEPTH));
    }

    /** All names, as they lie. */
    void walk(Visitor visitor) throws IOException {
        walk(visitor, false);
    }

    private void walk(Visitor visitor, boolean passDamage) throws IOException {
        visitAll(rootNode(), visitor);
        if (blocks.isEmpty()) {
            return;
        }
        Optional<Stream> bitmap = file.stream(Attribute.BITMAP, NAME);
        if (bitmap.isEmpty()) {
            throw new ImageException.Damaged(what + ": blocks without a bitmap found");
        }
        ByteBuffer bits = bitmap.get().bytes(file.volume().metadata(), BITMAP_BYTES);
        long count = Math.min(blocks.get().size() / blockBytes, bits.limit() * 8L);
        long perBlock = Math.max(1, blockBytes / unitBytes());
        for (int i = 0; i < count; i++) {
            if (((bits.get(i / 8) >>> (i % 8)) & 1) == 0) {
                continue;
            }
            try {
                visitAll(blockNode(i * perBlock), visitor);
            } catch (ImageException.Damaged damaged) {
                if (!passDamage) {
                    throw damaged;
                }
            }
        }
    }

    private static void visitAll(IndexNode node, Visitor visitor) throws ImageException {
        while (!node.isLast()) {
            visitor.visit(new Found(node.reference(), node.name()));
            node.next();
        }
    }

    private IndexNode rootNode() throws ImageException {
        ByteBuffer node = root.slice(ROOT_HEADER, root.limit() - ROOT_HEADER);
        return new IndexNode(node.order(ByteOrder.LITTLE_ENDIAN), what);
    }

    /** What numbers of blocks count: clusters, or sectors where a cluster holds several blocks. */
    private int unitBytes() {
        int clusterBytes = file.volume().clusterBytes();
        return blockBytes >= clusterBytes ? clusterBytes : SECTOR;
    }

    private IndexNode blockNode(long number) throws IOException {
        long size = blocks.isPresent() ? blocks.get().size() : 0;
        if (number < 0 || number > (size - blockBytes) / unitBytes() || blocks.isEmpty()) {
            throw new ImageException.Damaged(
                    "%s: block 0x%x of a tree of 0x%x bytes found".formatted(what, number, size));
        }
        ByteBuffer block = ByteBuffer.allocate(blockBytes);
        blocks.get().read(number * unitBytes(), block);
        block.flip().order(ByteOrder.LITTLE_ENDIAN);
        FixUps.apply(block, SIGNATURE, what);
        if (block.getLong(16) != number) {
            throw new ImageException.Damaged(
                    "%s: block 0x%x found where 0x%x is expected"
                            .formatted(what, block.getLong(16), number));
        }
        ByteBuffer node = block.slice(BLOCK_HEADER, blockBytes - BLOCK_HEADER);
        return new IndexNode(node.order(ByteOrder.LITTLE_ENDIAN), what);
    }
}
