package io.colama.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.testkit.Seed;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The neighbourhoods in memory beside a plain list of everything that was ever added: what is found
 * is right, what is there is found, and there is never more than there may be.
 */
final class NeighbourhoodsModelTest {

    private static final int SLOTS = 64;
    private static final int TABLE = 1 << 19;
    private static final int STEPS = 3_000;

    private final Seed seed = Seed.of(16_384);
    private final RandomGenerator random = seed.random();
    private final Neighbourhoods real = new Neighbourhoods();
    private final List<PackRef> packs = new ArrayList<>();
    private final List<Entry> added = new ArrayList<>();
    private final List<byte[]> known = new ArrayList<>();

    /** A neighbourhood that was added at some time. */
    private record Entry(Neighbourhoods.Slot slot, PackRef pack, int first, List<byte[]> hashes) {}

    /** A hash that nobody has, one that others have too, one that shares its beginning. */
    private byte[] hash() {
        byte[] hash = new byte[Hash.BYTES];
        switch (random.nextInt(40)) {
            case 0 -> {
                // as of a block in quarantine
            }
            case 1, 2, 3, 4 -> {
                if (!known.isEmpty()) {
                    return known.get(random.nextInt(known.size()));
                }
            }
            case 5 -> {
                random.nextBytes(hash);
                Arrays.fill(hash, 0, 8, (byte) random.nextInt(4));
            }
            default -> random.nextBytes(hash);
        }
        known.add(hash);
        return hash;
    }

    private Entry add(int count) {
        PackRef pack = packs.get(random.nextInt(packs.size()));
        int first = random.nextInt(8) * Geometry.NEIGHBOURHOOD_BLOCKS;
        if (real.contains(pack, first)) {
            return added.getLast();
        }
        List<byte[]> hashes = new ArrayList<>();
        byte[] bytes = new byte[Geometry.NEIGHBOURHOOD_BLOCKS * Hash.BYTES];
        for (int i = 0; i < count; i++) {
            hashes.add(hash());
            System.arraycopy(hashes.get(i), 0, bytes, i * Hash.BYTES, Hash.BYTES);
        }
        Neighbourhoods.Slot slot =
                count == 0 ? real.open(pack, first) : real.add(pack, first, bytes, count);
        Entry entry = new Entry(slot, pack, first, hashes);
        added.add(entry);
        return entry;
    }

    /** The entries that the structure still has, the newest for each place. */
    private List<Entry> present() throws ReflectiveOperationException {
        Map<Neighbourhoods.Slot, Entry> bySlot = new HashMap<>();
        added.forEach(entry -> bySlot.put(entry.slot, entry));
        return slots().stream().map(bySlot::get).toList();
    }

    @Test
    @Timeout(50)
    void findsWhatIsThereAndNothingElse() throws ReflectiveOperationException {
        for (int i = 0; i < 30; i++) {
            packs.add(PackRef.unpublished());
        }
        Entry filling = null;
        for (int step = 0; step < STEPS; step++) {
            String what = "%s: step %d".formatted(seed, step);
            switch (random.nextInt(100)) {
                case 0 -> {
                    real.clear();
                    added.clear();
                    filling = null;
                }
                case 1, 2, 3, 4 -> filling = add(0);
                case 5, 6, 7, 8, 9, 10, 11, 12 ->
                        add(1 + random.nextInt(Geometry.NEIGHBOURHOOD_BLOCKS));
                case 13, 14 -> add(Geometry.NEIGHBOURHOOD_BLOCKS);
                default -> {
                    if (filling != null) {
                        append(filling, random.nextInt(200));
                    }
                }
            }
            find(what);
            if (step % 100 == 0) {
                validate(what);
            }
        }
    }

    /** Also to one that was evicted meanwhile: its pack is still being written. */
    private void append(Entry entry, int count) {
        for (int i = 0; i < count; i++) {
            if (entry.slot.count() < Geometry.NEIGHBOURHOOD_BLOCKS) {
                byte[] hash = hash();
                real.append(entry.slot, hash, 0);
                entry.hashes.add(hash);
            }
        }
    }

    private void find(String what) throws ReflectiveOperationException {
        List<Entry> present = present();
        for (int i = 0; i < 20 && !present.isEmpty(); i++) {
            Entry entry = present.get(random.nextInt(present.size()));
            if (!entry.hashes.isEmpty()) {
                int from = random.nextInt(entry.hashes.size());
                for (int n = from; n < Math.min(from + 3, entry.hashes.size()); n++) {
                    byte[] hash = entry.hashes.get(n);
                    boolean bad = Bytes.bigLong(hash, 0) == 0;
                    assertThat(findAndCheck(hash, what) || bad).as(what).isTrue();
                }
            }
        }
        byte[] never = new byte[Hash.BYTES];
        random.nextBytes(never);
        assertThat(findAndCheck(never, what)).as(what).isFalse();
        if (!known.isEmpty()) {
            byte[] cousin = known.get(random.nextInt(known.size())).clone();
            cousin[31] ^= 0x55;
            findAndCheck(cousin, what);
        }
    }

    /** Looks a hash up; a hit must be where the model has it. */
    private boolean findAndCheck(byte[] hash, String what) {
        boolean found = real.find(hash, 0);
        if (found) {
            Neighbourhoods.Slot slot = real.foundSlot();
            Entry entry = added.stream().filter(e -> e.slot == slot).findFirst().orElseThrow();
            assertThat(real.contains(entry.pack, entry.first)).as(what).isTrue();
            assertThat(slot.pack()).as(what).isSameAs(entry.pack);
            assertThat(slot.firstBlock()).as(what).isEqualTo(entry.first);
            assertThat(entry.hashes.get(real.foundIndex())).as(what).isEqualTo(hash);
        }
        return found;
    }

    /** Looks inside: the bounds of memory, and that table, slots and keys tell the same. */
    private void validate(String what) throws ReflectiveOperationException {
        assertThat(slots()).as(what).hasSizeLessThanOrEqualTo(SLOTS).doesNotHaveDuplicates();
        assertThat(((Map<?, ?>) inside("byKey")).size()).as(what).isEqualTo(slots().size());
        int[] places = (int[]) inside("places");
        long[] prefixes = (long[]) inside("prefixes");
        assertThat(places).hasSize(TABLE);
        assertThat(prefixes).hasSize(TABLE);
        int used = (int) Arrays.stream(places).filter(place -> place != 0).count();
        assertThat(used).as(what).isEqualTo((int) inside("used"));
        assertThat(used).as(what).isLessThanOrEqualTo(TABLE / 10 * 6);
        Set<Integer> distinct = new HashSet<>();
        for (int place : places) {
            assertThat(place == 0 || distinct.add(place)).as(what).isTrue();
        }
        for (Entry entry : present()) {
            assertThat(real.contains(entry.pack, entry.first)).as(what).isTrue();
            assertThat(entry.slot.count()).as(what).isEqualTo(entry.hashes.size());
        }
    }

    private List<Neighbourhoods.Slot> slots() throws ReflectiveOperationException {
        return Arrays.stream((Neighbourhoods.Slot[]) inside("slots"))
                .filter(slot -> slot != null)
                .toList();
    }

    private Object inside(String name) throws ReflectiveOperationException {
        Field field = Neighbourhoods.class.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(real);
    }
}
