package io.colama.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The segments that verification found damaged. They are never again a target of de-duplication,
 * and a layout that uses them is replaced when its blocks come again.
 *
 * <p>One file a pack, {@code quarantine/<pack>.bad}: a header of 16 bytes ({@code COLAQUAR}, {@code
 * u32} version, {@code u32} zero), {@code u32} number of bytes in the bit set, the bit set (bit n:
 * segment n is bad), {@code u32} number of lost block hashes that are known, these hashes, {@code
 * u32} CRC-32C of all before. A quarantine file that is itself damaged puts the whole pack in
 * quarantine: that is safe, and costs space only.
 *
 * <p>Threads: looked up by any number, on a snapshot.
 */
final class Quarantine {

    private static final long MAGIC = Formats.magic("COLAQUAR");
    private static final int VERSION = 1;
    private static final String SUFFIX = ".bad";
    private static final int MAX_FILE =
            64 + Geometry.PACK_SEGMENTS * (1 + Geometry.SEGMENT_BLOCKS * Hash.BYTES);

    private final Backend backend;
    private volatile Map<Hash, BitSet> bad = Map.of();
    private volatile Set<Hash> lostBlocks = Set.of();
    private volatile Map<Hash, String> damaged = Map.of();

    Quarantine(Backend backend) throws IOException {
        this.backend = backend;
        refresh();
    }

    /** Reads what is on the backend. */
    synchronized void refresh() throws IOException {
        Map<Hash, BitSet> found = new HashMap<>();
        Set<Hash> lost = new HashSet<>();
        Map<Hash, String> unsound = new HashMap<>();
        for (String entry : backend.list(Formats.QUARANTINE)) {
            if (entry.endsWith(SUFFIX)) {
                Optional<Hash> pack =
                        PackNames.parse(entry.substring(0, entry.length() - SUFFIX.length()));
                if (pack.isPresent()) {
                    Optional<BitSet> segments = read(entry, lost);
                    found.put(pack.get(), segments.orElseGet(Quarantine::whole));
                    if (segments.isEmpty()) {
                        unsound.put(pack.get(), fileOf(pack.get()));
                    }
                }
            }
        }
        bad = Map.copyOf(found);
        lostBlocks = Set.copyOf(lost);
        damaged = Map.copyOf(unsound);
    }

    /** The packs whose files here cannot be told, and these files. */
    Map<Hash, String> damaged() {
        return damaged;
    }

    private static String fileOf(Hash pack) {
        return Formats.QUARANTINE + "/" + pack.hex() + SUFFIX;
    }

    /** The segments that a file names; empty when it is damaged. */
    private Optional<BitSet> read(String entry, Set<Hash> lost) throws IOException {
        byte[] bytes;
        try {
            bytes = backend.readAll(Formats.QUARANTINE + "/" + entry, MAX_FILE);
        } catch (NoSuchFileException e) {
            return Optional.of(new BitSet());
        } catch (StoreException.Damaged e) {
            return Optional.empty();
        }
        try {
            ByteBuffer buffer = Bytes.wrap(bytes);
            int end = bytes.length - 4;
            if (end < 24 || buffer.getInt(end) != Bytes.crc32c(bytes, 0, end)) {
                return Optional.empty();
            }
            Formats.checkHeader(entry, buffer, MAGIC, VERSION);
            byte[] bits = new byte[Math.min(buffer.getInt(), buffer.remaining())];
            buffer.get(bits);
            for (int count = buffer.getInt(); count > 0; count--) {
                lost.add(Hash.from(buffer));
            }
            return Optional.of(BitSet.valueOf(bits));
        } catch (BufferUnderflowException | NegativeArraySizeException | StoreException e) {
            return Optional.empty();
        }
    }

    private static BitSet whole() {
        BitSet all = new BitSet();
        all.set(0, Geometry.PACK_SEGMENTS);
        return all;
    }

    boolean isEmpty() {
        return bad.isEmpty();
    }

    /** The packs with damage. */
    Set<Hash> packs() {
        return bad.keySet();
    }

    /** Whether anything of a pack is in quarantine. */
    boolean concerns(Hash pack) {
        return bad.containsKey(pack);
    }

    /** Whether a segment is in quarantine. */
    boolean isBad(Hash pack, int segment) {
        BitSet segments = bad.get(pack);
        return segments != null && segments.get(segment);
    }

    /**
     * Whether a block of this hash was lost, so that a new copy of it must be findable by itself.
     */
    boolean isLost(Hash block) {
        return lostBlocks.contains(block);
    }

    /**
     * Records damage, in addition to what is recorded. An empty set of segments means the whole
     * pack.
     */
    void add(Hash pack, BitSet segments, Set<Hash> lost) throws IOException {
        add(pack, segments, lost, false);
    }

    /**
     * The same; {@code isAll} tells that every other segment of the pack was found whole. Lost
     * blocks stay known.
     */
    synchronized void add(Hash pack, BitSet segments, Set<Hash> lost, boolean isAll)
            throws IOException {
        BitSet all = segments.isEmpty() ? whole() : (BitSet) segments.clone();
        Set<Hash> hashes = new HashSet<>(lost);
        if (bad.containsKey(pack)) {
            Optional<BitSet> before = read(pack.hex() + SUFFIX, hashes);
            if (!isAll) {
                all.or(before.orElseGet(Quarantine::whole));
            }
        }
        byte[] bits = all.toByteArray();
        ByteBuffer file = Bytes.allocate(16 + 4 + bits.length + 4 + hashes.size() * Hash.BYTES + 4);
        file.put(Formats.header(MAGIC, VERSION))
                .putInt(bits.length)
                .put(bits)
                .putInt(hashes.size());
        hashes.stream().sorted().forEach(hash -> file.put(hash.toBytes()));
        file.putInt(Bytes.crc32c(file.array(), 0, file.position()));
        try (Backend.Output output = backend.create()) {
            output.write(file.flip());
            output.publish(fileOf(pack));
        }
        refresh();
    }

    /** Lifts the quarantine of a pack that was found whole again. */
    synchronized void remove(Hash pack) throws IOException {
        backend.delete(fileOf(pack));
        refresh();
    }
}
