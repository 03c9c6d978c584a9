package io.colama.operations.live;

import io.colama.block.Closing;
import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.MachineDefinition;
import io.colama.nbd.server.Reports;
import io.colama.nbd.server.TlsPolicy;
import io.colama.operations.Environment;
import io.colama.operations.Inspections;
import io.colama.operations.KeptDefinition;
import io.colama.operations.Tag;
import io.colama.operations.qemu.Accelerator;
import io.colama.operations.qemu.AcceleratorProbe;
import io.colama.operations.qemu.Qemu;
import io.colama.operations.qemu.QemuCommand;
import io.colama.operations.qemu.UefiFirmware;
import io.colama.revision.Repository;
import io.colama.revision.Resolved;
import io.colama.revision.Revision;
import io.colama.revision.session.SessionInfo;
import io.colama.revision.session.Sessions;
import io.colama.store.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Boots a stored machine in a QEMU of this host. What it writes goes into a session. */
public final class RunMachine {

    private static final int MOST_CLIENTS = 64;
    private static final String SOCKET = "disks.sock";

    private final Environment environment;

    /** Runs machines of the repository of the environment. */
    public RunMachine(Environment environment) {
        this.environment = environment;
    }

    /**
     * What runs, and how.
     *
     * @param what a new session over a revision, or one that exists
     * @param hardware what overrides the definition
     * @param host what of this host is used
     * @param more further words for QEMU
     */
    public record Request(ServeDisks.What what, Hardware hardware, Host host, List<String> more) {

        /** Copies the list; stored disks alone cannot be run. */
        public Request {
            more = List.copyOf(more);
            if (what instanceof ServeDisks.What.Stored) {
                throw new IllegalArgumentException("a machine needs disks that it can write");
            }
        }
    }

    /**
     * What overrides the definition.
     *
     * @param memoryBytes the memory
     * @param cpus the number of processors
     */
    public record Hardware(OptionalLong memoryBytes, OptionalInt cpus) {}

    /**
     * What of this host is used.
     *
     * @param qemu the program; by default the one on the search path
     * @param searchPath the folders of programs
     * @param accelerator how guests run; by default the best that works
     * @param vnc the number of a VNC display
     * @param network whether the guest reaches other hosts
     */
    public record Host(
            Optional<Path> qemu,
            String searchPath,
            Optional<Accelerator> accelerator,
            OptionalInt vnc,
            boolean network) {}

    /**
     * What would be run.
     *
     * @param command the words of QEMU's command line
     * @param notes what the user should know
     */
    public record Plan(List<String> command, List<String> notes) {}

