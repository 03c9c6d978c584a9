package io.colama.block;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was read or decoded last, by a number such as where it starts. Any number of threads; two
 * that miss at once both load.
 *
 * @param <V> what is kept; it must not be changed afterwards
 */
public final class RecentBlocks<V> {

    private final Map<Long, V> blocks;

    /**
     * Nothing yet.
     *
     * @param most how many are kept, at least 1
     */
    public RecentBlocks(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(most + " blocks");
        }
        blocks =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
                        return size() > most;
                    }
                };
    }

    /** Loads what is not kept. */
    @FunctionalInterface
    public interface Loader<V> {

        /** What belongs to this number. */
        V load(long key) throws IOException;
    }

    /** What belongs to a number, loaded if it is not kept. */
    public V get(long key, Loader<? extends V> loader) throws IOException {
        Optional<V> kept = find(key);
        if (kept.isPresent()) {
            return kept.get();
        }
        V fresh = loader.load(key);
        put(key, fresh);
        return fresh;
    }

    /** What is kept for a number. */
    public Optional<V> find(long key) {
        @Nullable V kept;
        synchronized (blocks) {
            kept = blocks.get(key);
        }
        return Optional.ofNullable(kept);
    }

    /** Keeps a value in place of what was there. */
    public void put(long key, V value) {
        synchronized (blocks) {
            blocks.put(key, value);
        }
    }

    /** Forgets all. */
    public void clear() {
        synchronized (blocks) {
            blocks.clear();
        }
    }
}
