package io.colama.cli;

import io.colama.cli.remote.KnownServers;
import io.colama.cli.remote.ServerAddress;
import io.colama.cli.remote.ServerClient;
import io.colama.operations.Environment;
import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code colama} itself: it holds the options of all commands and does nothing alone,
 * the verbs are its subcommands.
 */
@Command(
        name = "colama",
        description = "Version control for virtual machines.",
        versionProvider = Colama.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama init",
            "  colama checkin web disk.qcow2 -m \"as installed\" --tag v1",
            "  colama log web --graph",
            "  colama clone web@v1 web-test",
            "  colama checkout web-test -o disk.raw",
            "",
            "web is the head of a machine, web@v1 a tag, web~2 two revisions before the head,",
            "web@3f2c9a an id. 'colama COMMAND --help' says more about a command."
        })
final class Colama implements Runnable {

    /** What serves disks that run, which a server does not. */
    private static final Set<String> LIVE = Set.of("nbd", "run", "session");

    private static final String INSTEAD =
            "; 'colama checkout' fetches a copy, which 'checkin' sends back";

    @Option(
            names = "--repo",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The repository; else COLAMA_REPO names it, else it is ~/.colama.")
    private Optional<Path> repo = Optional.empty();

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description =
                    "The repository of a server, instead of one here; 'colama login URL' comes first.")
    private Optional<String> server = Optional.empty();

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print records for programs, one JSON document per line.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Print results that were asked for, nothing else.")
    private boolean quiet;

    @Option(
            names = "--no-progress",
            scope = ScopeType.INHERIT,
            description = "Draw no progress bar.")
    private boolean noProgress;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean version;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything here
    private CommandSpec spec;

    private final PrintWriter out;
    private final OutputStream bytes;
    private final PrintWriter err;
    private final Terminal terminal;
    private final Interruption interruption;

    Colama(
            PrintWriter out,
            OutputStream bytes,
            PrintWriter err,
            Terminal terminal,
            Interruption interruption) {
        this.out = out;
        this.bytes = bytes;
        this.err = err;
        this.terminal = terminal;
        this.interruption = interruption;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "missing command; 'colama --help' lists them");
    }

    /**
     * What a command finds around it that works with a repository here, or with none.
     *
     * @throws OperationException when a server is named, which this command does not speak with
     */
    Session session() throws OperationException {
        if (server.isPresent()) {
            String name =
                    Optional.ofNullable(spec.commandLine().getParseResult())
                            .map(parsed -> parsed.subcommand())
                            .map(command -> command.commandSpec().name())
                            .orElse("");
            throw new OperationException(
                    Failure.UNSUPPORTED,
                    "'colama %s' does not work with --server: it needs the repository itself%s"
                            .formatted(name, LIVE.contains(name) ? INSTEAD : ""));
        }
        return anywhere();
    }

    /** What a command finds around it that uses no repository but by {@link #verbs}. */
    Session anywhere() {
        return session(repository());
    }

    /** The repository that is named, here or behind a server. */
    Verbs verbs() throws IOException {
        if (server.isEmpty()) {
            return new LocalVerbs(anywhere().environment());
        }
        return new ServerVerbs(client(), interruption);
    }

    /** Whether a server is named. */
    boolean isRemote() {
        return server.isPresent();
    }

    /** Speaks with the server that is named, or the only one where one is logged in. */
    ServerClient client() throws IOException {
        Optional<URI> named =
                server.isPresent()
                        ? Optional.of(ServerAddress.parse(server.get()))
                        : Optional.empty();
        return new KnownServers(configuration()).get(named).client();
    }

    /** The same for another repository. */
    Session session(Path repository) {
        Terminal watched = noProgress ? new Terminal(terminal.out(), false, false) : terminal;
        return new Session(
                new Environment(repository, Clock.systemUTC(), user()),
                out,
                bytes,
                err,
                watched,
                json,
                quiet,
                interruption);
    }

    private Path repository() {
        if (repo.isPresent()) {
            return repo.get();
        }
        String named = System.getenv("COLAMA_REPO");
        return named == null || named.isEmpty() ? home().resolve(".colama") : Path.of(named);
    }

    /** What a shell means by ~; the JDK knows only what the system has on record for the user. */
    private static Path home() {
        String home = System.getenv("HOME");
        return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
    }

    /** Where the user keeps settings of programs. */
    static Path configuration() {
        String here = System.getProperty("colama.configuration");
        if (here != null) {
            return Path.of(here);
        }
        String named = System.getenv("XDG_CONFIG_HOME");
        // a relative one is to be ignored, as that specification says
        boolean usable = named != null && Path.of(named).isAbsolute();
        return (usable ? Path.of(named) : home().resolve(".config")).resolve("colama");
    }

    private static String user() {
        String named = System.getenv("COLAMA_AUTHOR");
        return named == null || named.isBlank() ? System.getProperty("user.name") : named;
    }

    boolean json() {
        return json;
    }

    PrintWriter err() {
        return err;
    }

    Terminal terminal() {
        return terminal;
    }

    Interruption interruption() {
        return interruption;
    }

    /** The line that {@code --version} prints: the name and the version that was built. */
    static String version() {
        Properties built = new Properties();
        try (InputStream in = Colama.class.getResourceAsStream("colama.properties")) {
            if (in == null) {
                throw new IllegalStateException("colama.properties is not in the jar");
            }
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "colama " + built.getProperty("version");
    }

    /** The version, as picocli asks for it. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {version()};
        }
    }
}
