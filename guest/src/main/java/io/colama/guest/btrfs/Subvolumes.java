package io.colama.guest.btrfs;

import io.colama.block.ImageException;
import io.colama.block.Limit;
import io.colama.block.record.Guid;
import io.colama.guest.file.GuestName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The root tree: where all other trees start, and which subvolume is where. */
final class Subvolumes {

    /** The tree of the top level. */
    static final long TOP = 5;

    private static final Limit COUNT = new Limit("subvolumes", 1 << 20);
    private static final Limit LETTERS = new Limit("letters of the paths of subvolumes", 16 << 20);
    private static final long FIRST = 256;
    private static final long LAST = -256;
    private static final int ROOT_BYTES = 239;
    private static final int ROOT_BYTES_NEW = 279;
    private static final int REF_FIXED = 18;
    private static final int MOST_DEPTH = 512;
    private static final long READ_ONLY = 1;

    private final BtrfsTree roots;

    Subvolumes(BtrfsTree roots) {
        this.roots = roots;
    }

    /** The tree of a number, when there is one. */
    Optional<BtrfsTree> tree(long id) throws IOException {
        List<TreeBlock.Item> last = new ArrayList<>();
        roots.each(
                id,
                Key.ROOT,
                item -> {
                    last.clear();
                    return last.add(item);
                });
        if (last.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer item = last.getFirst().bytes();
        if (item.limit() < ROOT_BYTES) {
            throw new ImageException.Damaged(
                    "the root of tree %d: %d bytes found".formatted(id, item.limit()));
        }
        return Optional.of(
                new BtrfsTree(
                        roots.volume(),
                        id,
                        item.getLong(176),
                        item.get(238) & 0xff,
                        item.getLong(160)));
    }

    /**
     * Whether subvolume {@code child} was made in a directory of {@code parent} under {@code name}.
     */
    boolean isMadeAt(long child, long parent, long directory, byte[] name) throws IOException {
        Optional<TreeBlock.Item> item = roots.find(new Key(parent, Key.ROOT_REF, child));
        if (item.isEmpty()) {
            return false;
        }
        Ref ref = Ref.parse(item.get().bytes(), child);
        return ref.directory() == directory && Arrays.equals(ref.name(), name);
    }

    private record Ref(long directory, byte[] name) {

        static Ref parse(ByteBuffer bytes, long child) throws ImageException {
            int length = bytes.limit() < REF_FIXED ? -1 : bytes.getShort(16) & 0xffff;
            if (length < 0 || length > bytes.limit() - REF_FIXED) {
                throw new ImageException.Damaged(
                        "the place of subvolume %d: a name of %d bytes in %d found"
                                .formatted(child, length, bytes.limit()));
            }
            byte[] name = new byte[length];
            bytes.get(REF_FIXED, name);
            return new Ref(bytes.getLong(0), name);
        }
    }

    /** The subvolume that is mounted when nothing is said. */
    long defaultId() throws IOException {
        byte[] name = "default".getBytes(StandardCharsets.US_ASCII);
        long directory = roots.volume().superblock().rootDirectory();
        Optional<TreeBlock.Item> item =
                roots.find(new Key(directory, Key.NAME, Checksum.nameHash(name)));
        if (item.isPresent()) {
            for (DirectoryEntry one : DirectoryEntry.parse(item.get())) {
                if (Arrays.equals(one.name(), name)) {
                    return one.location().object();
                }
            }
        }
        return TOP;
    }

    /** All below the top level that have a path, in the order of their numbers. */
    List<Subvolume> all() throws IOException {
        List<Subvolume> found = new ArrayList<>();
        long[] letters = new long[1];
        roots.walk(
                new Key(FIRST, 0, 0),
                item -> {
                    long id = item.key().object();
                    if (Long.compareUnsigned(id, LAST) > 0) {
                        return false;
                    }
                    if (item.key().type() == Key.ROOT && item.bytes().limit() >= ROOT_BYTES) {
                        COUNT.check(found.size() + 1L);
                        Optional<String> path = path(id);
                        letters[0] += path.map(String::length).orElse(0);
                        LETTERS.check(letters[0]);
                        path.ifPresent(known -> found.add(subvolume(id, known, item.bytes())));
                    }
                    return true;
                });
        return found;
    }

    private static Subvolume subvolume(long id, String path, ByteBuffer item) {
        boolean isNew = item.limit() >= ROOT_BYTES_NEW;
        return new Subvolume(
                id,
                path,
                isNew ? uuid(item, 247) : Optional.empty(),
                isNew ? uuid(item, 263) : Optional.empty(),
                (item.getLong(208) & READ_ONLY) != 0);
    }

    private static Optional<String> uuid(ByteBuffer item, int at) {
        return Guid.shown(Guid.readPlain(item, at));
    }

    /** The path of a subvolume below the top level; empty when it is nowhere. */
    Optional<String> path(long id) throws IOException {
        List<String> names = new ArrayList<>();
        Set<Long> visited = new HashSet<>();
        long tree = id;
        while (tree != TOP) {
            if (!visited.add(tree)) {
                return Optional.empty();
            }
            Optional<TreeBlock.Item> item = firstOf(roots, tree, Key.ROOT_BACK_REF);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            Ref ref = Ref.parse(item.get().bytes(), tree);
            tree = item.get().key().offset();
            Optional<BtrfsTree> parent = tree(tree);
            names.add(GuestName.decode(ref.name()));
            if (parent.isEmpty() || !addDirectories(parent.get(), ref.directory(), names)) {
                return Optional.empty();
            }
        }
        return Optional.of(String.join("/", names.reversed()));
    }

    private static Optional<TreeBlock.Item> firstOf(BtrfsTree tree, long object, int type)
            throws IOException {
        List<TreeBlock.Item> found = new ArrayList<>();
        tree.each(object, type, item -> !found.add(item));
        return found.stream().findFirst();
    }

    /** Adds the names from a directory upwards to the root of its tree. */
    private static boolean addDirectories(BtrfsTree tree, long directory, List<String> names)
            throws IOException {
        long at = directory;
        while (at != BtrfsInode.ROOT) {
            Optional<TreeBlock.Item> item = firstOf(tree, at, Key.INODE_REF);
            if (item.isEmpty() || names.size() > MOST_DEPTH) {
                return false;
            }
            ByteBuffer bytes = item.get().bytes();
            int length = bytes.limit() < 10 ? -1 : bytes.getShort(8) & 0xffff;
            if (length < 0 || length > bytes.limit() - 10) {
                throw new ImageException.Damaged(
                        "inode %d of tree %d: a name of %d bytes in %d found"
                                .formatted(at, tree.id(), length, bytes.limit()));
            }
            names.add(GuestName.decode(bytes.slice(10, length)));
            at = item.get().key().offset();
        }
        return true;
    }
}
