package io.colama.block;

/**
 * The largest value that a length, count or depth read from an image may have, under the name that
 * a message shows.
 *
 * <p>Every such number passes a limit before anything is allocated or visited for it.
 *
 * @param name what is bounded, for example {@code "snapshot table bytes"}
 * @param max the largest permitted value
 */
public record Limit(String name, long max) {

    /** Checks that the bound is one. */
    public Limit {
        if (max < 0) {
            throw new IllegalArgumentException(name + " limited to " + max);
        }
    }

    /**
     * {@code value}, when it is within {@code 0 .. max}. A negative value is an unsigned one past
     * 2^63 and is too large.
     *
     * @throws ImageException.Damaged when it is not
     */
    public long check(long value) throws ImageException.Damaged {
        if (value < 0 || value > max) {
            throw new ImageException.Damaged(
                    name
                            + ": "
                            + Long.toUnsignedString(value)
                            + " found, at most "
                            + max
                            + " expected");
        }
        return value;
    }

    /**
     * The same as an {@code int}, for sizes of arrays and buffers.
     *
     * @throws ImageException.Damaged when it is outside {@code 0 .. max}
     */
    public int checkInt(long value) throws ImageException.Damaged {
        return Math.toIntExact(check(value));
    }
}
