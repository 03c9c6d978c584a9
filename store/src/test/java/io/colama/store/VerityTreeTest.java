package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.block.BlockSource;
import io.colama.block.BlockSources;
import io.colama.block.Run;
import io.colama.testkit.ForeignTool;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The id of a disk beside a plain fs-verity digest that follows the kernel's description level by
 * level, and beside the kernel's own tool.
 */
final class VerityTreeTest {

    private static final int BLOCK = 4096;
    private static final int LEAF = 128 * BLOCK;
    private static final int[] SIZES = {
        0,
        1,
        31,
        4095,
        4096,
        4097,
        8191,
        8192,
        127 * BLOCK,
        LEAF - 1,
        LEAF,
        LEAF + 1,
        LEAF + BLOCK,
        2 * LEAF - 1,
        2 * LEAF,
        2 * LEAF + 1,
        3 * LEAF,
        16 * LEAF,
        16 * LEAF + 1
    };

    private final Seed seed = Seed.of(4096);
    private final RandomGenerator random = seed.random();

    /** The digest of a file as the kernel's documentation describes it, with no cleverness. */
    private static String naive(byte[] file) throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] root = new byte[32];
        byte[] level = file;
        for (boolean more = file.length > 0; more; ) {
            ByteArrayOutputStream hashes = new ByteArrayOutputStream();
            int blocks = 0;
            for (int at = 0; at < level.length; at += BLOCK) {
                hashes.writeBytes(sha.digest(Arrays.copyOfRange(level, at, at + BLOCK)));
                blocks++;
            }
            level = hashes.toByteArray();
            more = blocks > 1;
            if (!more) {
                root = level;
            }
        }
        ByteBuffer descriptor = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        descriptor.put((byte) 1).put((byte) 1).put((byte) 12).put((byte) 0).putInt(0);
        descriptor.putLong(file.length).put(root);
        return java.util.HexFormat.of().formatHex(sha.digest(descriptor.array()));
    }

    /** The id of a source whose runs are cut anywhere, zeros told as data, holes or zeros. */
    private Hash id(byte[] content) throws IOException {
        try (Store store = Store.create(new MemoryBackend(), new UUID(1, 1), Instant.EPOCH);
                StoreWriter writer = store.writer()) {
            Hash id = writer.addDisk(choppy(content), Progress.NONE).disk().id();
            writer.publish();
            assertThat(Stores.copy(store, id)).isEqualTo(content);
            assertThat(Stores.read(store, id)).isEqualTo(content);
            return id;
        }
    }

    private BlockSource choppy(byte[] content) {
        BlockSource plain = BlockSources.of(content);
        int longest = 1 + random.nextInt(1 << (1 + random.nextInt(22)));
        return new BlockSource() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public void read(long offset, ByteBuffer target) throws IOException {
                plain.read(offset, target);
            }

            @Override
            public Run runAt(long offset) {
                int from = Math.toIntExact(offset);
                int end = from;
                while (end < content.length && content[end] == 0) {
                    end++;
                }
                boolean told = end > from && random.nextInt(8) != 0;
                if (!told) {
                    end = Math.min(content.length, from + 1 + random.nextInt(longest));
                }
                Run.Kind hole = random.nextBoolean() ? Run.Kind.HOLE : Run.Kind.ZERO;
                return new Run(offset, end - offset, told ? hole : Run.Kind.DATA);
            }

            @Override
            public void close() throws IOException {
                plain.close();
            }
        };
    }

    /** A disk of this size: something of everything, nothing, or some blocks in a hole. */
    private byte[] content(int size, int kind) {
        return switch (kind) {
            case 0 -> RandomDisk.of(new Seed(random.nextLong()), size).bytes();
            case 1 -> new byte[size];
            default -> {
                byte[] sparse = new byte[size];
                for (int i = 0; i < 3 && size > 0; i++) {
                    sparse[random.nextInt(size)] = (byte) (1 + random.nextInt(255));
                }
                yield sparse;
            }
        };
    }

    @Test
    void theIdOfADiskIsItsPlainVerityDigest() throws Exception {
        for (int size : SIZES) {
            for (int kind = 0; kind < 3; kind++) {
                byte[] content = content(size, kind);
                assertThat(id(content).hex())
                        .as("%s: %d bytes, kind %d", seed, size, kind)
                        .isEqualTo(naive(content));
            }
        }
        for (int i = 0; i < 60; i++) {
            byte[] content = content(random.nextInt(1 << (1 + random.nextInt(23))), i % 3);
            assertThat(id(content).hex())
                    .as("%s: %d bytes, random disk %d", seed, content.length, i)
                    .isEqualTo(naive(content));
        }
    }

    @Test
    void theIdOfADiskIsWhatTheKernelsToolSays(@TempDir Path directory) throws Exception {
        ForeignTool fsverity = ForeignTool.require("fsverity");
        Path file = directory.resolve("disk.raw");
        for (int i = 0; i < 2 * SIZES.length; i++) {
            int size = SIZES[i / 2];
            byte[] content = content(size, i % 2 == 0 ? 0 : 2);
            Files.write(file, content);
            assertThat(fsverity.run("digest", "--compact", file).strip())
                    .as("%s: %d bytes", seed, size)
                    .isEqualTo(id(content).hex());
        }
    }

    /** A tree by its definition: each level in an array of its own. */
    private static List<Hash> up(List<Hash> level) {
        List<Hash> above = new ArrayList<>();
        VerityTree sha = new VerityTree();
        for (int from = 0; from < level.size(); from += 128) {
            byte[] group = new byte[BLOCK];
            int to = Math.min(from + 128, level.size());
            for (int i = from; i < to; i++) {
                level.get(i).put(group, (i - from) * Hash.BYTES);
            }
            above.add(sha.hash(group, 0, group.length));
        }
        return above;
    }

    @Test
    void aTreeOfManyLevelsIsTheSameHoweverItsZerosCome() throws IOException {
        for (int round = 0; round < 60; round++) {
            int count = 1 + random.nextInt(1 << (1 + random.nextInt(16)));
            List<Hash> leaves = new ArrayList<>();
            boolean zeros = random.nextBoolean();
            while (leaves.size() < count) {
                int run = 1 + random.nextInt(random.nextBoolean() ? 5 : 40_000);
                for (int i = 0; i < run && leaves.size() < count; i++) {
                    leaves.add(zeros ? VerityTree.zero(1) : new Hash(random.nextLong(), 1, 2, 3));
                }
                zeros = !zeros;
            }
            Map<Hash, Node.Inner> nodes = new HashMap<>();
            TreeBuilder builder =
                    new TreeBuilder(
                            (long) count * LEAF - random.nextInt(LEAF),
                            (key, node) -> nodes.put(key, node));
            feed(builder, leaves);
            String what = "%s: round %d, %d leaves".formatted(seed, round, count);
            Hash top = builder.finish();
            List<Hash> level = leaves;
            for (int height = 2; level.size() > 1; height++) {
                List<Hash> above = up(level);
                for (int i = 0; i < above.size(); i++) {
                    List<Hash> children =
                            level.subList(i * 128, Math.min(level.size(), i * 128 + 128));
                    Node.Inner expected = new Node.Inner(height, children);
                    if (!above.get(i).equals(VerityTree.zero(height))) {
                        assertThat(nodes).as(what).containsEntry(above.get(i), expected);
                    }
                }
                level = above;
            }
            assertThat(top).as(what).isEqualTo(level.getFirst());
        }
    }

    /** Gives zero leaves sometimes one by one, sometimes many at once, in pieces of any size. */
    private void feed(TreeBuilder builder, List<Hash> leaves) throws IOException {
        for (int i = 0; i < leaves.size(); ) {
            int end = i;
            while (end < leaves.size() && leaves.get(end).equals(VerityTree.zero(1))) {
                end++;
            }
            if (end > i && random.nextInt(3) > 0) {
                int piece = random.nextBoolean() ? end - i : 1 + random.nextInt(end - i);
                builder.addZeros(piece);
                i += piece;
            } else {
                builder.add(1, leaves.get(i++));
            }
        }
    }
}
