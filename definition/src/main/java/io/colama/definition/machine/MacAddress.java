package io.colama.definition.machine;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The hardware address of a network card.
 *
 * @param text six pairs of lower-case hex digits with colons between
 */
public record MacAddress(String text) {

    private static final Pattern CANONICAL = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{12}");
    private static final HexFormat PAIRS = HexFormat.ofDelimiter(":");
    private static final HexFormat BARE = HexFormat.of();

    /** Checks the form. */
    public MacAddress {
        if (!CANONICAL.matcher(text).matches()) {
            throw new IllegalArgumentException("no MAC address: " + text);
        }
    }

    /** Reads an address with colons, dashes, dots or nothing between its digits. */
    public static Optional<MacAddress> parse(String text) {
        if (text.length() > 32) {
            return Optional.empty();
        }
        String digits = text.strip().toLowerCase(Locale.ROOT).replaceAll("[:.-]", "");
        return DIGITS.matcher(digits).matches()
                ? Optional.of(new MacAddress(PAIRS.formatHex(BARE.parseHex(digits))))
                : Optional.empty();
    }

    /** A new address in the range that KVM uses, {@code 52:54:00}. */
    public static MacAddress random(RandomGenerator random) {
        byte[] address = {0x52, 0x54, 0, 0, 0, 0};
        int tail = random.nextInt();
        for (int i = 3; i < 6; i++, tail >>>= 8) {
            address[i] = (byte) tail;
        }
        return new MacAddress(PAIRS.formatHex(address));
    }

    /** The twelve digits in upper case with nothing between, as VirtualBox has them. */
    public String digits() {
        return text.replace(":", "").toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}
