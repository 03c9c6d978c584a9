package io.colama.search.index;

import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.version.VersionOrder;
import io.colama.search.query.Field;
import io.colama.search.query.Query;
import io.colama.search.query.Values;
import io.colama.search.query.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a query means, said about one entry and without an index. */
record PlainEvaluation(Entry entry, Values values) {

    private record Software(String name, VersionOrder order, String version) {}

    private List<SystemFacts> systems() {
        return entry.inspection().map(Inspection::systems).orElse(List.of());
    }

    boolean holds(Query query) {
        return switch (query) {
            case Query.Or(var parts) -> parts.stream().anyMatch(this::holds);
            case Query.Not(var part) -> !holds(part);
            case Query.And(var parts) -> {
                List<Query> inside = parts.stream().filter(PlainEvaluation::isInside).toList();
                yield parts.stream().filter(part -> !isInside(part)).allMatch(this::holds)
                        && (inside.isEmpty() || anySystem(new Query.And(inside)));
            }
            case Query.Words(var text, var prefix) -> words(text, prefix);
            case Query.Match match -> match.field().isOfSystem() ? anySystem(match) : around(match);
            case Query.Named _ -> anySystem(query);
        };
    }

    private static boolean isInside(Query query) {
        return switch (query) {
            case Query.Or(var parts) -> parts.stream().allMatch(PlainEvaluation::isInside);
            case Query.And(var parts) -> parts.stream().allMatch(PlainEvaluation::isInside);
            case Query.Match match -> match.field().isOfSystem();
            case Query.Named _ -> true;
            case Query.Not _, Query.Words _ -> false;
        };
    }

    private boolean anySystem(Query query) {
        boolean declared =
                systems().isEmpty()
                        && entry.hardware().isPresent()
                        && holds(
                                query,
                                Entries.system(
                                        "",
                                        "",
                                        "",
                                        entry.hardware().get().architecture(),
                                        "",
                                        List.of(),
                                        List.of()),
                                true);
        return declared || systems().stream().anyMatch(system -> holds(query, system, false));
    }

    private boolean holds(Query query, SystemFacts system, boolean onlyArchitecture) {
        return switch (query) {
            case Query.Or(var parts) ->
                    parts.stream().anyMatch(part -> holds(part, system, onlyArchitecture));
            case Query.And(var parts) -> all(parts, system, onlyArchitecture);
            case Query.Named named ->
                    !onlyArchitecture
                            && (named.field() == Field.PKG
                                            ? packages(system)
                                            : applications(system))
                                    .anyMatch(each ->
                                            isNamed(named, each)
                                                    && versions(named.versions(), each));
            case Query.Match match ->
                    (!onlyArchitecture || match.field() == Field.ARCH) && inside(match, system);
            case Query.Not _, Query.Words _ -> throw new IllegalArgumentException(query.print());
        };
    }

    /** An application and the versions beside it are of one application. */
    private boolean all(List<Query> parts, SystemFacts system, boolean onlyArchitecture) {
        List<Query> rest = new ArrayList<>();
        List<Query.Named> apps = new ArrayList<>();
        List<Query.Condition> conditions = new ArrayList<>();
        for (Query part : parts) {
            if (part instanceof Query.Named named && named.field() == Field.APP) {
                apps.add(named);
            } else if (part instanceof Query.Match(var field, var condition)
                    && field == Field.APP_VERSION) {
                conditions.add(condition);
            } else {
                rest.add(part);
            }
        }
        boolean software =
                apps.size() == 1
                        ? applications(system)
                                .anyMatch(each ->
                                        isNamed(apps.getFirst(), each)
                                                && versions(apps.getFirst().versions(), each)
                                                && versions(conditions, each))
                        : apps.stream().allMatch(app -> holds(app, system, false))
                                && conditions.stream()
                                        .allMatch(one ->
                                                applications(system)
                                                        .anyMatch(each ->
                                                                versions(List.of(one), each)));
        boolean none = apps.isEmpty() && conditions.isEmpty();
        return (none || (software && !onlyArchitecture))
                && rest.stream().allMatch(part -> holds(part, system, onlyArchitecture));
    }

