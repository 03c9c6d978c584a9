package io.colama.guest.squashfs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decoded blocks by where they start, those used last. Any number of threads; two that miss at once
 * both decode.
 *
 * @param <V> a decoded block
 */
final class RecentBlocks<V> {

    private final Map<Long, V> blocks;

    /**
     * @param most how many are kept
     */
    RecentBlocks(int most) {
        blocks =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
                        return size() > most;
                    }
                };
    }

    /** Decodes a block. */
    @FunctionalInterface
    interface Decoder<V> {
        V decode() throws IOException;
    }

    V get(long start, Decoder<V> decoder) throws IOException {
        @Nullable V kept;
        synchronized (blocks) {
            kept = blocks.get(start);
        }
        if (kept != null) {
            return kept;
        }
        V fresh = decoder.decode();
        synchronized (blocks) {
            blocks.put(start, fresh);
        }
        return fresh;
    }
}
