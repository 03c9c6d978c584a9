package io.colama.server.web;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param items in their order
 * @param next what to give as {@code cursor} for those that follow; absent at the end
 */
public record Page<T>(List<T> items, Optional<String> next) {

    /** How many items there are when nobody says. */
    public static final String DEFAULT_LIMIT = "100";

    private static final int MOST = 1000;

    /**
     * The part of a list, of which one item more than the limit is there if there are more.
     *
     * @param key where an item stands in the order
     */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> key) {
        if (found.size() <= limit) {
            return new Page<>(List.copyOf(found), Optional.empty());
        }
        List<T> items = List.copyOf(found.subList(0, limit));
        return new Page<>(items, Optional.of(cursor(key.apply(items.getLast()))));
    }

    /** The same with other items. */
    public <R> Page<R> map(Function<T, R> other) {
        return new Page<>(items.stream().map(other).toList(), next);
    }

    private static String cursor(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The key in a cursor; empty without one. */
    public static String after(Optional<String> cursor) throws OperationException {
        try {
            return new String(
                    Base64.getUrlDecoder().decode(cursor.orElse("")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new OperationException(
                    Failure.USAGE, "the cursor is none that a list of this server gave");
        }
    }

    /** A limit as it was asked for, if it is one. */
    public static int limit(int asked) throws OperationException {
        if (asked < 1 || asked > MOST) {
            throw new OperationException(
                    Failure.USAGE, "limit is %d, and has to be 1 to %d".formatted(asked, MOST));
        }
        return asked;
    }
}