    private static Stream<Software> packages(SystemFacts system) {
        return system.packages().stream()
                .flatMap(set ->
                        set.packages().stream()
                                .map(each ->
                                        new Software(
                                                each.name(),
                                                VersionOrder.of(set.manager()),
                                                each.version())));
    }

    private static Stream<Software> applications(SystemFacts system) {
        return system.applications().stream()
                .flatMap(each ->
                        Stream.of(each.id(), each.name())
                                .map(name ->
                                        new Software(name, VersionOrder.DOTTED, each.version())));
    }

    private static boolean isNamed(Query.Named named, Software software) {
        String name = software.name.toLowerCase(Locale.ROOT);
        String wanted = named.name().toLowerCase(Locale.ROOT);
        return named.prefix() ? name.startsWith(wanted) : name.equals(wanted);
    }

    private static boolean versions(List<Query.Condition> conditions, Software software) {
        return conditions.stream()
                .allMatch(each -> version(each, software.order, software.version));
    }

    private static boolean version(Query.Condition condition, VersionOrder order, String version) {
        return switch (condition) {
            case Query.Is(var value) ->
                    order.compare(version, value) == 0
                            || Stream.of(".", "-", "_", " ", "+", "~")
                                    .anyMatch(end -> version.startsWith(value + end));
            case Query.StartsWith(var value) ->
                    version.startsWith(value)
                            || version.replaceFirst("^[0-9]+:", "").startsWith(value);
            case Query.Between(var low, var high) ->
                    order.compare(low, version) <= 0 && order.compare(version, high) <= 0;
            case Query.Compare(var comparison, var value) -> {
                int difference = order.compare(version, value);
                yield switch (comparison) {
                    case EQ -> difference == 0;
                    case LT -> difference < 0;
                    case LE -> difference <= 0;
                    case GT -> difference > 0;
                    case GE -> difference >= 0;
                };
            }
        };
    }

    private boolean inside(Query.Match match, SystemFacts system) {
        SystemFacts.OsFacts os = system.os();
        Query.Condition asked = match.condition();
        return switch (match.field()) {
            case OS -> word(asked, parts(os.id()), List.of(os.id()));
            case LIKE ->
                    word(asked, Stream.concat(Stream.of(os.id()), os.like().stream()).toList());
            case FAMILY -> word(asked, List.of(system.family()));
            case VERSION -> version(asked, VersionOrder.DOTTED, os.version());
            case SP ->
                    !os.servicePack().isEmpty()
                            && version(asked, VersionOrder.DOTTED, os.servicePack());
            case KERNEL ->
                    system.kernels().stream()
                            .anyMatch(kernel ->
                                    version(asked, VersionOrder.DOTTED, kernel.version()));
            case EDITION -> text(asked, os.edition());
            case ARCH -> word(architecture(asked), List.of(architecture(os.architecture())));
            case HOST -> word(asked, List.of(system.host().name()));
            case IP -> word(asked, List.of("10.1.2.3"));
            case APP_VERSION ->
                    applications(system).anyMatch(each -> version(asked, each.order, each.version));
            case INSTALLED ->
                    values.range(match.field().kind(), asked)
                            .contains(
                                    java.time.Instant.parse("2019-05-06T00:00:00Z").toEpochMilli());
            default -> throw new IllegalArgumentException(match.print());
        };
    }

    private static Query.Condition architecture(Query.Condition asked) {
        return asked instanceof Query.Is(var value) ? new Query.Is(architecture(value)) : asked;
    }

    private static String architecture(String name) {
        return switch (name) {
            case "amd64" -> "x86_64";
            case "i686" -> "i386";
            default -> name;
        };
    }

