package io.colama.inspect.windows;

import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts.PackageFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.hive.FileTimes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Updates of Windows and what became of them.
 *
 * <p>That one is installed is told; which are missing is not, since that needs a table of what
 * replaces what. A system since Windows 10 is as new as its version, not as this list.
 */
final class Hotfixes {

    private static final String SERVICING =
            "Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\Packages";
    private static final Pattern PACKAGE =
            Pattern.compile(
                    "(?i)Package_(?:\\d+_)?for_([\\w.-]+)~[0-9a-f]*~(\\w*)~[\\w-]*~([\\d.]+)");
    private static final Pattern BULLETIN = Pattern.compile("(?i)(?:KB|Q)(\\d{6,7})(?:\\D.*)?");

    private final SortedMap<String, Fix> fixes = new TreeMap<>();

    /**
     * An update.
     *
     * @param name such as {@code KB958644}
     * @param state {@code installed}, {@code superseded}, {@code staged}…
     * @param installed when, ISO 8601
     */
    record Fix(
            String name,
            String version,
            String architecture,
            String state,
            String installed,
            String summary,
            Origin origin) {}

    /** All updates; empty where there is no list of them. */
    Optional<PackageSet> read(Registry registry, List<Fix> others) throws IOException {
        RegistryKey servicing = registry.software().at(SERVICING);
        for (RegistryKey key : servicing.children()) {
            Matcher name = PACKAGE.matcher(key.name());
            if (name.matches()) {
                add(serviced(key, name));
            }
        }
        RegistryKey old = registry.software().at("Microsoft\\Windows NT\\CurrentVersion\\HotFix");
        for (RegistryKey key : old.children()) {
            if (key.number("Installed").orElse(1) == 1) {
                old(key, key.text("Fix Description"), "");
            }
        }
        RegistryKey updates = registry.software().at("Microsoft\\Updates");
        updates(updates, 0);
        others.forEach(this::add);
        if (fixes.isEmpty() && !servicing.exists() && !old.exists()) {
            return Optional.empty();
        }
        RegistryKey from = servicing.exists() ? servicing : old.exists() ? old : updates;
        return Optional.of(
                new PackageSet(
                        "hotfix",
                        from.origin(),
                        fixes.values().stream()
                                .map(fix ->
                                        new PackageFacts(
                                                fix.name,
                                                fix.version,
                                                fix.architecture,
                                                "",
                                                "",
                                                "",
                                                "Microsoft",
                                                0,
                                                fix.state,
                                                false,
                                                fix.installed,
                                                fix.summary))
                                .toList()));
    }

    /** An update is several packages: it is as far as the one of them that is furthest. */
    private void add(Fix fix) {
        fixes.merge(fix.name, fix, (one, other) -> rank(other) < rank(one) ? other : one);
    }

    private static int rank(Fix fix) {
        int rank =
                List.of("installed", "superseded", "install-pending", "uninstall-pending", "staged")
                        .indexOf(fix.state);
        return rank < 0 ? 9 : rank;
    }

    private static Fix serviced(RegistryKey key, Matcher name) throws IOException {
        OptionalLong state = key.number("CurrentState");
        OptionalLong high = key.number("InstallTimeHigh");
        OptionalLong low = key.number("InstallTimeLow");
        String time =
                high.isPresent() && low.isPresent()
                        ? FileTimes.text((high.getAsLong() << Integer.SIZE) | low.getAsLong())
                        : "";
        return new Fix(
                name.group(1),
                name.group(3),
                name.group(2),
                state(state.orElse(-1)),
                time,
                "",
                key.origin());
    }

    private static String state(long number) {
        return switch ((int) number) {
            case 0x70, 0x80 -> "installed";
            case 0x50 -> "superseded";
            case 0x60 -> "install-pending";
            case 0x05 -> "uninstall-pending";
            case 0x40 -> "staged";
            case -1 -> "unknown";
            default -> "state-0x%02x".formatted(number);
        };
    }

    private void old(RegistryKey key, String description, String date) {
        Matcher bulletin = BULLETIN.matcher(key.name());
        if (bulletin.matches()) {
            add(
                    new Fix(
                            "KB" + bulletin.group(1),
                            "",
                            "",
                            "installed",
                            date,
                            description,
                            key.origin()));
        }
    }

    /** By product and service pack; the depth is that of what Windows writes. */
    private void updates(RegistryKey key, int depth) throws IOException {
        for (RegistryKey child : key.children()) {
            if (BULLETIN.matcher(child.name()).matches()) {
                old(child, child.firstText("Description", "PackageName"), "");
            } else if (depth < 3) {
                updates(child, depth + 1);
            }
        }
    }
}
