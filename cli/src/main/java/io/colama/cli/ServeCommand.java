package io.colama.cli;

import io.colama.operations.Failure;
import io.colama.operations.OperationException;
import io.colama.operations.service.RunningService;
import io.colama.operations.service.ServiceProvider;
import io.colama.operations.service.ServiceRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code colama serve}. */
@Command(
        name = "serve",
        description = {
            "Shares the repository with other people and with programs.",
            "Prints the address and, at the first start, the name and password of the first "
                    + "administrator. Runs until it is interrupted; what is being answered then is "
                    + "answered to its end.",
            "What is not said here comes from the environment (COLAMA_SERVER_PORT for server.port), "
                    + "else from the file of settings."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  colama serve",
            "  colama serve --listen 0.0.0.0:8443 --tls /etc/colama/tls",
            "  colama serve --settings /etc/colama/server.properties "
                    + "--database jdbc:postgresql://db/colama"
        })
final class ServeCommand implements Callable<Integer> {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]|([^:\\[\\]]+)):(\\d{1,5})");

    private final Colama colama;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description =
                    "The address to listen at; by default localhost:8080, which is reached from this host only. Port 0 is any that is free.")
    private Optional<String> listen = Optional.empty();

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description =
                    "A file of settings: server.host, server.port, server.database, server.tls, server.log (text or json), server.public-url, and those of proxies, limits, OpenID Connect and LDAP that docs/server.md lists.")
    private Optional<Path> settings = Optional.empty();

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "Keep accounts and events in a PostgreSQL, jdbc:postgresql://…; by default in the repository.")
    private Optional<String> database = Optional.empty();

    @Option(
            names = "--tls",
            paramLabel = "DIR",
            description = "Serve HTTPS, with server-cert.pem and server-key.pem of a directory.")
    private Optional<Path> tls = Optional.empty();

    ServeCommand(Colama colama) {
        this.colama = colama;
    }

    /**
     * What programs are told.
     *
     * @param address where it is served
     * @param name of the first administrator, when this start made it
     * @param password of the first administrator
     */
    private record Begun(String address, String name, String password) {}

    @Override
    public Integer call() throws IOException {
        Session session = colama.session();
        try (RunningService service = provider().start(request(), session.environment())) {
            announce(session, service);
            session.interruption().await();
        }
        session.done("ended");
        return 0;
    }

    private static ServiceProvider provider() throws OperationException {
        return ServiceLoader.load(ServiceProvider.class)
                .findFirst()
                .orElseThrow(() ->
                        new OperationException(
                                Failure.UNSUPPORTED,
                                "the server is not a part of this program: start it as 'colama serve' of a distribution"));
    }

    private ServiceRequest request() throws OperationException {
        if (listen.isEmpty()) {
            return new ServiceRequest(Optional.empty(), Optional.empty(), settings, database, tls);
        }
        Matcher address = ADDRESS.matcher(listen.get());
        int port = address.matches() ? Integer.parseInt(address.group(3)) : -1;
        if (port < 0 || port > 65_535) {
            throw new OperationException(
                    Failure.USAGE,
                    "--listen is \"%s\", and has to be HOST:PORT such as localhost:8080 or [::]:8080"
                            .formatted(listen.get()));
        }
        String host = address.group(1) == null ? address.group(2) : address.group(1);
        return new ServiceRequest(Optional.of(host), Optional.of(port), settings, database, tls);
    }

    private static void announce(Session session, RunningService service) {
        Optional<RunningService.FirstLogin> first = service.firstLogin();
        Begun begun =
                new Begun(
                        service.address().toString(),
                        first.map(RunningService.FirstLogin::name).orElse(""),
                        first.map(RunningService.FirstLogin::password).orElse(""));
        if (!session.record(begun)) {
            session.out().println(begun.address());
            if (first.isPresent()) {
                session.out()
                        .println(
                                "log in as %s with the password %s and change it: it is told this once"
                                        .formatted(begun.name, begun.password));
            }
            session.done("serving; Ctrl-C ends it");
        }
        session.out().flush();
    }
}
