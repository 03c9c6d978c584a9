package io.colama.search.index;

import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.Problem;
import io.colama.inspect.fact.SystemFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** Entries for tests: made of few values, so that queries find some and not all. */
final class Entries {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    static final List<String> OS =
            List.of("debian", "ubuntu", "windows-2003", "windows-11", "rhel");
    static final List<String> PACKAGES = List.of("openssl", "libssl3", "bash", "lib", "Bash-Doc");
    static final List<String> VERSIONS =
            List.of(
                    "1.0",
                    "3.0.11",
                    "3.0.11-1~deb12u2",
                    "1:3.0.7-25.el9",
                    "3.0.9-r1",
                    "10.2.0.4",
                    "3.0~rc1",
                    "12",
                    "12.5");
    static final List<String> MANAGERS = List.of("dpkg", "rpm", "apk", "pacman", "hotfix");
    static final List<String> NAMES = List.of("ana", "Bob", "web", "web-01", "gold", "old stable");
    static final List<String> TEXTS = List.of("to be kept", "be to kept", "patched", "openssl", "");

    private Entries() {}

    static <T> T pick(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }

    static <T> List<T> some(int most, RandomGenerator random, IntFunction<T> make) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(make.apply(i));
        }
        return list;
    }

    /** A random one. */
    static Entry random(int number, RandomGenerator random) {
        return new Entry(
                pick(NAMES, random).replace(' ', '.') + (number % 50),
                "%064x".formatted(number),
                random.nextBoolean(),
                pick(NAMES, random),
                random.nextBoolean() ? "" : pick(NAMES, random),
                pick(NAMES, random),
                NOW.minusSeconds(random.nextInt(400) * 86_400L + random.nextInt(3)),
                pick(TEXTS, random),
                some(2, random, _ -> pick(NAMES, random)),
                some(2, random, _ -> pick(TEXTS, random)),
                random.nextInt(3),
                random.nextInt(8) * (1L << 30),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(
                                new Entry.Hardware(
                                        pick(NAMES, random),
                                        pick(TEXTS, random),
                                        pick(List.of("x86_64", "aarch64"), random),
                                        1 + random.nextInt(4),
                                        (1L + random.nextInt(4)) << 30,
                                        random.nextBoolean() ? "bios" : "uefi")),
                random.nextInt(5) == 0
                        ? Optional.empty()
                        : Optional.of(inspection(some(3, random, _ -> system(random)))),
                "");
    }

    static Inspection inspection(List<SystemFacts> systems) {
        Inspection.VolumeFacts volume =
                new Inspection.VolumeFacts(
                        "disk0p1",
                        List.of("disk0"),
                        0,
                        1,
                        "",
                        "ext4",
                        "",
                        "",
                        "",
                        "encrypted:luks2",
                        "",
                        List.of());
        return new Inspection(1, List.of(), List.of(volume), systems, List.of());
    }

    private static SystemFacts system(RandomGenerator random) {
        return system(
                pick(OS, random),
                pick(VERSIONS, random),
                random.nextBoolean() ? "" : "" + random.nextInt(3),
                pick(List.of("x86_64", "amd64", "i686", "aarch64"), random),
                pick(NAMES, random),
                some(
                        2,
                        random,
                        _ ->
                                new SystemFacts.PackageSet(
                                        pick(MANAGERS, random),
                                        Origin.NONE,
                                        some(
                                                4,
                                                random,
                                                _ ->
                                                        pkg(
                                                                pick(PACKAGES, random),
                                                                pick(VERSIONS, random))))),
                some(
                        3,
                        random,
                        _ ->
                                app(
                                        pick(List.of("oracle", "tomcat"), random),
                                        "Oracle Database",
                                        pick(VERSIONS, random))));
    }

    static SystemFacts.PackageFacts pkg(String name, String version) {
        return new SystemFacts.PackageFacts(
                name, version, "amd64", "", "", "", "", 0, "installed", false, "", "");
    }

    static SystemFacts.Application app(String id, String name, String version) {
        return new SystemFacts.Application(id, name, version, "", "", List.of(), Origin.NONE);
    }

    static SystemFacts system(
            String os,
            String version,
            String servicePack,
            String architecture,
            String host,
            List<SystemFacts.PackageSet> packages,
            List<SystemFacts.Application> applications) {
        return new SystemFacts(
                os.startsWith("windows") ? "windows" : "linux",
                "disk0p1",
                List.of(),
                new SystemFacts.OsFacts(
                        os,
                        os + " system",
                        version,
                        "",
                        os.equals("ubuntu") ? List.of("debian") : List.of(),
                        "Enterprise Server",
                        "",
                        servicePack,
                        architecture,
                        "",
                        "",
                        Origin.NONE),
                new SystemFacts.HostFacts(
                        host, "", "", "", "", "2019-05-06", "2026-01-02T03:04:05Z"),
                packages,
                applications,
                List.of(),
                List.of(),
                List.of(new SystemFacts.ServiceFacts("sshd", "systemd", "enabled", "", "", "")),
                new SystemFacts.NetworkFacts(
                        List.of(
                                new SystemFacts.Interface(
                                        "eth0",
                                        "52:54:00:12:34:56",
                                        "static",
                                        List.of("10.1.2.3/24"),
                                        List.of(),
                                        Origin.NONE)),
                        List.of(),
                        List.of()),
                List.of(new SystemFacts.Kernel("6.1.0-18-amd64", "")),
                List.of(new SystemFacts.Finding("guest-agent", "qemu-ga", "", Origin.NONE)),
                List.of(new Problem("empty-database:dpkg", "", "")));
    }
}
