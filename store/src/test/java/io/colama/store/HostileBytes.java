package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Bytes of any origin in the place of a stored file, read by everything that reads such a file. The
 * oracle: they are whole, or {@link StoreException}; memory is bounded by their size.
 */
enum HostileBytes {
    DATA_PACK,
    NODE_PACK,
    INDEX,
    RECORD,
    QUARANTINE,
    REPOSITORY,
    SEGMENT,
    NODE;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String LOG_FILE = AppendLog.file("web", 0);
    private static final Hash PACK = new Hash(1, 2, 3, 4);
    private static final String BAD_FILE = Formats.QUARANTINE + "/" + PACK.hex() + ".bad";

    /** What reading may allocate in all: constants of the readers, and a factor on the size. */
    private static final long MOST_ALLOCATED = 64L << 20;

    private static final long MOST_ALLOCATED_PER_BYTE = 1000;

    /** Sound bytes of this format. */
    List<byte[]> seeds(Seed seed) {
        try {
            return switch (this) {
                case DATA_PACK -> files(stored(seed), Formats.PACK_SUFFIX);
                case NODE_PACK -> files(stored(seed), Formats.NODES_SUFFIX);
                case INDEX -> files(stored(seed), Formats.INDEX_SUFFIX);
                case RECORD -> files(stored(seed), LOG_FILE);
                case QUARANTINE -> files(stored(seed), BAD_FILE);
                case REPOSITORY -> files(stored(seed), RepositoryFile.NAME);
                case SEGMENT -> segments(seed);
                case NODE -> nodes();
            };
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static MemoryBackend stored(Seed seed) throws IOException {
        MemoryBackend backend = new MemoryBackend();
        try (Store store = Store.create(backend, new UUID(3, 4), Instant.EPOCH)) {
            RandomDisk disk = RandomDisk.of(seed, 70_000);
            Stores.add(store, disk.bytes());
            try (StoreWriter writer = store.writer()) {
                writer.addDisk(Stores.source(RandomDisk.of(seed.part(1), 700_001)), Progress.NONE);
                writer.addBlob("a definition".getBytes(StandardCharsets.UTF_8));
                writer.publish();
            }
            store.logs().append("web", 0, "a record".getBytes(StandardCharsets.UTF_8));
            BitSet segments = new BitSet();
            segments.set(3);
            store.quarantine().add(PACK, segments, Set.of(PACK, new Hash(5, 6, 7, 8)));
        }
        return backend;
    }

    private static List<byte[]> files(MemoryBackend backend, String suffix) throws IOException {
        List<String> names = new ArrayList<>(List.of(RepositoryFile.NAME, BAD_FILE, LOG_FILE));
        for (String folder : backend.list(Formats.PACKS)) {
            for (String name : backend.list(Formats.PACKS + "/" + folder)) {
                names.add(Formats.PACKS + "/" + folder + "/" + name);
            }
        }
        backend.list(Formats.INDEX).forEach(name -> names.add(Formats.INDEX + "/" + name));
        List<byte[]> found = new ArrayList<>();
        for (String name : names) {
            if (name.endsWith(suffix)) {
                found.add(backend.readAll(name, Integer.MAX_VALUE));
            }
        }
        assertThat(found).as(suffix).isNotEmpty();
        return found;
    }

    /** A segment: a byte for the codec, a byte for the number of blocks, the frame. */
    private static List<byte[]> segments(Seed seed) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (SegmentCodec codec = new SegmentCodec(1)) {
            for (int blocks : new int[] {1, 5, 64}) {
                for (RandomDisk.Kind kind : RandomDisk.Kind.values()) {
                    int length = blocks * Geometry.BLOCK;
                    byte[] bytes = RandomDisk.builder(seed).region(kind, length).build().bytes();
                    SegmentCodec.Frame frame = codec.encode(bytes, length);
                    ByteBuffer segment = Bytes.allocate(2 + frame.bytes().length);
                    segment.put((byte) frame.codec()).put((byte) blocks).put(frame.bytes());
                    all.add(segment.array());
                }
            }
        }
        return all;
    }

    /** A node: a byte for the kind, a byte for the level, the payload. */
    private static List<byte[]> nodes() {
        Hash zero = VerityTree.zero(1);
        List<Node> nodes =
                List.of(
                        new Node.Leaf(List.of(Extent.zeros(3), new Extent(125, PACK, 32_000))),
                        new Node.Leaf(List.of(new Extent(1, PACK, 0), Extent.zeros(1))),
                        new Node.Inner(2, List.of(zero, PACK, zero, PACK)),
                        new Node.Disk(1 << 20, PACK, PACK),
                        new Node.Blob(new byte[] {1, 2, 3}));
        List<byte[]> all = new ArrayList<>();
        for (Node node : nodes) {
            byte[] payload = node.encode(_ -> 1);
            ByteBuffer bytes = Bytes.allocate(2 + payload.length);
            all.add(bytes.put((byte) node.kind()).put((byte) node.level()).put(payload).array());
        }
        return all;
    }

    /**
     * Reads, as they are and once more with all checksums made right, so that what lies behind
     * these is reached.
     *
     * @return whether they were whole as they are
     */
    boolean read(byte[] bytes) {
        byte[] sealed = bytes.clone();
        HostileSeals.seal(this, sealed);
        bounded(sealed);
        return bounded(bytes);
    }

    private boolean bounded(byte[] bytes) {
        long most = MOST_ALLOCATED + MOST_ALLOCATED_PER_BYTE * bytes.length;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean whole = attempt(bytes);
        if (THREADS.getCurrentThreadAllocatedBytes() - before > most) {
            // classes were loaded on the way, and instrumented: it counts what a second time takes
            before = THREADS.getCurrentThreadAllocatedBytes();
            attempt(bytes);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for %d bytes", bytes.length)
                    .isLessThan(most);
        }
        return whole;
    }

    private boolean attempt(byte[] bytes) {
        try {
            switch (this) {
                case DATA_PACK -> readDataPack(bytes);
                case NODE_PACK -> readNodePack(bytes);
                case INDEX -> readIndex(bytes);
                case RECORD -> readRecord(bytes);
                case QUARANTINE -> readQuarantine(bytes);
                case REPOSITORY -> {
                    RepositoryFile file = RepositoryFile.read(backend(RepositoryFile.NAME, bytes));
                    assertThat(file.render().getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
                }
                case SEGMENT -> readSegment(bytes);
                case NODE -> readNode(bytes);
            }
            return true;
        } catch (StoreException.Damaged | StoreException.NotARepository e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        } catch (IOException e) {
            throw new AssertionError(name().toLowerCase(Locale.ROOT), e);
        }
    }

    private static MemoryBackend backend(String name, byte[] bytes) throws IOException {
        MemoryBackend backend = new MemoryBackend();
        try (Backend.Output output = backend.create()) {
            output.write(ByteBuffer.wrap(bytes));
            output.publish(name);
        }
        return backend;
    }

    private static void readDataPack(byte[] bytes) throws IOException {
        Hash name = bytes.length < DataPackWriter.FOOTER ? PACK : Hash.at(bytes, bytes.length - 40);
        MemoryBackend backend = backend(Formats.packName(name), bytes);
        StoreException.Damaged damage = null;
        byte[] frame = new byte[Geometry.SEGMENT_BYTES];
        byte[] blocks = new byte[Geometry.SEGMENT_BYTES];
        try (DataPack pack = DataPack.open(backend, name);
                SegmentCodec codec = new SegmentCodec(1)) {
            for (int s = 0; s < pack.toc().segments(); s++) {
                try {
                    int length = pack.decode(s, codec, frame, blocks);
                    assertThat(length).isEqualTo(pack.toc().blockCount(s) * Geometry.BLOCK);
                    pack.checkSegmentHeader(s);
                } catch (StoreException.Damaged e) {
                    damage = e;
                }
            }
            for (int n = 0; n < pack.toc().neighbourhoods(); n++) {
                try {
                    assertThat(pack.hashes(n).length % Hash.BYTES).isZero();
                    pack.checkHashes(n);
                } catch (StoreException.Damaged e) {
                    damage = e;
                }
            }
            try {
                pack.checkHeader();
                pack.rewrite(backend);
            } catch (StoreException.Damaged e) {
                damage = e;
            }
        }
        if (damage != null) {
            throw damage;
        }
    }

    private static void readNodePack(byte[] bytes) throws IOException {
        Hash name = bytes.length < NodePackWriter.FOOTER ? PACK : Hash.at(bytes, bytes.length - 40);
        NodePack pack = NodePack.open(backend(Formats.nodesName(name), bytes), name);
        StoreException.Damaged damage = null;
        try {
            pack.check();
        } catch (StoreException.Damaged e) {
            damage = e;
        }
        int found = 0;
        for (long at = 0; at < bytes.length + 16L; at += 8) {
            try {
                NodePack.Entry entry = pack.record(at);
                assertSound(entry.node());
                assertThat(entry.next()).isGreaterThan(at).isLessThan(bytes.length);
                found++;
            } catch (StoreException.Damaged e) {
                assertThat(e.getMessage()).contains("record at");
            }
        }
        for (long at : new long[] {4, 12, -8, Long.MIN_VALUE, (1L << 35) - 8}) {
            try {
                pack.record(at);
                throw new AssertionError("a record at " + at);
            } catch (StoreException.Damaged e) {
                assertThat(e.getMessage()).contains("outside");
            }
        }
        if (damage != null || found == 0) {
            throw damage != null ? damage : new StoreException.Damaged("no records");
        }
    }

    private static void readIndex(byte[] bytes) throws IOException {
        Hash name = PACK;
        MemoryBackend backend = backend(Formats.indexName(name), bytes);
        IndexSet set = new IndexSet(backend);
        IndexFile file = IndexFile.open(backend, name);
        assertThat(set.damaged()).isEmpty();
        assertThat(file.samples() + file.nodes()).isLessThan(bytes.length);
        for (long i = 0; i < file.samples(); i++) {
            assertThat(file.sampleAt(i).position()).isBetween((long) Integer.MIN_VALUE, 1L << 31);
        }
        for (long i = 0; i < file.nodes(); i++) {
            assertThat(file.nodeAt(i).position()).isBetween(0L, 1L << 35);
        }
        for (int i = 0; i + 8 <= bytes.length; i += 8) {
            long prefix = Bytes.wrap(bytes).getLong(i);
            assertThat(set.samples(prefix).size() + set.nodes(prefix).size())
                    .isLessThan(bytes.length);
            file.findNodes(prefix, prefix + 100, 10);
        }
        assertThat(file.dataPacks().size() + file.nodePacks().size() + file.superseded().size())
                .isLessThan(bytes.length);
        file.check();
    }

    private static void readRecord(byte[] bytes) throws IOException {
        AppendLog log = new AppendLog(backend(LOG_FILE, bytes));
        assertThat(log.names()).containsExactly("web");
        assertThat(log.last("web")).hasValue(0);
        assertThat(log.read("web", 0).length).isLessThan(bytes.length);
        if (log.check("web", 0).isPresent()) {
            log.rewrite("web", 0);
            assertThat(log.check("web", 0)).isEmpty();
            throw new StoreException.Damaged("one copy was damaged");
        }
    }

    private static void readQuarantine(byte[] bytes) throws IOException {
        Quarantine quarantine = new Quarantine(backend(BAD_FILE, bytes));
        assertThat(quarantine.concerns(PACK)).isTrue();
        boolean damaged = quarantine.damaged().containsKey(PACK);
        if (damaged) {
            assertThat(quarantine.isBad(PACK, 0)).isTrue();
            assertThat(quarantine.isBad(PACK, Geometry.PACK_SEGMENTS - 1)).isTrue();
        }
        BitSet more = new BitSet();
        more.set(17);
        quarantine.add(PACK, more, Set.of(PACK), false);
        assertThat(quarantine.isBad(PACK, 17)).isTrue();
        assertThat(quarantine.isLost(PACK)).isTrue();
        assertThat(quarantine.damaged()).isEmpty();
        if (damaged) {
            throw new StoreException.Damaged("the whole pack is in quarantine");
        }
    }

    private static void readSegment(byte[] bytes) throws IOException {
        if (bytes.length < 3) {
            return;
        }
        byte[] frame = Arrays.copyOfRange(bytes, 2, bytes.length);
        int blocks = Math.floorMod(bytes[1] - 1, Geometry.SEGMENT_BLOCKS) + 1;
        byte[] target = new byte[Geometry.SEGMENT_BYTES];
        Arrays.fill(target, blocks * Geometry.BLOCK, target.length, (byte) 77);
        try (SegmentCodec codec = new SegmentCodec(1)) {
            codec.decode(
                    () -> "segment",
                    bytes[0],
                    frame,
                    frame.length,
                    target,
                    blocks * Geometry.BLOCK);
        } finally {
            byte[] untouched = new byte[target.length - blocks * Geometry.BLOCK];
            Arrays.fill(untouched, (byte) 77);
            assertThat(Arrays.copyOfRange(target, blocks * Geometry.BLOCK, target.length))
                    .isEqualTo(untouched);
        }
    }

    private static void readNode(byte[] bytes) throws StoreException.Damaged {
        if (bytes.length < 2) {
            return;
        }
        try {
            Node node =
                    Node.decode(
                            bytes[0],
                            bytes[1],
                            Bytes.wrap(Arrays.copyOfRange(bytes, 2, bytes.length)),
                            number -> {
                                if (number != 1) {
                                    throw new IllegalArgumentException("pack " + number);
                                }
                                return PACK;
                            });
            assertSound(node);
            byte[] encoded = node.encode(_ -> 1);
            assertThat(Node.decode(bytes[0], bytes[1], Bytes.wrap(encoded), _ -> PACK))
                    .isEqualTo(node);
        } catch (IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException
                | BufferUnderflowException e) {
            throw new StoreException.Damaged("not a node", e);
        }
    }

    private static void assertSound(Node node) {
        switch (node) {
            case Node.Leaf leaf -> {
                assertThat(leaf.blocks()).isBetween(1, Geometry.FANOUT);
                for (Extent extent : leaf.extents()) {
                    assertThat(extent.blocks()).isBetween(1, Geometry.FANOUT);
                    assertThat(extent.firstBlock())
                            .isBetween(0, Geometry.PACK_SEGMENTS * Geometry.SEGMENT_BLOCKS - 1);
                }
            }
            case Node.Inner inner -> {
                assertThat(inner.children().size()).isBetween(1, Geometry.FANOUT);
                assertThat(inner.level()).isBetween(2, 7);
            }
            case Node.Disk disk ->
                    assertThat(disk.sizeBytes()).isBetween(0L, Geometry.MAX_DISK_BYTES);
            case Node.Blob blob ->
                    assertThat(blob.bytes().length).isLessThanOrEqualTo(Node.MAX_BLOB);
        }
    }
}
