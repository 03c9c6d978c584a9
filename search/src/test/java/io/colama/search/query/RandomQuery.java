package io.colama.search.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random trees of queries that a text could have given, with values from lists. */
public final class RandomQuery {

    private static final List<String> WORDS =
            List.of("debian", "windows-2003", "a b", "OR", "x..y", "\"", "\\", "-x", "é*", "web:1");

    private final RandomGenerator random;
    private final List<Field> fields;
    private final java.util.function.BiFunction<Field, RandomGenerator, String> values;

    /** Queries over some fields whose values a function chooses. */
    public RandomQuery(
            RandomGenerator random,
            List<Field> fields,
            java.util.function.BiFunction<Field, RandomGenerator, String> values) {
        this.random = random;
        this.fields = fields;
        this.values = values;
    }

    /** Queries over all fields with values that are hard to write. */
    static RandomQuery hard(RandomGenerator random) {
        return new RandomQuery(random, List.of(Field.values()), RandomQuery::hardValue);
    }

    private static String hardValue(Field field, RandomGenerator random) {
        return switch (field.kind()) {
            case ID -> Long.toHexString(random.nextLong());
            case FLAG -> random.nextBoolean() ? "true" : "no";
            case NUMBER -> "" + random.nextInt(100);
            case SIZE -> random.nextInt(100) + List.of("", "K", "g", "TiB").get(random.nextInt(4));
            case TIME ->
                    List.of("2026", "2026-03", "2024-02-29", "2026-01-01T10:00Z")
                            .get(random.nextInt(4));
            case AGE -> random.nextInt(100) + "d";
            case TEXT -> List.of("kept", "to be kept", "é 1").get(random.nextInt(3));
            case WORD, PARTS, NAMED -> WORDS.get(random.nextInt(WORDS.size()));
            case VERSION -> List.of("12", "12.5", "1:3.0~rc1-1", "10.2 (a)").get(random.nextInt(4));
        };
    }

    /** A query that is at most so deep. */
    public Query next(int depth) {
        return depth == 0 || random.nextInt(3) == 0
                ? leaf()
                : switch (random.nextInt(4)) {
                    case 0 -> new Query.Or(some(depth));
                    case 1 -> new Query.Not(next(depth - 1));
                    default -> new Query.And(some(depth));
                };
    }

    private List<Query> some(int depth) {
        List<Query> parts = new ArrayList<>();
        Supplier<Query> part = () -> next(depth - 1);
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            parts.add(part.get());
        }
        return parts;
    }

    private Query leaf() {
        Field field = fields.get(random.nextInt(fields.size()));
        String value = values.apply(field, random);
        if (random.nextInt(12) == 0) {
            return Words.of(value).size() == 1
                    ? new Query.Words(value, random.nextBoolean())
                    : new Query.Words("kept", false);
        }
        if (field.kind() == Kind.NAMED) {
            List<Query.Condition> versions = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                String version = values.apply(Field.KERNEL, random);
                versions.add(
                        switch (random.nextInt(4)) {
                            case 0 -> new Query.StartsWith(version);
                            case 1 ->
                                    new Query.Between(version, values.apply(Field.KERNEL, random));
                            default -> new Query.Compare(comparison(), version);
                        });
            }
            return new Query.Named(field, value, random.nextInt(4) == 0, versions);
        }
        return new Query.Match(field, condition(field, value));
    }

    private Query.Condition condition(Field field, String value) {
        int choice = random.nextInt(4);
        if (field.kind().isOrdered() && (choice == 0 || field.kind() == Kind.AGE)) {
            return new Query.Compare(comparison(), value);
        }
        if (field.kind().isOrdered() && choice == 1) {
            return new Query.Between(value, values.apply(field, random));
        }
        boolean prefix =
                field.kind().hasPrefixes()
                        && choice == 2
                        && (field.kind() != Kind.TEXT || Words.of(value).size() == 1);
        return prefix ? new Query.StartsWith(value) : new Query.Is(value);
    }

    private Query.Comparison comparison() {
        return List.of(Query.Comparison.values()).get(random.nextInt(5));
    }
}
