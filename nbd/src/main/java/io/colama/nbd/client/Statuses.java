package io.colama.nbd.client;

import io.colama.nbd.protocol.StatusFlags;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the server says of ranges, asked for in batches and kept. Threads: any number; two that miss
 * at once both ask.
 *
 * <p>A server that tells of very little at a time is not asked a billion times: where an answer
 * ends before {@value #LEAST_PROGRESS} bytes, what it did not tell of counts as data that may have
 * changed.
 */
final class Statuses {

    private static final long MOST_ASKED = 1L << 31;
    static final int LEAST_PROGRESS = 64 << 10;
    private static final int MOST_KEPT = 8;

    private final Asking asking;
    private final Agreement agreement;
    private final Map<String, Deque<Extents>> kept = new HashMap<>();

    Statuses(Agreement agreement, Asking asking) {
        this.agreement = agreement;
        this.asking = asking;
    }

    /** Asks the server. */
    @FunctionalInterface
    interface Asking {
        Map<String, Extents> ask(long offset, long length) throws IOException;
    }

    /**
     * What is said of a byte and those behind it.
     *
     * @param end where what is said may change
     * @param flags what is said
     */
    record Status(long end, int flags) {}

    /** What a context, which was agreed on, says from an offset on. */
    Status at(String context, long offset) throws IOException {
        Extents found = find(context, offset).orElse(null);
        if (found == null) {
            found = ask(context, offset);
        }
        int number = found.find(offset);
        return new Status(found.ends()[number], found.flags()[number]);
    }

    private Extents ask(String context, long offset) throws IOException {
        long size = agreement.sizeBytes();
        long start = agreement.sizes().down(offset);
        long length = Math.min(size - start, MOST_ASKED);
        Map<String, Extents> answer = asking.ask(start, length);
        long least = Math.min(start + length, start + 2L * LEAST_PROGRESS);
        answer.forEach((name, extents) -> keep(name, reaching(least, name, extents)));
        return find(context, offset)
                .orElseThrow(() ->
                        new NbdException.BadServer(
                                "no status of \"%s\" at 0x%x".formatted(context, offset)));
    }

    private static Extents reaching(long least, String context, Extents extents) {
        if (extents.end() >= least) {
            return extents;
        }
        int count = extents.ends().length;
        long[] ends = Arrays.copyOf(extents.ends(), count + 1);
        int[] flags = Arrays.copyOf(extents.flags(), count + 1);
        ends[count] = least;
        flags[count] = context.equals(Negotiation.ALLOCATION) ? 0 : StatusFlags.DIRTY;
        return new Extents(extents.start(), ends, flags);
    }

    private Optional<Extents> find(String context, long offset) {
        synchronized (kept) {
            Deque<Extents> batches = kept.get(context);
            return batches == null
                    ? Optional.empty()
                    : batches.stream().filter(one -> one.holds(offset)).findFirst();
        }
    }

    private void keep(String context, Extents extents) {
        synchronized (kept) {
            Deque<Extents> batches = kept.computeIfAbsent(context, _ -> new ArrayDeque<>());
            batches.addFirst(extents);
            if (batches.size() > MOST_KEPT) {
                batches.removeLast();
            }
        }
    }
}
