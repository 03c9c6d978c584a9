package io.colama.search.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What numbers, sizes, times and ages mean.
 *
 * @param now when the question is asked
 * @param zone where whoever asks is
 */
public record Values(Instant now, ZoneId zone) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([kmgtpe]?)(?:i?b)?");
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})([hdwmy])");
    private static final Pattern DAY = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?");
    private static final Pattern MOMENT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}t\\d{2}:\\d{2}(:\\d{2})?(\\.\\d{1,9})?z?");
    private static final String LETTERS = "kmgtpe";

    /**
     * Whole numbers from one to another, both included: bytes, counts, or milliseconds since 1970.
     *
     * @param low the least
     * @param high the greatest; nothing when it is less than {@code low}
     */
    public record Range(long low, long high) {

        /** Whether a number is in it. */
        public boolean contains(long number) {
            return number >= low && number <= high;
        }
    }

    /**
     * The numbers that fulfil a condition on a field of a kind with numbers; for ages, the moments.
     * The condition is one that the parser let through.
     */
    public Range range(Kind kind, Query.Condition condition) {
        Range range =
                switch (condition) {
                    case Query.Is(var value) -> known(kind, value);
                    case Query.Between(var low, var high) ->
                            new Range(known(kind, low).low, known(kind, high).high);
                    case Query.Compare(var comparison, var value) ->
                            compared(comparison, known(kind, value));
                    case Query.StartsWith(var value) ->
                            throw new IllegalArgumentException("prefix " + value);
                };
        return kind == Kind.AGE ? before(range) : range;
    }

    private static Range compared(Query.Comparison comparison, Range value) {
        return switch (comparison) {
            case EQ -> value;
            case LT -> new Range(Long.MIN_VALUE, value.low - 1);
            case LE -> new Range(Long.MIN_VALUE, value.high);
            case GT -> new Range(value.high + 1, Long.MAX_VALUE);
            case GE -> new Range(value.low, Long.MAX_VALUE);
        };
    }

    /** The moments of ages. */
    private Range before(Range ages) {
        long present = now.toEpochMilli();
        return new Range(
                ages.high == Long.MAX_VALUE ? Long.MIN_VALUE : present - ages.high,
                ages.low == Long.MIN_VALUE ? Long.MAX_VALUE : present - ages.low);
    }

    private Range known(Kind kind, String value) {
        return parse(kind, value)
                .orElseThrow(() -> new IllegalArgumentException(kind + " " + value));
    }

    /** What a value stands for; empty when it is not of the form of its kind. */
    Optional<Range> parse(Kind kind, String value) {
        String text = value.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case NUMBER ->
                    NUMBER.matcher(text).matches() ? point(Long.parseLong(text)) : Optional.empty();
            case SIZE -> size(text);
            case AGE -> age(text);
            case TIME -> time(text);
            case WORD, PARTS, ID, FLAG, TEXT, VERSION, NAMED -> Optional.empty();
        };
    }

    private static Optional<Range> point(long number) {
        return Optional.of(new Range(number, number));
    }

    private static Optional<Range> size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return Optional.empty();
        }
        int power = size.group(2).isEmpty() ? 0 : LETTERS.indexOf(size.group(2)) + 1;
        BigDecimal bytes =
                new BigDecimal(size.group(1))
                        .multiply(BigDecimal.valueOf(1L << (10 * power)))
                        .setScale(0, RoundingMode.HALF_UP);
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0
                ? Optional.empty()
                : point(bytes.longValueExact());
    }

    private static Optional<Range> age(String text) {
        Matcher age = AGE.matcher(text);
        if (!age.matches()) {
            return Optional.empty();
        }
        long hours =
                switch (age.group(2)) {
                    case "h" -> 1;
                    case "d" -> 24;
                    case "w" -> 7 * 24;
                    case "m" -> 30 * 24;
                    default -> 365 * 24;
                };
        return point(Long.parseLong(age.group(1)) * hours * 3_600_000);
    }

    private Optional<Range> time(String text) {
        try {
            Matcher day = DAY.matcher(text);
            if (day.matches()) {
                return day(day);
            }
            if (!MOMENT.matcher(text).matches()) {
                return Optional.empty();
            }
            String upper = text.toUpperCase(Locale.ROOT);
            Instant start =
                    upper.endsWith("Z")
                            ? LocalDateTime.parse(upper.substring(0, upper.length() - 1))
                                    .atZone(ZoneOffset.UTC)
                                    .toInstant()
                            : LocalDateTime.parse(upper).atZone(zone).toInstant();
            long millis = start.toEpochMilli();
            String clock = upper.replaceFirst(".*T", "").replace("Z", "");
            long length = clock.contains(".") ? 1 : clock.length() > 5 ? 1000 : 60_000;
            return Optional.of(new Range(millis, millis + length - 1));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private Optional<Range> day(Matcher day) {
        int year = Integer.parseInt(day.group(1));
        int month = day.group(2) == null ? 1 : Integer.parseInt(day.group(2));
        LocalDate first =
                LocalDate.of(
                        year, month, day.group(3) == null ? 1 : Integer.parseInt(day.group(3)));
        LocalDate next =
                day.group(2) == null
                        ? first.plusYears(1)
                        : day.group(3) == null
                                ? YearMonth.from(first).plusMonths(1).atDay(1)
                                : first.plus(1, ChronoUnit.DAYS);
        return Optional.of(
                new Range(
                        first.atStartOfDay(zone).toInstant().toEpochMilli(),
                        next.atStartOfDay(zone).toInstant().toEpochMilli() - 1));
    }
}
