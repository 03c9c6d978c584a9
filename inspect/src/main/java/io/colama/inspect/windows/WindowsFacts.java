package io.colama.inspect.windows;

import io.colama.block.ImageException;
import io.colama.inspect.fact.SystemFacts;
import io.colama.inspect.fact.SystemFacts.Account;
import io.colama.inspect.fact.SystemFacts.Application;
import io.colama.inspect.fact.SystemFacts.HostFacts;
import io.colama.inspect.fact.SystemFacts.NetworkFacts;
import io.colama.inspect.fact.SystemFacts.OsFacts;
import io.colama.inspect.fact.SystemFacts.PackageSet;
import io.colama.inspect.root.GuestRoot;
import io.colama.inspect.root.Roots;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All facts of a Windows. */
public final class WindowsFacts {

    private final GuestRoot root;
    private final Registry registry;

    private WindowsFacts(GuestRoot root, Registry registry) {
        this.root = root;
        this.registry = registry;
    }

    /**
     * Reads a system.
     *
     * @throws IOException when the bytes of a disk cannot be had; what is damaged is a problem of
     *     the facts
     */
    public static SystemFacts read(GuestRoot root, Subject subject) throws IOException {
        String directory = Roots.windowsDirectory(subject.tree()).orElse("C:\\Windows");
        return new WindowsFacts(root, new Registry(subject, directory)).read();
    }

    /** Reads a group of facts. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** What cannot be read of one group leaves the others as they are. */
    private <T> T guarded(T otherwise, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (ImageException broken) {
            registry.damaged(registry.directory(), broken);
            return otherwise;
        }
    }

    private SystemFacts read() throws IOException {
        OsFacts unknown =
                new OsFacts(
                        "windows",
                        "Windows",
                        "",
                        "",
                        List.of(),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        registry.subject().origin(registry.directory()));
        OsFacts os = guarded(unknown, () -> new OperatingSystem(registry).read());
        Accounts accounts = new Accounts(registry);
        List<Account> users = guarded(List.of(), accounts::users);
        HostFacts host = guarded(HostFacts.UNKNOWN, () -> new Host(registry).read(users));
        var services = guarded(List.<SystemFacts.ServiceFacts>of(), () -> Services.read(registry));
        Programs programs = new Programs();
        List<Application> applications = new ArrayList<>();
        applications.addAll(guarded(List.of(), () -> programs(programs)));
        applications.addAll(guarded(List.of(), () -> new Products(registry).read()));
        Optional<PackageSet> hotfixes =
                guarded(Optional.empty(), () -> new Hotfixes().read(registry, programs.updates()));
        NetworkFacts network = guarded(NetworkFacts.NONE, () -> new Network(registry).read());
        var findings =
                guarded(
                        List.<SystemFacts.Finding>of(),
                        () ->
                                new Evidence(registry)
                                        .read(
                                                services,
                                                applications,
                                                users.stream()
                                                        .map(Account::id)
                                                        .collect(Collectors.toSet())));
        registry.report();
        return new SystemFacts(
                root.family().shown(),
                root.volume().name(),
                root.mounts(),
                os,
                host,
                hotfixes.stream().toList(),
                applications,
                users,
                accounts.groups(),
                services,
                network,
                List.of(),
                findings,
                registry.subject().problems());
    }

    private List<Application> programs(Programs programs) throws IOException {
        programs.ofMachine(registry);
        for (Registry.Profile profile : registry.profiles()) {
            programs.ofUser(
                    registry.user(profile),
                    profile.home().substring(profile.home().lastIndexOf('\\') + 1));
        }
        return programs.applications();
    }
}
