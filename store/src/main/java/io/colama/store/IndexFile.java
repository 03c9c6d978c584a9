package io.colama.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * One immutable index file: where sampled blocks and nodes are. Derived from the packs; a wrong
 * entry costs a look, never a wrong answer, because whatever it points to carries its own hash.
 *
 * <p>File: a header of 16 bytes ({@code COLAINDX}, {@code u32} version, {@code u32} zero); {@code
 * u64} generation (of two entries for one key the one in the younger file is better), {@code u32}
 * data packs, {@code u32} node packs, {@code u64} samples, {@code u64} nodes, {@code u32}
 * superseded index files, {@code u32} CRC-32C of these 52 bytes; the names of the data packs, node
 * packs and superseded index files, 32 bytes each; the samples, 16 bytes each, ordered by their
 * first field: {@code u64} the first 8 bytes of the block's hash read big-endian, {@code u32} data
 * pack, {@code u32} neighbourhood; the nodes, likewise: {@code u64} of the key, {@code u32} node
 * pack, {@code u32} offset of the record / 8; {@code u32} CRC-32C of all before, {@code u32} zero,
 * {@code COLAIEND}.
 *
 * <p>Cost: 0.5 bytes a block for samples (16 bytes, 1 in 32) and 0.125 bytes a block for leaves:
 * 160 MiB a TiB of unique data. Looking up is an interpolation search over the mapped file: one or
 * two pages.
 */
final class IndexFile {

    static final long MAGIC = Formats.magic("COLAINDX");
    static final long END_MAGIC = Formats.magic("COLAIEND");
    static final int VERSION = 1;
    static final int HEADER = 56;
    static final int FOOTER = 16;
    static final int ENTRY = 16;

    private final String file;
    private final Hash name;
    private final MappedBytes bytes;
    private final long generation;
    private final int packs;
    private final int nodePacks;
    private final long samples;
    private final long nodes;
    private final int superseded;
    private final long samplesAt;
    private final long nodesAt;

    private IndexFile(Hash name, MappedBytes bytes) throws StoreException {
        this.file = Formats.indexName(name);
        this.name = name;
        this.bytes = bytes;
        if (bytes.size() < HEADER + FOOTER) {
            throw new StoreException.Damaged(
                    "%s: %d bytes found, too few for an index".formatted(file, bytes.size()));
        }
        ByteBuffer header = bytes.slice(0, HEADER);
        int found = Bytes.crc32c(header.duplicate().limit(HEADER - 4));
        Formats.checkHeader(file, header, MAGIC, VERSION);
        generation = header.getLong();
        packs = header.getInt();
        nodePacks = header.getInt();
        samples = header.getLong();
        nodes = header.getLong();
        superseded = header.getInt();
        int stated = header.getInt();
        samplesAt = HEADER + ((long) packs + nodePacks + superseded) * Hash.BYTES;
        nodesAt = samplesAt + samples * ENTRY;
        boolean sound =
                found == stated
                        && packs >= 0
                        && nodePacks >= 0
                        && superseded >= 0
                        && samples >= 0
                        && nodes >= 0
                        && samples < bytes.size()
                        && nodes < bytes.size()
                        && nodesAt + nodes * ENTRY + FOOTER == bytes.size();
        if (!sound) {
            throw new StoreException.Damaged(file + ": the header does not describe this file");
        }
    }

    static IndexFile open(Backend backend, Hash name) throws IOException {
        try (Backend.Input input = backend.open(Formats.indexName(name))) {
            return new IndexFile(name, new MappedBytes(input.map()));
        }
    }

    Hash name() {
        return name;
    }

    long generation() {
        return generation;
    }

    long sizeBytes() {
        return bytes.size();
    }

    long samples() {
        return samples;
    }

    long nodes() {
        return nodes;
    }

    /** Checks the whole file against its checksum and name. */
    void check() throws StoreException.Damaged {
        long end = bytes.size() - FOOTER;
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        for (long at = 0; at < end; at += 1 << 20) {
            crc.update(bytes.slice(at, (int) Math.min(1 << 20, end - at)));
        }
        int stated = bytes.getInt(end);
        boolean sound =
                stated == (int) crc.getValue()
                        && bytes.getInt(end + 4) == 0
                        && bytes.getLong(end + 8) == END_MAGIC;
        if (!sound) {
            throw new StoreException.Damaged(
                    "%s: checksum 0x%08x, 0x%08x expected"
                            .formatted(file, (int) crc.getValue(), stated));
        }
    }

