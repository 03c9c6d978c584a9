package io.colama.definition.ovf;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Units of bytes as OVF spells them: {@code byte * 2^20}, or {@code MegaBytes} in old files. */
final class OvfUnits {

    private static final Pattern POWER = Pattern.compile("bytes?\\*(\\d{1,4})\\^(\\d{1,2})");
    private static final Pattern PLAIN = Pattern.compile("bytes?(\\*(\\d{1,18}))?");

    private OvfUnits() {}

    /** How many bytes the unit is; empty when it is none that is known. */
    static OptionalLong bytes(String unit) {
        String bare = unit.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
        Matcher power = POWER.matcher(bare);
        if (power.matches()) {
            return power(Long.parseLong(power.group(1)), Integer.parseInt(power.group(2)));
        }
        Matcher plain = PLAIN.matcher(bare);
        if (plain.matches()) {
            return OptionalLong.of(plain.group(2) == null ? 1 : Long.parseLong(plain.group(2)));
        }
        return switch (bare) {
            case "kb", "kilobyte", "kilobytes" -> OptionalLong.of(1L << 10);
            case "mb", "megabyte", "megabytes" -> OptionalLong.of(1L << 20);
            case "gb", "gigabyte", "gigabytes" -> OptionalLong.of(1L << 30);
            case "tb", "terabyte", "terabytes" -> OptionalLong.of(1L << 40);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong power(long base, int exponent) {
        long product = 1;
        for (int i = 0; i < exponent; i++) {
            if (Math.multiplyHigh(product, base) != 0 || product * base < 0) {
                return OptionalLong.empty();
            }
            product *= base;
        }
        return OptionalLong.of(product);
    }
}
