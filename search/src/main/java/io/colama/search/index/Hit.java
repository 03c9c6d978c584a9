package io.colama.search.index;

import java.util.List;

/**
 * A revision that was found.
 *
 * @param machine the machine
 * @param revision its id
 * @param head whether it is the machine's newest
 * @param tags its names
 * @param owner whose machine it is
 * @param author who made it
 * @param time when, ISO 8601 in UTC
 * @param title the first line of its message
 * @param systems the operating systems inside, for people
 * @param hosts their host names
 * @param inspected whether its inside is known
 * @param matches packages, applications and versions inside that the query asked for
 */
public record Hit(
        String machine,
        String revision,
        boolean head,
        List<String> tags,
        String owner,
        String author,
        String time,
        String title,
        List<String> systems,
        List<String> hosts,
        boolean inspected,
        List<Matched> matches) {

    /**
     * A fact that matched.
     *
     * @param field the field, such as {@code pkg}
     * @param name of the package or application; empty for other fields
     * @param version or other value
     */
    public record Matched(String field, String name, String version) {}
}
