package io.colama.cli;

import io.colama.nbd.server.TlsPolicy;
import io.colama.nbd.tls.PemDirectory;
import io.colama.operations.live.Listening;
import io.colama.operations.live.ServeDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code colama nbd}. */
@Command(
        name = "nbd",
        description = {
            "Serve the disks of revisions over the network block device protocol.",
            "Every revision is an export: web/disk0, web@v1/disk0. Without MACHINE all of the "
                    + "repository is served. With --writable what is written goes into a session, "
                    + "which 'colama session' checks in or discards later. The server runs until it "
                    + "is interrupted. Where systemd has opened one socket for it (LISTEN_FDS), it "
                    + "serves there."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama nbd                                      # all, at localhost:10809",
            "  colama nbd web@v1 --socket /tmp/web.sock",
            "  colama nbd web --writable --socket /tmp/web.sock",
            "  colama nbd --listen 0.0.0.0 --tls /etc/pki/qemu",
            "  qemu-img convert nbd://localhost/web@v1/disk0 copy.qcow2",
            "  nbdinfo --map=qemu:dirty-bitmap:since-v1 nbd://localhost/web/disk0"
        })
final class NbdCommand implements Callable<Integer> {

    private final Colama colama;

    @Parameters(
            arity = "0..*",
            paramLabel = "[MACHINE[@REF]...]",
            hideParamSyntax = true,
            description = "The revisions whose disks are served; all without.")
    private List<String> revisions = List.of();

    @Option(
            names = "--writable",
            description = "Begin a session over the one revision, and serve its disks.")
    private boolean writable;

    @Mixin private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--tls",
            paramLabel = "DIR",
            description =
                    "Speak TLS only, over TCP, with the certificates in DIR as QEMU keeps them: "
                            + "server-cert.pem and server-key.pem. With a ca-cert.pem beside them, "
                            + "clients have to show a certificate of that authority.")
    private Optional<Path> tls = Optional.empty();

    @Option(
            names = "--stdio",
            description = "Serve one client at standard input and output, and end with it.")
    private boolean standard;

    @Option(
            names = "--activated",
            description =
                    "Take the listening socket from systemd; the launcher sets this by itself.",
            hidden = true)
    private boolean activated;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many clients are served at once; by default ${DEFAULT-VALUE}.")
    private int clients;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    NbdCommand(Colama colama) {
        this.colama = colama;
    }

    @Override
    public Integer call() throws IOException {
        ServeDisks.What what;
        if (writable) {
            if (revisions.size() != 1) {
                throw new ParameterException(
                        spec.commandLine(), "--writable needs one revision, such as web or web@v1");
            }
            what = new ServeDisks.What.NewSession(revisions.getFirst());
        } else {
            what = new ServeDisks.What.Stored(revisions);
        }
        return new Serving(colama.session()).run(what, where(), policy(), clients);
    }

    private TlsPolicy policy() throws IOException {
        if (tls.isEmpty()) {
            return TlsPolicy.NONE;
        }
        if (!(where() instanceof Listening.Tcp)) {
            throw new ParameterException(
                    spec.commandLine(), "--tls goes with a port of TCP, not with other sockets");
        }
        return TlsPolicy.required(
                new PemDirectory(tls.get()).server(),
                Files.exists(tls.get().resolve(PemDirectory.CA)));
    }

    private Listening where() {
        if (standard && listen.namesSocket()) {
            throw new ParameterException(
                    spec.commandLine(), "--stdio and --socket exclude each other");
        }
        if (activated) { // libnbd's "[ ... ]" does that, also to a command that says --stdio
            return new Listening.Inherited();
        }
        if (standard) {
            return new Listening.Standard();
        }
        return listen.listening();
    }
}
