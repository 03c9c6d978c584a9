package io.colama.disk.vmdk;

import io.colama.block.ImageException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a descriptor that tells of an extent.
 *
 * @param access {@code RW}, {@code RDONLY} or {@code NOACCESS}
 * @param sectors how many sectors of the disk
 * @param type {@code SPARSE}, {@code FLAT} and so on, in capitals
 * @param fileName empty for an extent of zeros
 * @param offset where a flat extent starts in its file, in sectors
 */
record ExtentLine(
        String access, long sectors, String type, Optional<String> fileName, long offset) {

    private static final Pattern START =
            Pattern.compile("(?:RW|RDONLY|NOACCESS)[ \t].*", Pattern.CASE_INSENSITIVE);

    private static final Pattern SHAPE =
            Pattern.compile(
                    "(\\w+)[ \t]+(\\d{1,19})[ \t]+(\\w+)(?:[ \t]+\"([^\"]*)\"(?:[ \t]+(\\d{1,19}))?)?.*",
                    Pattern.CASE_INSENSITIVE);

    /** Whether a line, trimmed, is of this kind. */
    static boolean is(String line) {
        return START.matcher(line).matches();
    }

    /** The extent that a line of this kind tells of. */
    static ExtentLine parse(String line, String name) throws ImageException {
        Matcher matcher = SHAPE.matcher(line);
        if (!matcher.matches()) {
            throw new ImageException.Damaged(
                    "%s: extent line of %d characters in the descriptor cannot be read"
                            .formatted(name, line.length()));
        }
        Optional<String> offset = Optional.ofNullable(matcher.group(5));
        return new ExtentLine(
                matcher.group(1).toUpperCase(Locale.ROOT),
                sectors(matcher.group(2)),
                matcher.group(3).toUpperCase(Locale.ROOT),
                Optional.ofNullable(matcher.group(4)),
                offset.isPresent() ? sectors(offset.get()) : 0);
    }

    private static long sectors(String digits) throws ImageException {
        try {
            return GrainShape.CAPACITY.check(Long.parseLong(digits));
        } catch (NumberFormatException tooLarge) {
            throw new ImageException.Damaged(
                    "extent of %s sectors in the descriptor".formatted(digits), tooLarge);
        }
    }
}
