package io.colama.definition.hyperv;

import io.colama.block.record.WindowsTime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Times of Windows: 8 bytes, little-endian, in Base64. */
final class HyperVTime {

    private HyperVTime() {}

    /** The time; empty when the text is none. */
    static Optional<Instant> parse(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length != Long.BYTES) {
                return Optional.empty();
            }
            long ticks = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            return ticks <= 0 ? Optional.empty() : Optional.of(WindowsTime.instant(ticks));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