    /** Says what would be run, and begins nothing. The socket is a name only. */
    public Plan plan(Request request) throws IOException {
        Prepared prepared = prepare(request);
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "colama-run");
        List<String> command = command(prepared, request, folder, folder);
        return new Plan(command, List.copyOf(prepared.notes));
    }

    /**
     * What is known before anything begins.
     *
     * @param what the disks, with the revision of a new session named by its id
     * @param exports the names of the disks
     */
    private record Prepared(
            ServeDisks.What what,
            MachineDefinition machine,
            List<String> exports,
            Qemu qemu,
            Accelerator accelerator,
            Optional<UefiFirmware> firmware,
            List<String> notes) {}

    /** Finds everything that a start needs, or says what is missing. */
    private Prepared prepare(Request request) throws IOException {
        List<String> notes = new ArrayList<>();
        try (Repository repository = environment.open()) {
            ServeDisks.What what = pinned(repository, request.what());
            Revision revision = repository.revision(base(repository, what));
            MachineDefinition machine = machine(repository, revision, request.hardware(), notes);
            Host host = request.host();
            Qemu qemu = Qemu.find(machine.cpu().architecture(), host.qemu(), host.searchPath());
            Optional<UefiFirmware> firmware =
                    machine.firmware().uefi() || qemu.needsUefi()
                            ? Optional.of(UefiFirmware.find(qemu))
                            : Optional.empty();
            Accelerator accelerator =
                    host.accelerator().isPresent()
                            ? host.accelerator().get()
                            : new AcceleratorProbe(environment.repository().resolve("cache"))
                                    .best(qemu);
            List<String> exports = revision.disks().stream().map(Revision.Disk::name).toList();
            return new Prepared(what, machine, exports, qemu, accelerator, firmware, notes);
        }
    }

    /** The same with a revision that does not move while the start is prepared. */
    private static ServeDisks.What pinned(Repository repository, ServeDisks.What what)
            throws IOException {
        if (what instanceof ServeDisks.What.NewSession(String name)) {
            Resolved resolved = repository.resolve(name);
            return new ServeDisks.What.NewSession(
                    Tag.owner(resolved, name) + "@" + resolved.id().hex());
        }
        return what;
    }

    private Hash base(Repository repository, ServeDisks.What what) throws IOException {
        return switch (what) {
            case ServeDisks.What.NewSession(String name) -> repository.resolve(name).id();
            case ServeDisks.What.OldSession(String name) ->
                    new Sessions(environment.repository(), repository).find(name).base();
            case ServeDisks.What.Stored _ -> throw new IllegalStateException("refused before");
        };
    }

    /** Boots the machine, and returns when QEMU has begun. */
    public RunningMachine start(Request request, Reports reports) throws IOException {
        Prepared prepared = prepare(request);
        Path folder = Files.createTempDirectory("colama-run");
        try {
            ServedDisks served =
                    new ServeDisks(environment)
                            .start(
                                    new ServeDisks.Request(
                                            prepared.what,
                                            new Listening.UnixSocket(folder.resolve(SOCKET)),
                                            TlsPolicy.NONE,
                                            MOST_CLIENTS),
                                    reports);
            try {
                SessionInfo session = served.openSession().orElseThrow().info();
                Path own = Sessions.directory(environment.repository(), session);
                List<String> command = command(prepared, request, folder, own);
                served.warmUp();
                Process process = new ProcessBuilder(command).inheritIO().start();
                return new RunningMachine(served, folder, process, command, prepared.notes);
            } catch (IOException | RuntimeException failure) {
                Closing.after(failure, served);
                throw failure;
            }
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, () -> Files.deleteIfExists(folder));
            throw failure;
        }
    }

    private static List<String> command(Prepared prepared, Request request, Path folder, Path own)
            throws IOException {
        return QemuCommand.of(
                prepared.qemu,
                prepared.machine,
                new QemuCommand.Choices(
                        prepared.accelerator,
                        folder.resolve(SOCKET),
                        prepared.exports,
                        new QemuCommand.Console(request.host().vnc()),
                        request.host().network(),
                        uefi(prepared, own),
                        request.more()));
    }

    private MachineDefinition machine(
            Repository repository, Revision revision, Hardware hardware, List<String> notes)
            throws IOException {
        MachineDefinition machine = KeptDefinition.of(repository, revision, notes);
        if (revision.definition().isEmpty()) {
            Optional<Inspections.Kept> kept =
                    new Inspections(environment.repository()).find(revision.id());
            if (kept.isPresent()) {
                machine = GuestDefaults.fit(machine, kept.get().inspection());
            }
        }
        if (hardware.memoryBytes().isPresent()) {
            machine = machine.builder().memoryBytes(hardware.memoryBytes().getAsLong()).build();
        }
        if (hardware.cpus().isPresent()) {
            Cpu cpu = machine.cpu();
            machine =
                    machine.builder()
                            .cpu(new Cpu(hardware.cpus().getAsInt(), 1, 1, cpu.architecture()))
                            .build();
        }
        if (machine.firmware().tpm() || machine.firmware().secureBoot()) {
            notes.add("The TPM and secure boot of the definition are left out.");
        }
        return machine;
    }

    /** The firmware's files; its settings live in the session, and begin as the distribution's. */
    private static Optional<QemuCommand.UefiFiles> uefi(Prepared prepared, Path own)
            throws IOException {
        if (prepared.firmware.isEmpty()) {
            return Optional.empty();
        }
        UefiFirmware firmware = prepared.firmware.get();
        Path variables = own.resolve("uefi-variables.fd");
        if (Files.isDirectory(own) && !Files.exists(variables)) {
            Files.copy(firmware.variables(), variables);
            prepared.notes.add("The settings of UEFI begin anew: a revision does not hold them.");
        }
        return Optional.of(new QemuCommand.UefiFiles(firmware.code(), variables));
    }
}
