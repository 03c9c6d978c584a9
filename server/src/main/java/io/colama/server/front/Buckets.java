package io.colama.server.front;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Token buckets by key: each holds what may be done in a minute at once, and fills steadily. A key
 * that was not seen for a minute has a full one, so that it need not be remembered; of many keys
 * the ones that were seen longest ago are forgotten. Threads: any number.
 */
final class Buckets {

    /** So that a flood of addresses takes a few megabytes and no more. */
    static final int MOST_KEYS = 50_000;

    private static final double MILLIS = Duration.ofMinutes(1).toMillis();

    private final int perMinute;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /** Buckets that fill in a minute; 0 for such that are never empty. */
    Buckets(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    private record Bucket(double level, long at) {}

    /** Takes one out. Answers how long to wait before the next try; zero when there was one. */
    Duration take(String key) {
        if (perMinute == 0) {
            return Duration.ZERO;
        }
        long now = clock.millis();
        synchronized (buckets) {
            Bucket before = buckets.getOrDefault(key, new Bucket(perMinute, now));
            double filled = Math.max(0, now - before.at) * perMinute / MILLIS;
            double level = Math.min(perMinute, before.level + filled);
            boolean taken = level >= 1;
            buckets.put(key, new Bucket(taken ? level - 1 : level, now));
            if (buckets.size() > MOST_KEYS) {
                buckets.remove(buckets.keySet().iterator().next());
            }
            return taken
                    ? Duration.ZERO
                    : Duration.ofMillis((long) Math.ceil((1 - level) * MILLIS / perMinute));
        }
    }

    int size() {
        synchronized (buckets) {
            return buckets.size();
        }
    }
}