    private boolean around(Query.Match match) {
        Query.Condition asked = match.condition();
        Optional<Entry.Hardware> hardware = entry.hardware();
        return switch (match.field()) {
            case MACHINE -> word(asked, List.of(entry.machine()));
            case HEAD -> flag(asked, entry.head());
            case INSPECTED -> flag(asked, entry.inspection().isPresent());
            case OWNER -> word(asked, List.of(entry.owner()));
            case AUTHOR -> word(asked, List.of(entry.author()));
            case TAG -> word(asked, entry.tags());
            case FROM -> !entry.clonedFrom().isEmpty() && word(asked, List.of(entry.clonedFrom()));
            case MESSAGE -> text(asked, entry.message());
            case NOTE -> entry.notes().stream().anyMatch(note -> text(asked, note));
            case TIME, AGE ->
                    values.range(match.field().kind(), asked).contains(entry.time().toEpochMilli());
            case DISKS -> values.range(match.field().kind(), asked).contains(entry.disks());
            case SIZE -> values.range(match.field().kind(), asked).contains(entry.bytes());
            case CPUS ->
                    hardware.isPresent()
                            && values.range(match.field().kind(), asked)
                                    .contains(hardware.get().processors());
            case MEMORY ->
                    hardware.isPresent()
                            && values.range(match.field().kind(), asked)
                                    .contains(hardware.get().memoryBytes());
            case FIRMWARE ->
                    hardware.isPresent() && word(asked, List.of(hardware.get().firmware()));
            case FS -> entry.inspection().isPresent() && word(asked, List.of("ext4"));
            case PROBLEM -> {
                List<String> codes = new ArrayList<>();
                if (entry.inspection().isPresent()) {
                    codes.add("encrypted:luks2");
                }
                if (!systems().isEmpty()) {
                    codes.add("empty-database:dpkg");
                }
                yield word(asked, codes.stream().flatMap(code -> parts(code).stream()).toList());
            }
            default -> throw new IllegalArgumentException(match.print());
        };
    }

    private static boolean flag(Query.Condition asked, boolean value) {
        boolean wanted =
                asked instanceof Query.Is(var text) && List.of("true", "yes").contains(text);
        return wanted == value;
    }

    private static List<String> parts(String id) {
        List<String> parts = new ArrayList<>(List.of(id));
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) == '-' || id.charAt(i) == ':') {
                parts.add(id.substring(0, i));
            }
        }
        return parts;
    }

    private static boolean word(Query.Condition asked, List<String> values) {
        return word(asked, values, values);
    }

    private static boolean word(Query.Condition asked, List<String> exact, List<String> whole) {
        return switch (asked) {
            case Query.Is(var value) -> exact.stream().anyMatch(value::equalsIgnoreCase);
            case Query.StartsWith(var value) ->
                    whole.stream()
                            .anyMatch(each ->
                                    each.toLowerCase(Locale.ROOT)
                                            .startsWith(value.toLowerCase(Locale.ROOT)));
            case Query.Compare _, Query.Between _ -> throw new IllegalArgumentException("" + asked);
        };
    }

    private static boolean text(Query.Condition asked, String text) {
        List<String> words = Words.of(text);
        return switch (asked) {
            case Query.Is(var value) -> Collections.indexOfSubList(words, Words.of(value)) >= 0;
            case Query.StartsWith(var value) ->
                    words.stream().anyMatch(word -> word.startsWith(Words.of(value).getFirst()));
            case Query.Compare _, Query.Between _ -> throw new IllegalArgumentException("" + asked);
        };
    }

    private boolean words(String text, boolean prefix) {
        Query.Condition asked = prefix ? new Query.StartsWith(text) : new Query.Is(text);
        Stream<String> inside =
                systems().stream()
                        .flatMap(system ->
                                Stream.concat(
                                        Stream.of(system.os().name(), system.host().name()),
                                        system.applications().stream()
                                                .map(SystemFacts.Application::name)));
        Stream<String> hardware =
                entry.hardware().stream().flatMap(one -> Stream.of(one.name(), one.description()));
        Stream<String> own =
                Stream.of(
                                Stream.of(entry.machine(), entry.message()),
                                entry.notes().stream(),
                                entry.tags().stream())
                        .flatMap(each -> each);
        Predicate<String> fits = each -> text(asked, each);
        return Stream.of(own, hardware, inside).flatMap(each -> each).anyMatch(fits)
                || anySystem(new Query.Named(Field.PKG, text, prefix, List.of()))
                || anySystem(new Query.Named(Field.APP, text, prefix, List.of()));
    }
}
