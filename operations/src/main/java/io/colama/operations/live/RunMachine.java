package io.colama.operations.live;

import io.colama.block.Closing;
import io.colama.definition.machine.Cpu;
import io.colama.definition.machine.MachineDefinition;
import io.colama.nbd.server.Reports;
import io.colama.nbd.server.TlsPolicy;
import io.colama.operations.Environment;
import io.colama.operations.Inspections;
import io.colama.operations.KeptDefinition;
import io.colama.operations.qemu.Accelerator;
import io.colama.operations.qemu.AcceleratorProbe;
import io.colama.operations.qemu.Qemu;
import io.colama.operations.qemu.QemuCommand;
import io.colama.operations.qemu.UefiFirmware;
import io.colama.revision.Repository;
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
        List<String> notes = new ArrayList<>();
        try (Repository repository = environment.open()) {
            Revision revision = repository.revision(base(repository, request.what()));
            Path folder = Path.of(System.getProperty("java.io.tmpdir"), "colama-run");
            return new Plan(command(repository, revision, request, folder, folder, notes), notes);
        }
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
        plan(request); // what is missing is told before anything begins
        List<String> notes = new ArrayList<>();
        Path folder = Files.createTempDirectory("colama-run");
        try {
            ServedDisks served =
                    new ServeDisks(environment)
                            .start(
                                    new ServeDisks.Request(
                                            request.what(),
                                            new Listening.UnixSocket(folder.resolve(SOCKET)),
                                            TlsPolicy.NONE,
                                            MOST_CLIENTS),
                                    reports);
            try {
                SessionInfo session = served.openSession().orElseThrow().info();
                Path own = Sessions.directory(environment.repository(), session);
                Repository repository = served.repository();
                List<String> command =
                        command(
                                repository,
                                repository.revision(session.base()),
                                request,
                                folder,
                                own,
                                notes);
                served.warmUp();
                Process process = new ProcessBuilder(command).inheritIO().start();
                return new RunningMachine(served, folder, process, command, notes);
            } catch (IOException | RuntimeException failure) {
                Closing.after(failure, served);
                throw failure;
            }
        } catch (IOException | RuntimeException failure) {
            Closing.after(failure, () -> Files.deleteIfExists(folder));
            throw failure;
        }
    }

    private List<String> command(
            Repository repository,
            Revision revision,
            Request request,
            Path folder,
            Path own,
            List<String> notes)
            throws IOException {
        MachineDefinition machine = machine(repository, revision, request.hardware(), notes);
        Host host = request.host();
        Qemu qemu = Qemu.find(machine.cpu().architecture(), host.qemu(), host.searchPath());
        Accelerator accelerator =
                host.accelerator().isPresent()
                        ? host.accelerator().get()
                        : new AcceleratorProbe(environment.repository().resolve("cache"))
                                .best(qemu);
        return QemuCommand.of(
                qemu,
                machine,
                new QemuCommand.Choices(
                        accelerator,
                        folder.resolve(SOCKET),
                        revision.disks().stream().map(Revision.Disk::name).toList(),
                        new QemuCommand.Console(host.vnc()),
                        host.network(),
                        uefi(machine, qemu, own, notes),
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
    private static Optional<QemuCommand.UefiFiles> uefi(
            MachineDefinition machine, Qemu qemu, Path own, List<String> notes) throws IOException {
        boolean needed = machine.firmware().uefi() || qemu.needsUefi();
        if (!needed) {
            return Optional.empty();
        }
        UefiFirmware firmware = UefiFirmware.find(qemu);
        Path variables = own.resolve("uefi-variables.fd");
        if (Files.isDirectory(own) && !Files.exists(variables)) {
            Files.copy(firmware.variables(), variables);
            notes.add("The settings of UEFI begin anew: a revision does not hold them.");
        }
        return Optional.of(new QemuCommand.UefiFiles(firmware.code(), variables));
    }
}
