package io.colama.server.catalogue;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.time.Instant;
import java.util.Arrays;
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

    /** Where a machine stands: texts that are compared as such. */
    public String place(ListedMachine machine) {
        String key =
                switch (this) {
                    case NAME -> "";
                    case CHANGED -> padded(Instant.parse(machine.entry().changed()).toEpochMilli());
                    case SIZE -> padded(machine.entry().bytesLogical());
                };
        return key + "\n" + machine.name();
    }

    private static String padded(long number) {
        return "%020d".formatted(number);
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
