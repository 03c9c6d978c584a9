package io.colama.search.query;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A question to the index, as a tree. Values are kept as they were written; {@link #print} gives a
 * text that {@link QueryParser#parse} makes the same tree of.
 */
public sealed interface Query {

    /** All of these. None are everything. */
    record And(List<Query> parts) implements Query {
        /** Copies the list. */
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** At least one of these. */
    record Or(List<Query> parts) implements Query {
        /** Copies the list. */
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** Machines that this is not true of. */
    record Not(Query part) implements Query {}

    /**
     * Words that follow each other in what people wrote, or the name of a package or application.
     *
     * @param prefix whether the one word only begins so
     */
    record Words(String text, boolean prefix) implements Query {}

    /** A value of a field whose kind is not {@link Kind#NAMED}. */
    record Match(Field field, Condition condition) implements Query {}

    /**
     * One package or application with a name and a version that fulfils all conditions.
     *
     * @param prefix whether the name only begins so
     */
    record Named(Field field, String name, boolean prefix, List<Condition> versions)
            implements Query {
        /** Copies the list. */
        public Named {
            versions = List.copyOf(versions);
        }
    }

    /** What is asked of a value. */
    sealed interface Condition {}

    /** It is this one, as the kind of the field takes it. */
    record Is(String value) implements Condition {}

    /** It begins so. */
    record StartsWith(String value) implements Condition {}

    /** It is before, behind or at this one. */
    record Compare(Comparison comparison, String value) implements Condition {}

    /** It is between these two, or one of them. */
    record Between(String low, String high) implements Condition {}

    /** Comparisons. */
    enum Comparison {
        /** Equal. */
        EQ("="),
        /** Less. */
        LT("<"),
        /** Less or equal. */
        LE("<="),
        /** Greater. */
        GT(">"),
        /** Greater or equal. */
        GE(">=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** How it is written. */
        public String sign() {
            return sign;
        }

        /** Whether it holds for what {@link Integer#compare} says. */
        public boolean holds(int order) {
            return switch (this) {
                case EQ -> order == 0;
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                case GE -> order >= 0;
            };
        }
    }

    /** The query as a text. */
    default String print() {
        return switch (this) {
            case And(var parts) ->
                    parts.stream().map(Query::enclosed).collect(Collectors.joining(" "));
            case Or(var parts) ->
                    parts.stream().map(Query::enclosed).collect(Collectors.joining(" OR "));
            case Not(var part) -> "NOT " + part.enclosed();
            case Words(var text, var prefix) -> value(text, prefix);
            case Match(var field, var condition) -> field.label() + ":" + print(condition);
            case Named(var field, var name, var prefix, var versions) ->
                    field.label()
                            + ":"
                            + value(name, prefix)
                            + versions.stream().map(Query::behind).collect(Collectors.joining());
        };
    }

    private String enclosed() {
        return this instanceof And || this instanceof Or ? "(" + print() + ")" : print();
    }

    private static String behind(Condition condition) {
        return condition instanceof Compare ? print(condition) : "=" + print(condition);
    }

    private static String print(Condition condition) {
        return switch (condition) {
            case Is(var value) -> value(value, false);
            case StartsWith(var value) -> value(value, true);
            case Compare(var comparison, var value) -> comparison.sign() + value(value, false);
            case Between(var low, var high) -> value(low, false) + ".." + value(high, false);
        };
    }

    /** A value as it has to be written. */
    static String value(String text, boolean prefix) {
        String written =
                isPlain(text) ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        return prefix ? written + "*" : written;
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && !text.contains("..")
                && !text.startsWith("-")
                && !text.endsWith(".")
                && !text.startsWith(".")
                && !List.of("AND", "OR", "NOT").contains(text)
                && text.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || "._-+~/@".indexOf(c) >= 0);
    }
}
