package io.colama.inspect.diff;

import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.version.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the facts of two inspections. */
public final class FactsDiff {

    private FactsDiff() {}

    /**
     * What is compared of a system.
     *
     * <p>Systems are taken in their order: the first of one with the first of the other.
     */
    public enum Part {
        /** What system it is and who. */
        SYSTEM,
        /** What package managers installed. */
        PACKAGES,
        /** What was installed without them. */
        APPLICATIONS,
        /** Users and groups. */
        ACCOUNTS,
        /** What starts by itself. */
        SERVICES,
        /** How it is connected. */
        NETWORK,
        /** Volumes and where they are mounted. */
        VOLUMES
    }

    /** The changes of one part, in the order of their names. */
    public static List<Change> of(Part part, Inspection before, Inspection after) {
        List<Change> changes = new ArrayList<>();
        if (part == Part.VOLUMES) {
            compare("volume", volumes(before), volumes(after), changes);
        }
        int systems = Math.max(before.systems().size(), after.systems().size());
        for (int i = 0; i < systems; i++) {
            Optional<SystemFacts> one = system(before, i);
            Optional<SystemFacts> other = system(after, i);
            String name = part.name().toLowerCase(Locale.ROOT).replaceFirst("s$", "");
            List<Change> found = new ArrayList<>();
            compare(
                    name,
                    one.map(system -> values(part, system)).orElse(new TreeMap<>()),
                    other.map(system -> values(part, system)).orElse(new TreeMap<>()),
                    found);
            VersionOrder order = part == Part.PACKAGES ? order(other) : VersionOrder.DOTTED;
            boolean versions = part == Part.PACKAGES || part == Part.APPLICATIONS;
            found.forEach(change -> changes.add(versions ? directed(change, order) : change));
        }
        return changes;
    }

    private static VersionOrder order(Optional<SystemFacts> system) {
        return VersionOrder.of(
                system.stream()
                        .flatMap(found -> found.packages().stream())
                        .map(PackageSet::manager)
                        .findFirst()
                        .orElse(""));
    }

    /** Says which way a version changed, where its order tells. */
    private static Change directed(Change change, VersionOrder order) {
        if (!change.change().equals("changed")) {
            return change;
        }
        int way = order.compare(stateless(change.before()), stateless(change.after()));
        String word = way < 0 ? "upgraded" : way > 0 ? "downgraded" : "changed";
        return new Change(change.part(), word, change.name(), change.before(), change.after());
    }

    /** A version without the state in parentheses. */
    private static String stateless(String version) {
        int state = version.indexOf(" (");
        return state < 0 ? version : version.substring(0, state);
    }

    private static Optional<SystemFacts> system(Inspection inspection, int number) {
        return number < inspection.systems().size()
                ? Optional.of(inspection.systems().get(number))
                : Optional.empty();
    }

    /** The changes between two sets of named values. */
    public static void compare(
            String part,
            SortedMap<String, String> before,
            SortedMap<String, String> after,
            List<Change> changes) {
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String old = before.get(name);
            String now = after.get(name);
            if (old == null && now != null) {
                changes.add(Change.added(part, name, now));
            } else if (now == null && old != null) {
                changes.add(Change.removed(part, name, old));
            } else if (old != null && now != null && !old.equals(now)) {
                changes.add(Change.changed(part, name, old, now));
            }
        }
    }

    private static SortedMap<String, String> volumes(Inspection inspection) {
        SortedMap<String, String> values = new TreeMap<>();
        inspection
                .volumes()
                .forEach(v ->
                        values.put(
                                v.name(),
                                "%s %s %d bytes %s"
                                        .formatted(v.kind(), v.label(), v.bytes(), v.reason())
                                        .strip()));
        return values;
    }

    private static SortedMap<String, String> values(Part part, SystemFacts system) {
        SortedMap<String, String> values = new TreeMap<>();
        switch (part) {
            case SYSTEM -> system(system, values);
            case PACKAGES -> packages(system, values);
            case APPLICATIONS ->
                    system.applications()
                            .forEach(a ->
                                    // names of programs for Windows often hold their version
                                    put(values, (a.id() + " " + a.place()).strip(), a.version()));
            case ACCOUNTS -> {
                system.accounts()
                        .forEach(a ->
                                put(
                                        values,
                                        "user " + a.name(),
                                        "%s %s %s %s %s%s %d keys"
                                                .formatted(
                                                        a.id(),
                                                        a.group(),
                                                        a.home(),
                                                        a.shell(),
                                                        a.password(),
                                                        a.administrator() ? " administrator" : "",
                                                        a.keys())));
                system.groups()
                        .forEach(g ->
                                put(
                                        values,
                                        "group " + g.name(),
                                        g.id() + " " + String.join(",", g.members())));
            }
            case SERVICES ->
                    system.services()
                            .forEach(s ->
                                    put(values, s.name(), (s.start() + " " + s.command()).strip()));
            case NETWORK -> {
                system.network()
                        .interfaces()
                        .forEach(i ->
                                put(
                                        values,
                                        i.name(),
                                        "%s %s %s %s"
                                                .formatted(
                                                        i.method(),
                                                        i.mac(),
                                                        String.join(",", i.addresses()),
                                                        String.join(",", i.gateways()))
                                                .strip()));
                put(values, "name servers", String.join(",", system.network().nameServers()));
            }
            case VOLUMES ->
                    system.mounts().forEach(m -> put(values, "mount " + m.place(), m.volume()));
        }
        return values;
    }

    /** Two of the same name stand beside each other. */
    private static void put(Map<String, String> values, String name, String value) {
        values.merge(name, value, (one, other) -> one + "; " + other);
    }

    private static void system(SystemFacts system, SortedMap<String, String> values) {
        OsFacts os = system.os();
        values.put("name", os.name());
        values.put("version", os.version());
        values.put("release", os.codename());
        values.put("role", os.role());
        values.put("edition", os.edition());
        values.put("service pack", os.servicePack());
        values.put("build", os.build());
        values.put("architecture", os.architecture());
        values.put("host name", system.host().name());
        values.put("domain", system.host().domain());
        values.put("machine id", system.host().machineId());
        values.put("time zone", system.host().timeZone());
        values.put("locale", system.host().locale());
        system.kernels().forEach(kernel -> values.put("kernel " + kernel.version(), "present"));
        values.values().removeIf(String::isEmpty);
    }

    private static void packages(SystemFacts system, SortedMap<String, String> values) {
        for (PackageSet set : system.packages()) {
            Map<String, Long> names =
                    set.packages().stream()
                            .collect(
                                    Collectors.groupingBy(
                                            PackageFacts::name, Collectors.counting()));
            for (PackageFacts each : set.packages()) {
                // the same package can be there for several architectures
                boolean alone = names.getOrDefault(each.name(), 1L) == 1;
                put(
                        values,
                        alone ? each.name() : each.name() + ":" + each.architecture(),
                        each.state().equals("installed")
                                ? each.version()
                                : each.version() + " (" + each.state() + ")");
            }
        }
    }
}
