package io.colama.cli;

import java.util.Locale;

/** Sizes, rates and times as people read and write them. */
final class Sizes {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final String LETTERS = "kmgtpe";

    private Sizes() {}

    /** Three digits and a unit of 1024, such as {@code 8.0 GiB} or {@code 212 MiB}. */
    static String of(long bytes) {
        int unit = 0;
        long whole = bytes;
        long tenths = 0;
        while (whole >= 1024 && unit < UNITS.length - 1) {
            tenths = whole % 1024 * 10 / 1024;
            whole /= 1024;
            unit++;
        }
        String digits = unit == 0 || whole >= 100 ? "" + whole : whole + "." + tenths;
        return digits + " " + UNITS[unit];
    }

    /** Seconds with one digit below a minute, then minutes and seconds, then hours. */
    static String seconds(double seconds) {
        if (seconds < 59.95) {
            long tenths = Math.round(seconds * 10);
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        return clock(Math.round(seconds));
    }

    /** A time as {@code 0:07}, {@code 12:30} or {@code 1:02:03}. */
    static String clock(long seconds) {
        String rest = two(seconds % 60);
        return seconds < 3600
                ? seconds / 60 + ":" + rest
                : seconds / 3600 + ":" + two(seconds / 60 % 60) + ":" + rest;
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : "" + number;
    }

    /** {@code 1 disk}, {@code 2 disks}. */
    static String count(long number, String one) {
        return number + " " + (number == 1 ? one : one + "s");
    }

    /**
     * A number of bytes as it is typed: digits and a letter such as {@code 100M}, units of 1024.
     *
     * @throws IllegalArgumentException when it is none, with a text for people
     */
    static long parse(String text) {
        String digits = text.toLowerCase(Locale.ROOT).replaceFirst("(ib|b)?(/s)?$", "");
        int power = digits.isEmpty() ? -1 : LETTERS.indexOf(digits.charAt(digits.length() - 1));
        if (power >= 0) {
            digits = digits.substring(0, digits.length() - 1);
        }
        try {
            long factor = 1L << (10 * (power + 1));
            long bytes = (long) (Double.parseDouble(digits) * factor);
            if (bytes > 0) {
                return bytes;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException("'" + text + "' is not a size such as 100M");
    }

    /**
     * A share as it is typed, {@code 5%} or {@code 0.05}: above 0, at most 1.
     *
     * @throws IllegalArgumentException when it is none, with a text for people
     */
    static double parseShare(String text) {
        boolean percent = text.endsWith("%");
        try {
            double number =
                    Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
            double share = percent ? number / 100 : number;
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException("'" + text + "' is not a share such as 5%");
    }
}
