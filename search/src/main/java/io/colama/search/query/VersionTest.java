package io.colama.search.query;

import io.colama.inspect.version.VersionOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Tells which versions fulfil a condition. What the condition names is read once for each order;
 * any number of threads.
 */
public final class VersionTest {

    private final Query.Condition condition;
    private final Map<VersionOrder, Key> keys = new EnumMap<>(VersionOrder.class);

    /** The versions of a condition as keys; the second is only used by ranges. */
    private record Key(byte[] first, byte[] second) {}

    /** A test for a condition. */
    public VersionTest(Query.Condition condition) {
        this.condition = condition;
        for (VersionOrder order : VersionOrder.values()) {
            keys.put(
                    order,
                    switch (condition) {
                        case Query.Is(var value) -> key(order, value, value);
                        case Query.StartsWith _ -> key(order, "", "");
                        case Query.Compare(var _, var value) -> key(order, value, value);
                        case Query.Between(var low, var high) -> key(order, low, high);
                    });
        }
    }

    private static Key key(VersionOrder order, String first, String second) {
        return new Key(order.sortKey(first), order.sortKey(second));
    }

    /**
     * Whether a version fulfils it.
     *
     * @param order that of the ecosystem that the version comes from
     */
    public boolean holds(VersionOrder order, String version) {
        return switch (condition) {
            case Query.Is(var value) -> compare(order, version) == 0 || isUnder(version, value);
            case Query.StartsWith(var value) ->
                    version.startsWith(value) || withoutEpoch(version).startsWith(value);
            case Query.Compare(var comparison, var _) -> comparison.holds(compare(order, version));
            case Query.Between _ -> {
                byte[] key = order.sortKey(version);
                Key wanted = wanted(order);
                yield Arrays.compareUnsigned(key, wanted.first) >= 0
                        && Arrays.compareUnsigned(key, wanted.second) <= 0;
            }
        };
    }

    private int compare(VersionOrder order, String version) {
        return Arrays.compareUnsigned(order.sortKey(version), wanted(order).first);
    }

    private Key wanted(VersionOrder order) {
        return Objects.requireNonNull(keys.get(order));
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
