package io.colama.store;

import io.colama.block.Run;
import java.util.List;

/**
 * A promise about a source: it has the bytes of a stored disk everywhere outside of some runs.
 *
 * <p>Runs are in bytes, of any alignment, ascending, and do not overlap; {@link Run.Kind#ZERO} and
 * {@link Run.Kind#HOLE} say that the source is zero there, and it is not asked. What lies behind
 * the end of the stored disk counts as changed, runs or not; what lies behind the end of the source
 * is ignored. So the runs that {@link Store#changes} finds fit.
 *
 * @param base the id of the stored disk
 * @param runs where the source may differ from it
 */
public record ChangedFrom(Hash base, List<Run> runs) {

    /** Copies the list and looks at its order. */
    public ChangedFrom {
        runs = List.copyOf(runs);
        long end = 0;
        for (Run run : runs) {
            if (run.offset() < end) {
                throw new IllegalArgumentException(
                        "a changed run at 0x%x, but the one before ends at 0x%x"
                                .formatted(run.offset(), end));
            }
            end = run.end();
        }
    }
}
