package io.colama.definition.hyperv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Times of Windows: 8 bytes, little-endian, counting 100 nanoseconds since 1601, in Base64. */
final class HyperVTime {

    private static final Instant START = Instant.parse("1601-01-01T00:00:00Z");
    private static final long PER_SECOND = 10_000_000;

    private HyperVTime() {}

    /** The time; empty when the text is none. */
    static Optional<Instant> parse(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length != Long.BYTES) {
                return Optional.empty();
            }
            long ticks = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            return ticks <= 0
                    ? Optional.empty()
                    : Optional.of(
                            START.plusSeconds(ticks / PER_SECOND)
                                    .plusNanos(ticks % PER_SECOND * 100));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
