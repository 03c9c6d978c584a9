package io.colama.inspect;

import io.colama.guest.file.Condition;
import io.colama.guest.partition.PartitionTable;
import io.colama.guest.volume.Content;
import io.colama.guest.volume.GuestDisk;
import io.colama.guest.volume.GuestDisks;
import io.colama.guest.volume.Volume;
import io.colama.inspect.application.Applications;
import io.colama.inspect.fact.Inspection;
import io.colama.inspect.fact.Inspection.DiskFacts;
import io.colama.inspect.fact.Inspection.VolumeFacts;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.library.Libraries;
import io.colama.inspect.linux.Accounts;
import io.colama.inspect.linux.Evidence;
import io.colama.inspect.linux.Host;
import io.colama.inspect.linux.Network;
import io.colama.inspect.linux.OsRelease;
import io.colama.inspect.linux.Services;
import io.colama.inspect.packages.PackageDatabases;
import io.colama.inspect.root.GuestRoot;
import io.colama.inspect.root.Roots;
import io.colama.inspect.subject.Subject;
import io.colama.inspect.windows.WindowsFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Inspects the disks of one machine. */
public final class Inspector {

    private Inspector() {}

    /**
     * All that can be told of a machine from its disks.
     *
     * @param disks in the order of the machine's definition; they must stay open meanwhile
     * @throws IOException when the bytes of a disk cannot be had. What is damaged, encrypted or
     *     unknown is in the result with its reason
     */
    public static Inspection inspect(List<GuestDisk> disks) throws IOException {
        return inspect(GuestDisks.open(disks));
    }

    /** The same for disks that were opened already. */
    public static Inspection inspect(GuestDisks disks) throws IOException {
        return inspect(disks, (facts, _) -> facts);
    }

    /**
     * Inspects, and looks through all files of each system for libraries.
     *
     * @param cancelled whether to stop
     * @throws java.io.InterruptedIOException when it was cancelled
     */
    public static Inspection inspectDeeply(GuestDisks disks, BooleanSupplier cancelled)
            throws IOException {
        return inspect(
                disks,
                (facts, subject) -> {
                    List<PackageSet> packages = new ArrayList<>(facts.packages());
                    packages.addAll(new Libraries(subject, cancelled).read());
                    return facts.with(packages, subject.problems());
                });
    }

    /** What is looked at beyond the known places. */
    @FunctionalInterface
    private interface More {
        SystemFacts of(SystemFacts facts, Subject subject) throws IOException;
    }

    private static Inspection inspect(GuestDisks disks, More more) throws IOException {
        Map<String, Condition> conditions = new HashMap<>();
        List<VolumeFacts> volumes = new ArrayList<>();
        for (Volume volume : disks.volumes()) {
            volumes.add(facts(volume));
            volume.content()
                    .files()
                    .ifPresent(files -> conditions.put(volume.name(), files.facts().condition()));
        }
        List<SystemFacts> systems = new ArrayList<>();
        Roots.Found found = Roots.find(disks);
        for (GuestRoot root : found.roots()) {
            Subject subject = new Subject(root, conditions);
            SystemFacts facts =
                    switch (root.family()) {
                        case LINUX -> linux(root, subject);
                        case WINDOWS -> WindowsFacts.read(root, subject);
                    };
            systems.add(more.of(facts, subject));
        }
        return new Inspection(
                Inspection.VERSION,
                disks.layouts().stream().map(Inspector::facts).toList(),
                volumes,
                systems,
                found.problems());
    }

    private static DiskFacts facts(GuestDisks.Layout layout) {
        Optional<PartitionTable> table = layout.table();
        return new DiskFacts(
                layout.disk().name(),
                layout.disk().source().size(),
                table.map(found -> found.kind().shown()).orElse(""),
                table.flatMap(PartitionTable::id).orElse(""),
                table.map(PartitionTable::notes).orElse(List.of()));
    }

    private static VolumeFacts facts(Volume volume) {
        Content content = volume.content();
        return new VolumeFacts(
                volume.name(),
                volume.disks(),
                volume.offset(),
                volume.source().size(),
                volume.partition().map(partition -> partition.type()).orElse(""),
                content.kind(),
                content.label().orElse(""),
                content.uuid().orElse(""),
                content.files().map(files -> files.facts().condition().word()).orElse(""),
                content.reason().orElse(""),
                content.message(),
                content.files().map(files -> files.facts().notes()).orElse(List.of()));
    }

    private static SystemFacts linux(GuestRoot root, Subject subject) throws IOException {
        var os = OsRelease.read(subject);
        Host host = new Host(subject);
        var identity = host.read();
        var packages = PackageDatabases.read(subject);
        var applications = new Applications(subject, packages).read();
        Accounts accounts = new Accounts(subject);
        var users = accounts.users();
        var groups = accounts.groups();
        var services = new Services(subject).read();
        var network = new Network(subject).read();
        var kernels = host.kernels();
        var findings = new Evidence(subject).read();
        return new SystemFacts(
                root.family().shown(),
                root.volume().name(),
                root.mounts(),
                os,
                identity,
                packages,
                applications,
                users,
                groups,
                services,
                network,
                kernels,
                findings,
                subject.problems());
    }
}
