package io.colama.inspect.fact;

import java.util.List;

/**
 * An operating system of a machine.
 *
 * @param family {@code linux}, {@code windows} or {@code bsd}
 * @param volume where its root is
 * @param mounts its file systems, by its own table
 * @param os what it is
 * @param host who it is
 * @param packages what its package managers installed
 * @param applications what was installed without them
 * @param accounts its users
 * @param groups its groups
 * @param services what starts by itself
 * @param network how it is connected
 * @param kernels what it can boot
 * @param findings all else that was recognised: guest agents, containers, keys, traces of use
 * @param problems what could not be read
 */
public record SystemFacts(
        String family,
        String volume,
        List<Mount> mounts,
        OsFacts os,
        HostFacts host,
        List<PackageSet> packages,
        List<Application> applications,
        List<Account> accounts,
        List<GroupFacts> groups,
        List<ServiceFacts> services,
        NetworkFacts network,
        List<Kernel> kernels,
        List<Finding> findings,
        List<Problem> problems) {

    /** Copies the lists. */
    public SystemFacts {
        mounts = List.copyOf(mounts);
        packages = List.copyOf(packages);
        applications = List.copyOf(applications);
        accounts = List.copyOf(accounts);
        groups = List.copyOf(groups);
        services = List.copyOf(services);
        kernels = List.copyOf(kernels);
        findings = List.copyOf(findings);
        problems = List.copyOf(problems);
    }

    /** The same with other packages and problems. */
    public SystemFacts with(List<PackageSet> others, List<Problem> otherProblems) {
        return new SystemFacts(
                family,
                volume,
                mounts,
                os,
                host,
                others,
                applications,
                accounts,
                groups,
                services,
                network,
                kernels,
                findings,
                otherProblems);
    }

    /**
     * A file system in the system's tree.
     *
     * @param place the path or drive
     * @param volume its name; empty when none of the machine's volumes fits
     * @param device what the system's table says
     * @param type the kind of file system, as the table says
     * @param options the options there
     */
    public record Mount(String place, String volume, String device, String type, String options) {}

    /**
     * What an operating system is. Raw strings stand beside normal ones.
     *
     * @param id one word: {@code debian}, {@code rhel}, {@code windows-2003}, {@code windows-11}
     * @param name for people: {@code Debian GNU/Linux 12 (bookworm)}
     * @param version as exact as it is known: {@code 12.5}, {@code 10.0.19045.4170}
     * @param codename of the release
     * @param like the ids that it is made from or behaves like
     * @param edition {@code Server}, {@code Enterprise}, a variant
     * @param build the build of Windows, or of an image
     * @param servicePack of Windows, {@code 2}; else empty
     * @param architecture as Linux says it: {@code x86_64}, {@code aarch64}, {@code i386}
     * @param role {@code server}, {@code client} or {@code domain-controller}, where it is told
     * @param declared the name that the system itself gives, unchanged
     * @param origin where this was found
     */
    public record OsFacts(
            String id,
            String name,
            String version,
            String codename,
            List<String> like,
            String edition,
            String build,
            String servicePack,
            String architecture,
            String role,
            String declared,
            Origin origin) {}

    /**
     * Who a system is.
     *
     * @param name its host name
     * @param domain the domain or work group that it belongs to
     * @param machineId what tells it from its copies
     * @param timeZone by the names of the IANA, where it can be told
     * @param locale its language
     * @param installed when it was installed, ISO 8601
     * @param lastUsed the newest trace of a start or log-in, ISO 8601
     */
    public record HostFacts(
            String name,
            String domain,
            String machineId,
            String timeZone,
            String locale,
            String installed,
            String lastUsed) {

        /** Nothing is known. */
        public static final HostFacts UNKNOWN = new HostFacts("", "", "", "", "", "", "");
    }

    /**
     * What one package manager knows.
     *
     * @param manager {@code dpkg}, {@code rpm}, {@code apk}, {@code pacman}, {@code hotfix}; of a
     *     deep inspection also {@code pypi}, {@code npm}, {@code gem}, {@code maven}
     * @param origin its database
     * @param packages in the order of their names
     */
    public record PackageSet(String manager, Origin origin, List<PackageFacts> packages) {

        /** Copies the list. */
        public PackageSet {
            packages = List.copyOf(packages);
        }
    }

    /**
     * A package.
     *
     * @param name its name
     * @param version whole, as the manager prints it: with epoch and release
     * @param architecture as the manager names it
     * @param source the source package's name
     * @param sourceVersion its version, when it is another
     * @param licence as declared
     * @param vendor who made it
     * @param bytes installed
     * @param state {@code installed}, or the manager's word for what is neither installed nor gone
     * @param automatic whether it was installed only because another needs it
     * @param installed when, ISO 8601; empty when unknown
     * @param summary one line; of a library the place that it was found at
     */
    public record PackageFacts(
            String name,
            String version,
            String architecture,
            String source,
            String sourceVersion,
            String licence,
            String vendor,
            long bytes,
            String state,
            boolean automatic,
            String installed,
            String summary) {

        /** The same with another licence. */
        public PackageFacts withLicence(String other) {
            return new PackageFacts(
                    name,
                    version,
                    architecture,
                    source,
                    sourceVersion,
                    other,
                    vendor,
                    bytes,
                    state,
                    automatic,
                    installed,
                    summary);
        }
    }

    /**
     * Software that no package manager knows.
     *
     * @param id one word: {@code oracle}, {@code tomcat}
     * @param name for people
     * @param version as it says
     * @param vendor who made it
     * @param place its directory
     * @param details more, such as components or instances
     * @param origin what gave it away
     */
    public record Application(
            String id,
            String name,
            String version,
            String vendor,
            String place,
            List<String> details,
            Origin origin) {}

    /**
     * A user.
     *
     * @param name to log in with
     * @param id its number or SID
     * @param group its first group
     * @param fullName of the person
     * @param home its directory
     * @param shell what runs after log-in
     * @param password {@code none}, {@code empty}, {@code locked}, {@code disabled}, or {@code set}
     *     with the kind of hash: {@code set:sha512}
     * @param administrator whether it may become root or administrator without another account
     * @param keys how many public keys may log in
     * @param lastLogin ISO 8601; empty when unknown
     */
    public record Account(
            String name,
            String id,
            String group,
            String fullName,
            String home,
            String shell,
            String password,
            boolean administrator,
            int keys,
            String lastLogin) {}

    /**
     * A group.
     *
     * @param name its name
     * @param id its number or SID
     * @param members names of users that are named there
     */
    public record GroupFacts(String name, String id, List<String> members) {}

    /**
     * Something that runs in the background.
     *
     * @param name of the unit, script or service
     * @param manager {@code systemd}, {@code sysv}, {@code openrc}, {@code windows}, {@code driver}
     * @param start {@code enabled}, {@code manual}, {@code masked}, {@code boot}…
     * @param command what is run, where it is told
     * @param account as whom
     * @param description for people
     */
    public record ServiceFacts(
            String name,
            String manager,
            String start,
            String command,
            String account,
            String description) {}

    /**
     * How a system is connected.
     *
     * @param interfaces configured network interfaces
     * @param nameServers that it asks
     * @param searchDomains that it tries
     */
    public record NetworkFacts(
            List<Interface> interfaces, List<String> nameServers, List<String> searchDomains) {

        /** Nothing is configured. */
        public static final NetworkFacts NONE = new NetworkFacts(List.of(), List.of(), List.of());
    }

    /**
     * A network interface.
     *
     * @param name as the system calls it
     * @param mac where the configuration names it
     * @param method {@code dhcp}, {@code static}, {@code manual} or empty
     * @param addresses with the length of the prefix
     * @param gateways where the rest goes
     * @param origin the file that says so
     */
    public record Interface(
            String name,
            String mac,
            String method,
            List<String> addresses,
            List<String> gateways,
            Origin origin) {}

    /**
     * A kernel.
     *
     * @param version as {@code uname -r} would say
     * @param path of its image; empty where only its modules are there
     */
    public record Kernel(String version, String path) {}

    /**
     * Anything else.
     *
     * @param kind {@code guest-agent}, {@code container-engine}, {@code container-image}, {@code
     *     cloud-init}, {@code ssh-host-key}, {@code licence}…
     * @param name what
     * @param value more about it
     * @param origin where
     */
    public record Finding(String kind, String name, String value, Origin origin) {}
}
