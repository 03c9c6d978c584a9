package io.colama.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them: 512M, 4G; without a letter, bytes. */
final class SizeWords implements ITypeConverter<Long> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})([kmgt]?)(i?b)?");

    @Override
    public Long convert(String value) {
        Matcher size = FORM.matcher(value.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException(
                    "\"%s\" is no size; 512M or 4G is expected".formatted(value));
        }
        int shift = size.group(2).isEmpty() ? 0 : 10 * (1 + "kmgt".indexOf(size.group(2)));
        return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << shift);
    }
}