    /** The index files that this one replaces. */
    Set<Hash> superseded() {
        return names((long) packs + nodePacks, superseded);
    }

    /** The data packs whose samples are here. */
    Set<Hash> dataPacks() {
        return names(0, packs);
    }

    /** The node packs whose records are here. */
    Set<Hash> nodePacks() {
        return names(packs, nodePacks);
    }

    private Set<Hash> names(long from, int count) {
        Set<Hash> names = HashSet.newHashSet(count);
        for (long i = from; i < from + count; i++) {
            names.add(nameAt(i));
        }
        return names;
    }

    private Hash nameAt(long number) {
        return bytes.getHash(HEADER + number * Hash.BYTES);
    }

    /** Where blocks are whose hash begins with {@code prefix}: data pack and neighbourhood. */
    List<Location> findSamples(long prefix) {
        return find(samplesAt, samples, prefix, this::sampleAt);
    }

    /** Where nodes are whose key begins with {@code prefix}: node pack and offset. */
    List<Location> findNodes(long prefix) {
        return find(nodesAt, nodes, prefix, this::nodeAt);
    }

    /**
     * Where nodes are whose key lies, by its first eight bytes, between two values, both included.
     */
    List<Location> findNodes(long from, long to, int most) {
        List<Location> found = new ArrayList<>();
        for (long i = lowerBound(nodesAt, nodes, from); i < nodes && found.size() < most; i++) {
            Location location = nodeAt(i);
            if (Long.compareUnsigned(location.prefix, to) > 0) {
                break;
            }
            found.add(location);
        }
        return found;
    }

    Location sampleAt(long number) {
        long at = samplesAt + number * ENTRY;
        int pack = bytes.getInt(at + 8);
        int neighbourhood = bytes.getInt(at + 12);
        Hash name = pack >= 0 && pack < packs ? nameAt(pack) : Hash.NONE;
        return new Location(bytes.getLong(at), name, neighbourhood);
    }

    Location nodeAt(long number) {
        long at = nodesAt + number * ENTRY;
        int pack = bytes.getInt(at + 8);
        long offset = (bytes.getInt(at + 12) & 0xffffffffL) * 8;
        Hash name = pack >= 0 && pack < nodePacks ? nameAt((long) packs + pack) : Hash.NONE;
        return new Location(bytes.getLong(at), name, offset);
    }

    private List<Location> find(long table, long count, long prefix, LongFunction<Location> entry) {
        long at = lowerBound(table, count, prefix);
        if (at >= count || bytes.getLong(table + at * ENTRY) != prefix) {
            return List.of();
        }
        List<Location> found = new ArrayList<>(1);
        for (long i = at; i < count && bytes.getLong(table + i * ENTRY) == prefix; i++) {
            found.add(entry.apply(i));
        }
        return found;
    }

    /**
     * The first entry whose prefix is at least {@code prefix}. Hashes are spread evenly, so the
     * place is guessed and the bracket around the guess doubled until it holds; a file of crafted
     * entries only makes it a binary search.
     */
    private long lowerBound(long table, long count, long prefix) {
        if (count == 0) {
            return 0;
        }
        long guess = Math.min(count - 1, Math.unsignedMultiplyHigh(prefix, count));
        long low = guess;
        long high = guess;
        for (long step = 8;
                low > 0 && Long.compareUnsigned(bytes.getLong(table + low * ENTRY), prefix) >= 0;
                step *= 4) {
            low = Math.max(0, low - step);
        }
        for (long step = 8;
                high < count
                        && Long.compareUnsigned(bytes.getLong(table + high * ENTRY), prefix) < 0;
                step *= 4) {
            high = Math.min(count, high + step);
        }
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (Long.compareUnsigned(bytes.getLong(table + middle * ENTRY), prefix) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * What an entry points to.
     *
     * @param prefix the first eight bytes of the hash
     * @param pack the data or node pack; {@link Hash#NONE} when the entry is damaged
     * @param position the neighbourhood in a data pack, or the offset in a node pack
     */
    record Location(long prefix, Hash pack, long position) {}
}
