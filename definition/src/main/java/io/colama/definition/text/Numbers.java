package io.colama.definition.text;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Numbers and truth values in text that anybody may have written. */
public final class Numbers {

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "1", "enabled");

    private Numbers() {}

    /** A whole number that is not negative and fits; else nothing. */
    public static OptionalInt integer(String text) {
        OptionalLong number = number(text);
        return number.isPresent() && number.getAsLong() <= Integer.MAX_VALUE
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }

    /** A whole decimal number that is not negative and fits in 63 bits; else nothing. */
    public static OptionalLong number(String text) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 19) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(digits);
            return value >= 0 ? OptionalLong.of(value) : OptionalLong.empty();
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    /** {@code number * factor}, unless that does not fit in 63 bits. */
    public static OptionalLong times(OptionalLong number, long factor) {
        if (number.isEmpty() || Math.multiplyHigh(number.getAsLong(), factor) != 0) {
            return OptionalLong.empty();
        }
        long product = number.getAsLong() * factor;
        return product >= 0 ? OptionalLong.of(product) : OptionalLong.empty();
    }

    /** Whether the text is one of the words that say yes. */
    public static boolean truth(String text) {
        return TRUE.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** A size with a unit of one letter, such as {@code 32G}; {@code plain} is that of none. */
    public static OptionalLong size(String text, long plain) {
        String size = text.strip();
        if (size.isEmpty()) {
            return OptionalLong.empty();
        }
        long unit =
                switch (Character.toUpperCase(size.charAt(size.length() - 1))) {
                    case 'K' -> 1L << 10;
                    case 'M' -> 1L << 20;
                    case 'G' -> 1L << 30;
                    case 'T' -> 1L << 40;
                    case 'P' -> 1L << 50;
                    default -> 0;
                };
        return unit == 0
                ? times(number(size), plain)
                : times(number(size.substring(0, size.length() - 1)), unit);
    }
}
