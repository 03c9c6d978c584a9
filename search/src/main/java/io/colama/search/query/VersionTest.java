package io.colama.search.query;

import io.colama.inspect.version.VersionOrder;

/** Whether a version fulfils a condition. */
public final class VersionTest {

    private VersionTest() {}

    /**
     * Whether it does.
     *
     * @param order that of the ecosystem that the version comes from
     */
    public static boolean holds(Query.Condition condition, VersionOrder order, String version) {
        return switch (condition) {
            case Query.Is(var value) ->
                    order.compare(version, value) == 0 || isUnder(version, value);
            case Query.StartsWith(var value) ->
                    version.startsWith(value) || withoutEpoch(version).startsWith(value);
            case Query.Compare(var comparison, var value) ->
                    comparison.holds(order.compare(version, value));
            case Query.Between(var low, var high) ->
                    order.compare(version, low) >= 0 && order.compare(version, high) <= 0;
        };
    }

    /** Whether it is a version and a separator and more. */
    private static boolean isUnder(String version, String value) {
        return version.length() > value.length()
                && version.startsWith(value)
                && ".-_ +~".indexOf(version.charAt(value.length())) >= 0;
    }

    private static String withoutEpoch(String version) {
        int colon = version.indexOf(':');
        boolean epoch =
                colon > 0
                        && version.substring(0, colon).chars().allMatch(c -> c >= '0' && c <= '9');
        return epoch ? version.substring(colon + 1) : version;
    }
}
