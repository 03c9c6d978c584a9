package io.colama.store;

import java.util.Collection;
import java.util.List;

/**
 * What to verify.
 *
 * @param disks the disks whose trees are walked, so that damage is told as lost ranges of disks
 * @param scope which segments are decoded
 * @param fraction with {@link Scope#SAMPLE}: how many of all segments, above 0 and at most 1
 * @param seed with {@link Scope#SAMPLE}: chooses them
 * @param bytesPerSecond at most so much is read; {@link Long#MAX_VALUE} for no limit
 * @param resume whether to go on behind the pack at which the last full verification was stopped
 */
public record VerifyRequest(
        Collection<Hash> disks,
        Scope scope,
        double fraction,
        long seed,
        long bytesPerSecond,
        boolean resume) {

    /** Which segments are decoded. */
    public enum Scope {
        /** All that the repository has, whether anything refers to them or not. */
        ALL,
        /** Some, chosen by chance. */
        SAMPLE,
        /** Those that the given disks refer to. */
        DISKS
    }

    /** Copies the disks. */
    public VerifyRequest {
        disks = List.copyOf(disks);
        if (!(fraction > 0 && fraction <= 1) || bytesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "fraction " + fraction + ", bytes per second " + bytesPerSecond);
        }
    }

    /** Everything, as fast as it goes. */
    public static VerifyRequest all(Collection<Hash> disks) {
        return new VerifyRequest(disks, Scope.ALL, 1, 0, Long.MAX_VALUE, false);
    }
}
