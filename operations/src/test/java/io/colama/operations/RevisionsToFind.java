package io.colama.operations;

import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Origin;
import io.colama.inspect.fact.SystemFacts;
import io.colama.store.Hash;
import io.colama.testkit.RandomDisk;
import io.colama.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Fills a repository with small revisions, and with facts that nobody had to inspect. */
final class RevisionsToFind {

    private static final Seed SEED = Seed.of(99);

    private final Environment environment;
    private final Path directory;
    private int disks;

    RevisionsToFind(Environment environment, Path directory) {
        this.environment = environment;
        this.directory = directory;
    }

    /** Checks a new disk in and answers the id of the revision. */
    String checkIn(String machine, String message) throws IOException {
        Path image = directory.resolve("image" + disks + ".raw");
        RandomDisk.of(SEED.part(disks++), 20_000).writeTo(image);
        return new CheckIn(environment)
                .run(CheckIn.Request.of(machine, List.of(image), message), Task.SILENT)
                .revision();
    }

    /** Keeps facts of a revision: a Debian with one package. */
    void keep(String revision, String packageName, String version) throws IOException {
        SystemFacts.PackageFacts one =
                new SystemFacts.PackageFacts(
                        packageName,
                        version,
                        "amd64",
                        "",
                        "",
                        "",
                        "",
                        0,
                        "installed",
                        false,
                        "",
                        "");
        SystemFacts system =
                new SystemFacts(
                        "linux",
                        "disk0",
                        List.of(),
                        new SystemFacts.OsFacts(
                                "debian",
                                "Debian 12",
                                "12",
                                "",
                                List.of(),
                                "",
                                "",
                                "",
                                "x86_64",
                                "",
                                "",
                                Origin.NONE),
                        SystemFacts.HostFacts.UNKNOWN,
                        List.of(new SystemFacts.PackageSet("dpkg", Origin.NONE, List.of(one))),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        SystemFacts.NetworkFacts.NONE,
                        List.of(),
                        List.of(),
                        List.of());
        Inspection inspection =
                new Inspection(
                        Inspection.VERSION, List.of(), List.of(), List.of(system), List.of());
        new Inspections(environment.repository())
                .keep(Hash.parse(revision), new Inspections.Kept(List.of(), inspection));
    }
}
