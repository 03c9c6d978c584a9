package io.colama.search.index;

import java.util.List;

/**
 * The answer to a query.
 *
 * @param total how many revisions fulfil it
 * @param notInspected how many of those that were searched are not inspected, so that only what
 *     stands around them could be compared
 * @param hits the newest of them
 * @param facets how they are distributed; none when they were not asked for
 */
public record Found(long total, long notInspected, List<Hit> hits, List<Facet> facets) {

    /** Copies the lists. */
    public Found {
        hits = List.copyOf(hits);
        facets = List.copyOf(facets);
    }
}
