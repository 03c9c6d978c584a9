package io.colama.bench;

import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts;
import io.colama.search.index.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Revisions of machines as they occur: 100 to a machine, each with one package of a hundred newer
 * than in the one before. Half of the packages are those that every machine has, the rest are
 * chosen from {@link #NAMES} names; a name has a dozen versions and more.
 */
final class SyntheticRevisions {

    static final int NAMES = 8_000;
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final int TO_A_MACHINE = 100;
    private static final List<String> SYSTEMS = List.of("debian", "ubuntu", "rhel", "alpine");
    private static final List<String> STEMS =
            List.of(
                    "lib", "python3", "perl", "golang", "node", "ruby", "php", "gcc", "x11",
                    "font");

    private final RandomGenerator random;
    private final int packages;
    private final long seed;
    private int made;
    private int system;
    private int[] names = new int[0];
    private int[] releases = new int[0];

    SyntheticRevisions(long seed, int packages) {
        this.seed = seed;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.packages = packages;
    }

    /** The name of a package by its number. */
    String name(int number) {
        long mixed = (number + seed) * 0x9E3779B97F4A7C15L;
        String letters = Long.toString(mixed >>> 40, 26);
        return STEMS.get(Math.floorMod(number, STEMS.size())) + "-" + letters + number % 10;
    }

    private String version(int number, int release) {
        long mixed = (number + seed) * 0xD1B54A32D192ED03L >>> 33;
        String upstream = mixed % 9 + "." + (mixed / 9 % 20 + release / 4) + "." + release % 4;
        return switch (system) {
            case 0 -> upstream + "-" + (1 + release % 3) + "~deb12u1";
            case 1 -> upstream + "-0ubuntu" + (1 + release % 3);
            case 2 -> (mixed % 10 == 0 ? "1:" : "") + upstream + "-" + (1 + release % 3) + ".el9";
            default -> upstream + "-r" + release % 3;
        };
    }

    private String manager() {
        return system < 2 ? "dpkg" : system == 2 ? "rpm" : "apk";
    }

    /** The next revision. */
    Entry next() {
        int step = made % TO_A_MACHINE;
        int machine = made / TO_A_MACHINE;
        if (step == 0) {
            begin();
        } else {
            for (int i = packages / 100; i >= 0; i--) {
                releases[random.nextInt(packages)]++;
            }
        }
        Entry entry = entry(machine, step);
        made++;
        return entry;
    }

    private void begin() {
        system = random.nextInt(SYSTEMS.size());
        names = new int[packages];
        releases = new int[packages];
        for (int i = 0; i < packages; i++) {
            names[i] = i < packages / 2 ? i : packages + random.nextInt(NAMES - packages);
            releases[i] = random.nextInt(12);
        }
    }

    private Entry entry(int machine, int step) {
        List<SystemFacts.PackageFacts> installed = new ArrayList<>(packages);
        for (int i = 0; i < packages; i++) {
            installed.add(
                    new SystemFacts.PackageFacts(
                            name(names[i]),
                            version(names[i], releases[i]),
                            "amd64",
                            "",
                            "",
                            "",
                            "",
                            0,
                            "installed",
                            false,
                            "",
                            ""));
        }
        SystemFacts facts =
                new SystemFacts(
                        "linux",
                        "disk0p1",
                        List.of(),
                        new SystemFacts.OsFacts(
                                SYSTEMS.get(system),
                                SYSTEMS.get(system) + " server",
                                "" + (10 + machine % 4) + "." + step / 10,
                                "",
                                List.of(),
                                "",
                                "",
                                "",
                                "x86_64",
                                "",
                                "",
                                Origin.NONE),
                        new SystemFacts.HostFacts("host" + machine, "", "", "", "", "", ""),
                        List.of(new SystemFacts.PackageSet(manager(), Origin.NONE, installed)),
                        List.of(
                                new SystemFacts.Application(
                                        "app" + machine % 20,
                                        "Application " + machine % 20,
                                        step / 10 + "." + machine % 7,
                                        "",
                                        "",
                                        List.of(),
                                        Origin.NONE)),
                        List.of(),
                        List.of(),
                        List.of(
                                new SystemFacts.ServiceFacts(
                                        "sshd", "systemd", "enabled", "", "", "")),
                        SystemFacts.NetworkFacts.NONE,
                        List.of(
                                new SystemFacts.Kernel(
                                        "%d.%d.0-%d".formatted(5 + machine % 2, step / 9, step),
                                        "")),
                        List.of(),
                        List.of());
        return new Entry(
                "machine" + machine,
                "%064x".formatted(made * 0x9E3779B97F4A7C15L),
                step == TO_A_MACHINE - 1,
                "user" + machine % 50,
                "",
                "user" + step % 50,
                NOW.minus(Duration.ofHours((TO_A_MACHINE - step) * 87L + machine % 50)),
                step % 5 == 0 ? "security update" : "nightly state " + step,
                step % 25 == 0 ? List.of(step == 0 ? "gold" : "v" + step) : List.of(),
                List.of(),
                1,
                8L << 30,
                Optional.of(
                        new Entry.Hardware(
                                "machine" + machine,
                                "",
                                "x86_64",
                                1 + machine % 8,
                                (1L + machine % 8) << 30,
                                "bios")),
                Optional.of(new Inspection(1, List.of(), List.of(), List.of(facts), List.of())),
                "");
    }
}
