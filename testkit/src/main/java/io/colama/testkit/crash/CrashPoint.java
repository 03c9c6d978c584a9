package io.colama.testkit.crash;

import io.colama.testkit.Seed;
import java.util.List;
import java.util.Locale;

/**
 * Where and how a replayed crash happened. Prints as one line that leads back to the same state.
 *
 * @param operations how many operations of the log happened before the crash
 * @param total how many operations the log has
 * @param last the last of them in words
 * @param variant what became of the operations that were not durable
 * @param seed the seed of the replay
 * @param marks the marks before the crash, in order
 */
public record CrashPoint(
        int operations, int total, String last, String variant, Seed seed, List<String> marks) {

    static CrashPoint of(
            CrashLog log,
            int operations,
            Variant variant,
            int number,
            Seed seed,
            List<String> marks) {
        String last =
                operations == 0 ? "nothing yet" : log.operations().get(operations - 1).toString();
        String name = variant.name().toLowerCase(Locale.ROOT) + " #" + number;
        return new CrashPoint(operations, log.size(), last, name, seed, List.copyOf(marks));
    }

    /** Whether the crash came after {@code mark}. */
    public boolean reached(String mark) {
        return marks.contains(mark);
    }

    @Override
    public String toString() {
        return "after operation %d of %d (%s), variant %s, %s"
                .formatted(operations, total, last, variant, seed);
    }
}
