package io.colama.server.catalogue;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** The orders of a list of machines; those that are equal stand in the order of their names. */
public enum Order {
    /** By name. */
    NAME,
    /** What changed last at the end. */
    CHANGED,
    /** By the virtual size of the disks, the smallest first. */
    SIZE;

    /**
     * Where a machine stands.
     *
     * @param key what decides first
     * @param name what decides among equals
     */
    public record Place(long key, String name) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::key).thenComparing(Place::name);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        /** As a cursor has it. */
        public String text() {
            return key + "\n" + name;
        }

        /**
         * Of what {@link #text} made.
         *
         * @throws OperationException when it did not make that
         */
        public static Place of(String text) throws OperationException {
            int end = text.indexOf('\n');
            try {
                return new Place(
                        Long.parseLong(text, 0, Math.max(0, end), 10), text.substring(end + 1));
            } catch (NumberFormatException foreign) {
                throw new OperationException(
                        Failure.USAGE, "the cursor is none of a list of machines");
            }
        }
    }

    /** Where a machine stands. */
    public Place place(ListedMachine machine) {
        return new Place(key(machine), machine.name());
    }

    /** The machines in this order. */
    Comparator<ListedMachine> comparator() {
        return Comparator.comparingLong(this::key).thenComparing(ListedMachine::name);
    }

    private long key(ListedMachine machine) {
        return switch (this) {
            case NAME -> 0;
            case CHANGED -> machine.changedMillis();
            case SIZE -> machine.entry().bytesLogical();
        };
    }

    /**
     * The order of this word.
     *
     * @throws OperationException when there is none
     */
    public static Order of(String word) throws OperationException {
        for (Order order : values()) {
            if (order.word().equals(word)) {
                return order;
            }
        }
        throw new OperationException(
                Failure.USAGE,
                "no list is sorted by \"%s\": expected %s, with - before it for the reverse"
                        .formatted(
                                word,
                                Arrays.stream(values())
                                        .map(Order::word)
                                        .collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
