package io.colama.search.index;

import java.util.List;

/**
 * How what was found is distributed over the values of a field.
 *
 * @param field {@code os}, {@code version}, {@code owner} or {@code age}
 * @param values the most frequent first; ages from young to old
 */
public record Facet(String field, List<Value> values) {

    /** Copies the list. */
    public Facet {
        values = List.copyOf(values);
    }

    /**
     * A value.
     *
     * @param value for people
     * @param query what to add to the query to see only these
     * @param count how many
     */
    public record Value(String value, String query, long count) {}
}
