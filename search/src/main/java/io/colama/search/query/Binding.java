package io.colama.search.query;

import java.util.ArrayList;
import java.util.List;

/**
 * Which application {@code app-version} is about: the one {@code app} of the same AND; any, where
 * the AND has none.
 */
public final class Binding {

    private Binding() {}

    /** The parts of an AND, those about the version of an application joined to the application. */
    public static List<Query> bound(List<Query> parts) {
        List<Query> apps = parts.stream().filter(Binding::isApp).toList();
        if (apps.size() != 1 || parts.stream().noneMatch(Binding::isVersion)) {
            return parts;
        }
        Query.Named app = (Query.Named) apps.getFirst();
        List<Query.Condition> versions = new ArrayList<>(app.versions());
        List<Query> rest = new ArrayList<>();
        for (Query part : parts) {
            if (part instanceof Query.Match(var _, var condition) && isVersion(part)) {
                versions.add(condition);
            } else if (!isApp(part)) {
                rest.add(part);
            }
        }
        rest.add(new Query.Named(app.field(), app.name(), app.prefix(), versions));
        return rest;
    }

    private static boolean isApp(Query query) {
        return query instanceof Query.Named named && named.field() == Field.APP;
    }

    private static boolean isVersion(Query query) {
        return query instanceof Query.Match match && match.field() == Field.APP_VERSION;
    }

    /**
     * Refuses an AND in which a version could be meant for one application and be read for another.
     */
    static void check(List<QueryParser.Placed> parts) throws QueryException {
        long direct = parts.stream().filter(part -> isApp(part.query())).count();
        for (int i = 0; i < parts.size(); i++) {
            QueryParser.Placed part = parts.get(i);
            boolean version = isVersion(part.query());
            boolean elsewhere = false;
            for (int j = 0; j < parts.size(); j++) {
                Query other = parts.get(j).query();
                elsewhere |= i != j && !(version && isApp(other)) && hasApp(other);
            }
            boolean unbound = !isApp(part.query()) && hasUnbound(part.query());
            boolean wrong =
                    version ? direct > 1 || (direct == 0 && elsewhere) : unbound && elsewhere;
            if (wrong) {
                throw new QueryException(
                        part.position(),
                        "it is not clear which application the app-version at %d is about: write app:NAME=10.* or app:NAME<11"
                                .formatted(part.position() + 1));
            }
        }
    }

    private static boolean hasApp(Query query) {
        return switch (query) {
            case Query.And(var parts) -> parts.stream().anyMatch(Binding::hasApp);
            case Query.Or(var parts) -> parts.stream().anyMatch(Binding::hasApp);
            case Query.Not(var part) -> hasApp(part);
            case Query.Named _, Query.Match _, Query.Words _ -> isApp(query);
        };
    }

    private static boolean hasUnbound(Query query) {
        return switch (query) {
            case Query.And(var parts) -> bound(parts).stream().anyMatch(Binding::hasUnbound);
            case Query.Or(var parts) -> parts.stream().anyMatch(Binding::hasUnbound);
            case Query.Not(var part) -> hasUnbound(part);
            case Query.Named _, Query.Match _, Query.Words _ -> isVersion(query);
        };
    }
}
